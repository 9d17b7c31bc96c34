"""Whether rows that are made somewhere get all that they require; else all would be refused."""

from collections.abc import Collection, Iterable

from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.expressions import Assignment


def check_filled(
    found: Findings, where: str, entity: str, given: Collection[str], *, by_whom: str
) -> None:
    """Complains about required fields of the entity that get no value."""
    if entity not in found.tool.entities:
        return
    missing = [
        field.id
        for field in found.tool.entity(entity).fields
        if field.source.required and not field.default and field.id not in given
        if field.kind != "reference" and not field.source.show_if
    ]
    if missing:
        words = ", ".join(missing)
        message = f"{by_whom} leaves {words} of {entity} empty, and {words} is required"
        found.say(where, "required-left-empty", message)


def written(assignments: Iterable[Assignment]) -> set[str]:
    """The own fields that assignments write."""
    return {a.target.hops[0].id for a in assignments if len(a.target.hops) == 1}
