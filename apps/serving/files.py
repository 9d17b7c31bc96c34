"""Files of sites, kept and handed out by the gate, each site's under a prefix of its own.

A site names a file by a key; the key is never part of a path before it is checked.
"""

from __future__ import annotations

import re
import tempfile
from typing import Any
from urllib.parse import quote

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.http import FileResponse, HttpResponseBase

from apps.serving import limits
from apps.serving.outgoing import Headers, forced
from apps.serving.targets import Target
from apps.serving.turned_away import NotHere
from site_contract.frames import FrameError, FrameSocket, Kind

KEY = re.compile(r"[\w-][\w.() -]{0,79}(?:/[\w-][\w.() -]{0,79}){0,3}\Z")
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser may show in place; the rest is only ever saved."""

CHUNK = 64 * 1024
IN_MEMORY = 1024 * 1024


class FileRefused(Exception):
    """The site asked for what the gate does not do. The sentence goes back to it."""


def serve_call(frames: FrameSocket, call: dict[str, Any], target: Target) -> None:
    """Do what a site asks for while it answers, and reply."""
    try:
        if call.get("op") == "put_file":
            _put(frames, call, target)
        elif call.get("op") == "delete_file":
            _storage().delete(path_of(call.get("key"), target))
        else:
            raise FileRefused("The gate does not know this call.")
    except FileRefused as error:
        frames.send_json(Kind.REPLY, {"error": str(error)})
    except OSError:
        frames.send_json(Kind.REPLY, {"error": "The file could not be kept now. Try again."})
    else:
        frames.send_json(Kind.REPLY, {"ok": True})


def path_of(key: object, target: Target) -> str:
    """Where a file of a site lies in the storage. Raises `FileRefused` for a key that is none."""
    if not isinstance(key, str) or not KEY.match(key) or len(key) > 200:
        raise FileRefused("This is no key for a file.")
    return target.files_prefix + key


def download(target: Target, key: str, status: int, headers: Headers) -> HttpResponseBase:
    """The stored file, as the site wants it named; it can run nothing, wherever it is opened."""
    storage = _storage()
    try:
        path = path_of(key, target)
        stored, size = storage.open(path), storage.size(path)
    except (FileRefused, OSError) as error:
        raise NotHere from error
    said = dict(headers)
    kind = said.get("content-type", "").partition(";")[0].strip().lower()
    response = FileResponse(stored, status=status)
    forced(response)
    response["Content-Type"] = kind if kind in SHOWN else "application/octet-stream"
    response["Content-Disposition"] = disposition(said.get("content-disposition", ""), kind, key)
    response["Content-Length"] = str(size)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def disposition(said: str, kind: str, key: str) -> str:
    """How a file is offered: shown only where that is harmless, under a name without surprises."""
    named = re.search(r"filename\*=(?:utf-8|UTF-8)''([^;]+)", said)
    name = named.group(1) if named else quote(key.rsplit("/", 1)[-1])
    shown = kind in SHOWN and said.startswith("inline")
    return f"{'inline' if shown else 'attachment'}; filename*=utf-8''{name}"


def _put(frames: FrameSocket, call: dict[str, Any], target: Target) -> None:
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as spool:
        try:
            for piece in frames.content(Kind.DATA, at_most=limits.FILE_BYTES):
                spool.write(piece)
        except FrameError as error:
            if spool.tell() >= limits.FILE_BYTES - CHUNK:
                raise TooMuch from error
            raise
        if spool.tell() != call.get("size"):
            raise FileRefused("The file is not as long as was said.")
        path = path_of(call.get("key"), target)
        spool.seek(0)
        _keep(path, File(spool, name=path))


class TooMuch(FrameError):
    """A site sent more than a file may hold; the connection is of no more use."""


def _keep(path: str, content: File[bytes]) -> None:
    storage = _storage()
    if storage.exists(path):
        raise FileRefused("There is a file under this key.")
    kept = storage.save(path, content)
    if kept != path:
        storage.delete(kept)
        raise FileRefused("There is a file under this key.")


def _storage() -> Storage:
    return storages["site_files"]
