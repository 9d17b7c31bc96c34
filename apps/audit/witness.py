"""The heads of the logs, kept in the storage: out of reach of somebody who may do everything in the
database. A log rewritten from its beginning, or put back to an earlier day, does not fit them.
"""

import logging
import re
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from apps.audit.models import Head, Line

log = logging.getLogger(__name__)
NAME = re.compile(r"(\d+)-([0-9a-f]{64})")


class Kept(NamedTuple):
    """So many lines a log had, and this was the hash of the last."""

    lines: int
    hash: str


def kept(workspace: str) -> Kept | None:
    """The newest that is kept of a workspace's log."""
    return max(_all_of(workspace), default=None)


def logs() -> set[str]:
    """The workspaces (schemas' names) of whose log something is kept."""
    return set(_listed("")[0])


def keep_heads() -> int:
    """Keep each head that has moved on; how many did. What no longer fits its log is left as the
    witness that it is.
    """
    return sum(_keep(head) for head in Head.objects.order_by("workspace"))


def _keep(head: Head) -> bool:
    known = kept(head.workspace)
    if known is not None:
        if not Line.objects.filter(workspace=head.workspace, hash=known.hash).exists():
            log.error("The log of %s is not the one that was kept. See `doctor`.", head.workspace)
            return False
        if known.lines >= head.lines:
            return False
    older = _all_of(head.workspace)
    storages["audit_heads"].save(_path(head.workspace, head.lines, head.hash), ContentFile(b""))
    for one in older:
        storages["audit_heads"].delete(_path(head.workspace, *one))
    return True


def _all_of(workspace: str) -> list[Kept]:
    found = (NAME.fullmatch(name) for name in _listed(workspace)[1])
    return [Kept(int(one[1]), one[2]) for one in found if one]


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        folders, files = storages["audit_heads"].listdir(folder)
    except FileNotFoundError:
        return [], []
    return folders, files


def _path(workspace: str, lines: int, last: str) -> str:
    return f"{workspace}/{lines}-{last}"
