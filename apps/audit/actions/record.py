"""Add a line to the audit log."""

import hashlib
import json
from typing import Any, Protocol

from django.db import connection, models, transaction
from django.utils import timezone

from apps.audit.models import Head, Line
from apps.audit.schemas import current_schema

# Any number, always this one: the chain has one end, so lines are added one after the other.
LOCK = 7_340_021


class Person(Protocol):
    """Whoever acts: a user of the portal."""

    pk: Any
    name: str


def record(
    *, by: Person | None, verb: str, of: models.Model, detail: dict[str, Any] | None = None
) -> Line:
    """Write that `by` (None: the platform itself) did `verb` to `of`; call it inside the action's
    transaction.

    `detail` is JSON and holds what changed, never a secret value. Each line carries the hash of the
    one before it in its workspace, and the workspace's `Head` that of the last, so that a line
    altered or taken out shows.
    """
    workspace = current_schema()
    values: dict[str, Any] = {
        "workspace": workspace,
        "person_id": by.pk if by else None,
        "person_name": by.name if by else "Sitewright",
        "verb": verb,
        "object_kind": of._meta.label_lower,
        "object_id": str(of.pk),
        "object_name": str(of)[:250],
        # As the database gives it back, or the hash would be that of something else.
        "detail": json.loads(json.dumps(detail or {})),
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, workspace])
        values["at"] = timezone.now()
        head = Head.objects.filter(workspace=workspace).first()
        previous = head.hash if head else ""
        line = Line.objects.create(**values, previous_hash=previous, hash=chain(previous, values))
        _move_on(head, line)
    return line


def _move_on(head: Head | None, line: Line) -> None:
    if head is None:
        Head.objects.create(workspace=line.workspace, lines=1, hash=line.hash)
        return
    head.lines, head.hash = head.lines + 1, line.hash
    head.save(update_fields=["lines", "hash"])


def chain(previous: str, values: dict[str, Any]) -> str:
    """The hash of a line: SHA-256, in hex, of the hash before it and of what the line says."""
    said = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{said}".encode()).hexdigest()
