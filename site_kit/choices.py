"""Who or what may be chosen for a relation, a person or people: what a form offers and `write`
checks. Only rows that the asker may see, narrowed by the field's `Pick`. An outsider sees no row at
all: they choose among what a `Pick` lets through, and where there is none, among nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Case, F, Model, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat

from site_kit import asker
from site_kit.asker import TOOL
from site_kit.bind import bind
from site_kit.directory.models import Person
from site_kit.hidden import is_hidden, title_is_hidden
from site_kit.paths import walk
from site_kit.permissions import rights_for
from site_kit.rules import picks_of
from site_kit.texts import BETWEEN, Joined, shown
from site_kit.titles import Called, seen_title, seen_title_at, title_expression


def options(field: Any, chosen: Collection[str] = ()) -> list[tuple[str, str]]:
    """The values of a closed list that a form offers: a retired one only where it stands."""
    offered = {str(one) for one in field.values.values}
    several = ((str(value), str(label)) for value, label in field.values.choices)
    return [(value, label) for value, label in several if value in offered or value in chosen]


def candidates(model: type[Model], field: str, row: Model | None = None) -> QuerySet[Any]:
    """The rows that may be chosen for a field of `row` (a row being made, when there is none)."""
    target: Any = model._meta.get_field(field).related_model
    picks = picks_of(model, field)
    found = _seen(target, narrowed=is_narrowed(model, field))
    for pick in picks:
        condition = bind(pick.condition, target, places={"row": row or model()})
        found = found.filter(condition)
    return found


def is_narrowed(model: type[Model], field: str) -> bool:
    """Whether some `Pick` says which rows; one that only shows something narrows nothing."""
    return any(bool(pick.condition) for pick in picks_of(model, field))


def _seen(target: Any, *, narrowed: bool) -> QuerySet[Any]:
    if asker.current().is_outsider and target is not Person:
        rows: QuerySet[Any] = rights_for(target).rows("view", TOOL)
    else:
        rows = target.objects.filter(active=True) if target is Person else target.objects.all()
    return rows if narrowed or not asker.current().is_outsider else rows.none()


def offered_title(model: type[Model]) -> Any:
    """What a candidate is called to whoever chooses: to an outsider too, unless its title tells
    what only some may see."""
    if not asker.current().is_outsider:
        return seen_title(model)
    if title_is_hidden(model):
        return Called(Value("", output_field=TextField()), F("pk"))
    return title_expression(model)


def offered_title_at(model: type[Model], field: str, row: Model, key: int) -> str:
    """What the one of this number is called where it is chosen; to an outsider, if they may."""
    target: Any = model._meta.get_field(field).related_model
    if not asker.current().is_outsider:
        return seen_title_at(target, key)
    rows = candidates(model, field, row).filter(pk=key).annotate(row_title=offered_title(target))
    return str(rows.values_list("row_title", flat=True).first() or f"#{key}")


def beside_title(model: type[Model], field: str) -> Any:
    """What a `Pick` `shows` of a candidate beside its title, as one text: what whoever chooses may
    see of every row."""
    target: Any = model._meta.get_field(field).related_model
    paths = [path for pick in picks_of(model, field) for path in pick.shows]
    told = [_labelled(target, path) for path in paths if _may_read(target, path)]
    return Joined(Value(BETWEEN), Value(None, TextField()), *told)


def _may_read(target: type[Model], path: str) -> bool:
    if asker.current().is_outsider or target is Person:
        return not is_hidden(target, path)
    walked = walk(target, path)
    return not walked.hops and walked.name in rights_for(target).fields_for(asker.current()).seen


def _labelled(target: type[Model], path: str) -> Any:
    """`seats left 4`; nothing where there is no value."""
    walked = walk(target, path)
    label = str(walked.field.verbose_name)
    said = Concat(Value(f"{label} "), shown(target, path), output_field=TextField())
    return Case(When(Q(**{f"{walked.full}__isnull": False}), then=said), output_field=TextField())
