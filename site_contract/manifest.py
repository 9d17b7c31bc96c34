"""What a tree of files is, as hashes: equal trees have equal digests on every machine."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def hash_bytes(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def hash_folder_files(folder: Path) -> dict[str, str]:
    """The manifest of a folder: posix path below it to hash. What Python compiles beside the source
    is left out.

    A symbolic link is refused with `ValueError`: its content would be somebody else's.
    """
    manifest = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise ValueError(f"{path} is a symbolic link; a tree of files holds none.")
        if path.is_file() and path.suffix != ".pyc":
            manifest[path.relative_to(folder).as_posix()] = hash_bytes(path.read_bytes())
    return manifest


def digest_of(manifest: dict[str, str]) -> str:
    """One hash over a manifest."""
    return hash_bytes(json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode())


def hash_folder(folder: Path) -> str:
    """One hash over all files of a folder."""
    return digest_of(hash_folder_files(folder))
