"""Reading the audit log."""

from dataclasses import dataclass

from django.db.models import Model, QuerySet

from apps.audit import witness
from apps.audit.actions.record import chain
from apps.audit.models import Head, Line
from apps.audit.schemas import current_schema

CHAINED = (
    "at",
    "workspace",
    "person_id",
    "person_name",
    "verb",
    "object_kind",
    "object_id",
    "object_name",
    "detail",
)


def lines_of(workspace: str) -> QuerySet[Line]:
    """The lines of a workspace (its schema's name), the newest first."""
    return Line.objects.filter(workspace=workspace)


def lines_about(thing: Model) -> QuerySet[Line]:
    """What was done to one thing of the workspace at hand, the newest first."""
    return lines_of(current_schema()).filter(
        object_kind=thing._meta.label_lower, object_id=str(thing.pk)
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold of a log, in a sentence, and the first line that shows it, if one does."""

    text: str
    line: Line | None = None


def fault_in(workspace: str) -> Fault | None:
    """What was done to a workspace's log behind the portal's back, or None when it holds: every
    line follows from the one before it, and the last is the one that was written last.

    Lines may be written meanwhile. What it cannot see: a log rewritten by somebody who reaches the
    database and the storage of the kept heads, and what is younger than the newest of those to
    somebody who may do everything in the database.
    """
    marks = [mark for mark in (_head_of(workspace), witness.kept(workspace)) if mark]
    length, previous = 0, ""
    for line in lines_of(workspace).order_by("id").iterator():
        length += 1
        values = {name: getattr(line, name) for name in CHAINED}
        follows = line.previous_hash == previous and line.hash == chain(previous, values)
        if not follows or any(one.lines == length and one.hash != line.hash for one in marks):
            said = f"The log was altered at line {line.pk}. What comes before it holds."
            return Fault(said, line)
        previous = line.hash
    return _fault_at_the_end(workspace, length, max((one.lines for one in marks), default=0))


def _fault_at_the_end(workspace: str, length: int, written: int) -> Fault | None:
    if length < written:
        return Fault(
            f"The log ends too early: {written} lines were written, and {written - length} of "
            "them are gone from its end."
        )
    head = _head_of(workspace)
    if length > (head.lines if head else 0):
        return Fault("The log goes on after its end: somebody else has added lines to it.")
    return None


def _head_of(workspace: str) -> witness.Kept | None:
    head = Head.objects.filter(workspace=workspace).first()
    return witness.Kept(head.lines, head.hash) if head else None


def logs() -> list[str]:
    """The workspaces (schemas' names) that have, or had, a log."""
    return sorted(witness.logs() | set(Head.objects.values_list("workspace", flat=True)))
