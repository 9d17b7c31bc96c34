"""Reading the audit log."""

from django.db.models import Model, QuerySet

from apps.audit.actions.record import chain
from apps.audit.models import Line
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


def first_broken(workspace: str) -> Line | None:
    """The first line whose hash does not follow from the one before it, or None when the chain
    holds.
    """
    previous = ""
    for line in lines_of(workspace).order_by("id").iterator():
        values = {name: getattr(line, name) for name in CHAINED}
        if line.previous_hash != previous or line.hash != chain(previous, values):
            return line
        previous = line.hash
    return None
