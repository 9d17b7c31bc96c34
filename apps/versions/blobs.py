"""Files by the hash of their content, in the storage named `versions`."""

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from apps.versions.errors import Tampered
from site_contract.manifest import hash_bytes


def keep(content: bytes) -> str:
    """Store a content once and give its SHA-256 in hex."""
    name = hash_bytes(content)
    storage = storages["versions"]
    if not storage.exists(_path(name)):
        storage.save(_path(name), ContentFile(content))
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


def _path(name: str) -> str:
    return f"{name[:2]}/{name[2:]}"
