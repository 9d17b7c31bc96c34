"""How the tests of edits ask: edits as they are written, applied to the library."""

from typing import Any

from pydantic import TypeAdapter

from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.edits import applied
from apps.plans.blueprint.edits.kinds import AnyEdit, Edit
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import Loaded
from apps.plans.blueprint.whole import Blueprint
from tests.unit.apps.plans.blueprint.made import Bend, blueprint

EDITS: TypeAdapter[tuple[AnyEdit, ...]] = TypeAdapter(tuple[Edit, ...])


def edits(*written: dict[str, Any]) -> tuple[AnyEdit, ...]:
    """Edits from data."""
    return EDITS.validate_python(written)


def after(*written: dict[str, Any], to: Blueprint | None = None) -> dict[str, Any]:
    """The library's data (or another's) after the edits."""
    return canonical_data(loaded(*written, to=to).blueprint)


def loaded(*written: dict[str, Any], to: Blueprint | None = None) -> Loaded:
    """The same with notes and warnings."""
    return applied(to or blueprint(), edits(*written))


def book(*written: dict[str, Any], to: Blueprint | None = None) -> dict[str, Any]:
    """The book after the edits."""
    entities = after(*written, to=to)["entities"]
    found: dict[str, Any] = next(e for e in entities if e["id"] == "book")
    return found


def field(called: str, *written: dict[str, Any], to: Blueprint | None = None) -> dict[str, Any]:
    """A field of the book after the edits."""
    found: dict[str, Any] = next(f for f in book(*written, to=to)["fields"] if f["id"] == called)
    return found


def cells(
    entity: str, column: str, *written: dict[str, Any], to: Blueprint | None = None
) -> list[str]:
    """The sample cells of a column after the edits."""
    sample = next(s for s in after(*written, to=to)["samples"] if s["entity"] == entity)
    position = sample["columns"].index(column)
    return [row[position] for row in sample["rows"]]


def refused(*written: dict[str, Any], to: Blueprint | None = None) -> str:
    """Why the edits are refused; fails if they are not."""
    try:
        loaded(*written, to=to)
    except BlueprintErrors as errors:
        return "\n".join(f"{problem.id} {problem}" for problem in errors.problems)
    raise AssertionError("they were applied")


def bent(*bends: Bend) -> Blueprint:
    """The library, bent."""
    return blueprint(*bends)
