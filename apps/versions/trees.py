"""Versions as folders: a node's read-only cache, verified before it is used."""

import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings

from apps.access.queries import current_workspace
from apps.versions import blobs
from apps.versions.errors import Tampered
from apps.versions.models import Version
from site_contract.manifest import hash_folder_files


def folder_of(version: Version) -> Path:
    """The folder that holds a version's files, filled from storage where it is missing.

    Raises `Tampered` when the files are not those of the manifest, be it in storage or on this
    node's disk.
    """
    root = settings.SITEWRIGHT.sites_folder
    folder: Path = (
        root
        / current_workspace().slug
        / version.site.slug
        / f"{version.number}-{version.digest[:12]}"
    )
    if not folder.is_dir():
        write_tree(folder, {path: blobs.read(name) for path, name in version.manifest.items()})
    try:
        found = hash_folder_files(folder)
    except ValueError as link:
        raise Tampered(f"In the files of {version}: {link}") from link
    if found != version.manifest:
        raise Tampered(f"The files of {version} on this node are not those that were saved.")
    return folder


def write_tree(folder: Path, files: dict[str, bytes]) -> None:
    """Write files, each read-only, and put the folder in its place in one step. Raises `Tampered`
    for a path that leads out of the folder.
    """
    fresh = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        for path, content in files.items():
            _write(fresh, path, content)
        os.replace(fresh, folder)
    except OSError:
        # Another process was quicker; its tree is checked like ours.
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(folder: Path, path: str, content: bytes) -> None:
    parts = path.split("/")
    if not set(parts).isdisjoint({"", ".", ".."}) or "\\" in path or "\0" in path:
        raise Tampered(f"“{path[:80]}” is no path of a file in a version.")
    target = folder.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    target.chmod(0o444)


def files_of(version: Version) -> dict[str, str]:
    """The text of each file, by path, from storage."""
    return {path: blobs.read(name).decode() for path, name in sorted(version.manifest.items())}
