"""Files by the hash of their content, in the storage named `versions`."""

import os
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages

from apps.versions.errors import Tampered
from site_contract.manifest import hash_bytes


def keep(content: bytes) -> str:
    """Store a content once and give its SHA-256 in hex. What lies there already is left, unless it
    is not what its name says: then somebody was stopped in the middle, and it is written anew.
    """
    name = hash_bytes(content)
    if not _is_whole(name):
        _put(_path(name), content)
    return name


def read(name: str) -> bytes:
    """The content of a hash. Raises `Tampered` when it is missing or another."""
    storage = storages["versions"]
    if not storage.exists(_path(name)):
        raise Tampered(f"The stored file {name[:12]} is missing.")
    with storage.open(_path(name)) as stored:
        content: bytes = stored.read()
    if hash_bytes(content) != name:
        raise Tampered(f"The stored file {name[:12]} is not what was saved.")
    return content


def _is_whole(name: str) -> bool:
    try:
        read(name)
    except Tampered:
        return False
    return True


def _put(path: str, content: bytes) -> None:
    """Under another name first, where the storage is a folder: there is the whole file, or none."""
    storage = storages["versions"]
    if not isinstance(storage, FileSystemStorage):
        storage.save(path, ContentFile(content))
        return
    fresh = storage.save(f"{path}.{secrets.token_hex(4)}", ContentFile(content))
    os.replace(storage.path(fresh), storage.path(path))


def _path(name: str) -> str:
    return f"{name[:2]}/{name[2:]}"
