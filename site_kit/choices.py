"""Who or what may be chosen for a relation, a person or people: what a form offers and `write`
checks. Only rows that the asker may see, narrowed by the field's `Pick`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Model, QuerySet

from site_kit.bind import bind
from site_kit.directory.models import Person
from site_kit.rules import picks_of


def options(field: Any, chosen: Collection[str] = ()) -> list[tuple[str, str]]:
    """The values of a closed list that a form offers: a retired one only where it stands."""
    offered = {str(one) for one in field.values.values}
    several = ((str(value), str(label)) for value, label in field.values.choices)
    return [(value, label) for value, label in several if value in offered or value in chosen]


def candidates(model: type[Model], field: str, row: Model | None = None) -> QuerySet[Any]:
    """The rows that may be chosen for a field of `row` (a row being made, when there is none)."""
    target: Any = model._meta.get_field(field).related_model
    found = target.objects.filter(active=True) if target is Person else target.objects.all()
    for pick in picks_of(model, field):
        condition = bind(pick.condition, target, places={"row": row or model()})
        found = found.filter(condition)
    return found
