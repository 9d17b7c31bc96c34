"""What was chosen and has to fit again, when something changes that its `Pick` asks of the row."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Model, Q, QuerySet

from site_kit.bind import bind
from site_kit.expressions import Of
from site_kit.paths import sources_of, walk
from site_kit.rules import Pick, picks_of, rules_of


def bound_by(model: type[Model], changed: Collection[str]) -> Iterator[str]:
    """The fields whose choice depends on one of these: an order, on the supplier of its invoice."""
    for pick in rules_of(model, Pick):
        if any(name in changed for name in asked_first(model, pick)):
            yield str(model._meta.get_field(pick.field).name)


def asked_first(model: type[Model], pick: Pick) -> list[str]:
    """The fields of the row that a choice depends on."""
    several = (walk(model, path) for path in _of_the_row(pick.condition))
    return [(path.hops or (path.name,))[0] for path in several]


def fitting(model: type[Model], field: str, row: Model) -> QuerySet[Any]:
    """The rows that fit a field of `row`, those too that nobody could choose any more."""
    target: Any = model._meta.get_field(field).related_model
    found: QuerySet[Any] = target._base_manager.all()
    for pick in picks_of(model, field):
        found = found.filter(bind(pick.condition, target, places={"row": row}))
    return found


def _of_the_row(node: Any) -> Iterator[str]:
    """The paths of the row being edited that a condition names, in any depth of it."""
    if isinstance(node, Of):
        yield from (node.path,) if node.place == "row" and node.path else ()
    elif isinstance(node, tuple):
        yield from _of_the_row(node[1])
    else:
        for one in node.children if isinstance(node, Q) else sources_of(node):
            yield from _of_the_row(one)
