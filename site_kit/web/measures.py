"""Measures: what is counted, over which rows, and how its figure is written."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from django.db.models import Aggregate, Count, Model, Q

from site_kit.paths import LOOKUP_SEP, has_name, names_in, sources_of, walk
from site_kit.permissions import Fields
from site_kit.titles import seen_through
from site_kit.web import formats, units
from site_kit.web.cells import currency_of
from site_kit.web.columns import is_seen as goes_seen
from site_kit.web.kinds import kind_of

Written = Callable[[Any], str]
IN_TIME: dict[str, Written] = {
    "date": formats.day,
    "datetime": formats.moment,
    "week": formats.week,
    "month": formats.month,
}


def rows_counted() -> Count:
    """How many rows: the measure where none is named."""
    return Count("pk")


def is_seen(model: type[Model], node: Any, fields: Fields) -> bool:
    """Whether the person may see, of every row, all that a measure or a condition is about."""
    for name in names_in(node):
        path = walk(model, name) if has_name(model, name.split(LOOKUP_SEP)[0]) else None
        if path is not None and (
            (path.hops or (path.name,))[0] not in fields.seen
            or not goes_seen(model, path)
            or seen_through(model, path.hops) is not True
        ):
            return False
    return True


def has_aggregate(measure: Any) -> bool:
    """Whether it is worked out over many rows, in any depth of it."""
    return isinstance(measure, Aggregate) or any(map(has_aggregate, sources_of(measure)))


def where(measure: Any, condition: Q | None) -> Any:
    """The measure over only those of the rows that meet a condition, in any depth of it."""
    if condition is None:
        return measure
    if isinstance(measure, Aggregate):
        narrowed = copy(measure)
        narrowed.filter = condition if measure.filter is None else measure.filter & condition
        return narrowed
    sources = sources_of(measure)
    if not sources:
        return measure
    narrowed = copy(measure)
    narrowed.set_source_expressions([where(one, condition) for one in sources])
    return narrowed


def written(model: type[Model], measure: Any) -> Written:
    """How its figure is written: money as money, a day as a day; nothing counted is 0."""
    if units.is_share(measure):
        return lambda value: formats.percent(value or 0)
    field = units.unit_of(model, measure)
    kind = kind_of(field) if field is not None else ""
    if kind == "money":
        currency = currency_of(field)
        return lambda value: formats.money(value or 0, currency)
    if kind in IN_TIME and not isinstance(measure, Count):
        return lambda value: IN_TIME[kind](value) if value else formats.DASH
    if kind == "percent":
        return lambda value: formats.percent(value or 0)
    if kind == "duration":
        return lambda value: formats.hours(value or 0)
    return lambda value: formats.number(round(value, 2) if value else 0)


def named(model: type[Model], measure: Any) -> str:
    """What it is called where nobody named it: the entity's plural, or the field."""
    field = units.unit_of(model, measure)
    label = str(model._meta.verbose_name_plural if field is None else field.verbose_name)
    return label[:1].upper() + label[1:]
