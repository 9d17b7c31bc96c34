"""Where uploaded files go: through the one who runs the site, never to a disk of this process.

`keep_with(store)` is called once by the runtime. A key carries the size, so that a page can name
it without asking. Reading a file back happens at the gate, after the row's right was checked here.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from os import PathLike
from typing import Any, Protocol

from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

LONGEST_NAME = 50
CHUNK = 64 * 1024
_UNSAFE = re.compile(r"[^\w.() -]+")
_KEY = re.compile(r"^files/[\w-]{16}\.(\d{1,12})/(.+)$")


class Store(Protocol):
    """What keeps files: both raise OSError where it cannot."""

    def put(self, key: str, chunks: Iterable[bytes], size: int, type: str) -> None:  # noqa: A002
        """Keep a file under a key."""

    def delete(self, key: str) -> None:
        """Forget it."""


class NoStore:
    """Before the runtime says where files go."""

    def put(self, key: str, chunks: Iterable[bytes], size: int, type: str) -> None:  # noqa: A002
        """Nothing can be kept."""
        raise OSError("This site has no place for files.")

    def delete(self, key: str) -> None:
        """Nothing was kept."""


class InMemory:
    """For tests: keeps files as long as the process lives."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, key: str, chunks: Iterable[bytes], size: int, type: str) -> None:  # noqa: A002
        """Keep a file."""
        self.kept[key] = b"".join(chunks)

    def delete(self, key: str) -> None:
        """Forget it."""
        self.kept.pop(key, None)


_store: Store = NoStore()


def keep_with(store: Store) -> None:
    """Say where files go from now on."""
    global _store  # noqa: PLW0603
    _store = store


def safe_name(name: str) -> str:
    """A file's own name, without anything that means something elsewhere."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    bare = _UNSAFE.sub("_", bare).strip(". ") or "file"
    stem, dot, ending = bare.rpartition(".")
    if not dot or len(ending) > 10:
        return bare[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def size_in(key: str) -> int | None:
    """The size that a key carries; None where it is not one of ours."""
    found = _KEY.match(key)
    return int(found.group(1)) if found else None


def name_in(key: str) -> str:
    """The file's name that a key carries."""
    found = _KEY.match(key)
    return found.group(2) if found else key.rsplit("/", 1)[-1]


@deconstructible
class SiteStorage(Storage):
    """Django's view of the store. Names are made here: unguessable, and with the size."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name as it came; `_save` makes the key."""
        return name

    def generate_filename(self, filename: str | PathLike[str]) -> str:
        """The name as it came: spaces and letters of any language are fine in a key."""
        return str(filename)

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        """Keep a file and give its key."""
        given = content if hasattr(content, "chunks") else File(content, name)
        size = int(given.size or 0)
        key = f"files/{secrets.token_urlsafe(12)}.{size}/{safe_name(name or 'file')}"
        from site_kit.web.files import content_type_of

        _store.put(key, given.chunks(CHUNK), size, content_type_of(key))
        return key

    def delete(self, name: str) -> None:
        """Forget a file."""
        _store.delete(name)

    def exists(self, name: str) -> bool:
        """No name is ever taken."""
        return False

    def size(self, name: str) -> int:
        """The size that the key carries."""
        return size_in(name) or 0

    def url(self, name: str | None) -> str:
        """A file has no address of its own: the row's page leads to it."""
        raise ValueError("A file is opened from its row.")

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        raise OSError("Files are read by the gate, not by the tool.")
