"""The totals of a list: what each is called, how it is written, under which column it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Avg, Count, Max, Min, Model, Q
from django.utils.html import escape

from site_kit.functions import Divide
from site_kit.paths import has_name, sources_of, walk
from site_kit.permissions import Fields
from site_kit.web import formats, measures, units
from site_kit.web.columns import Column, label_of
from site_kit.web.kinds import DATES, kind_of

ROWS = "rows"
IN_GROUP = "_rows"
"""How many rows a group has, among its figures."""

LEAST = {True: "First", False: "Least"}
MOST = {True: "Last", False: "Most"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One total. `id` is how pages and tests name it, `column` where it stands under one."""

    id: str
    name: str
    measure: Any
    label: str
    written: measures.Written
    column: str = ""

    def of(self, found: Mapping[str, Any]) -> str:
        """The figure as people read it."""
        return self.written(found.get(self.name))

    def plain(self, found: Mapping[str, Any]) -> str:
        """The figure in a file: exact, without a unit; a day that nobody has is empty."""
        value = found.get(self.name)
        if value is None:
            return "" if self.written(None) == formats.DASH else "0"
        return value.isoformat() if hasattr(value, "isoformat") else str(value)


def figures_of(
    model: type[Model], totals: Sequence[Any], fields: Fields, columns: Sequence[Column] = ()
) -> list[Figure]:
    """The totals that tell nothing hidden; of those over one path the first has its column."""
    free = {column.path for column in columns}
    found: list[Figure] = []
    for place, measure in enumerate(totals):
        if not measures.is_seen(model, measure, fields):
            continue
        path = units.path_of(measure)
        under = path if path in free else ""
        free.discard(under)
        known = ROWS if _counts_all(measure) else path
        taken = {one.id for one in found}
        called = known if known and known not in taken else f"total_{place}"
        label, written = label_of_measure(model, measure), measures.written(model, measure)
        found.append(Figure(called, f"_total_{place}", measure, label, written, under))
    return found


def asked(figures: Sequence[Figure]) -> dict[str, Any]:
    """What a query is asked for."""
    return {one.name: one.measure for one in figures}


def _counts_all(measure: Any) -> bool:
    return isinstance(measure, Count) and measure.filter is None


def label_of_measure(model: type[Model], measure: Any) -> str:
    """What people call it: `Amount`, `Average amount`, `Invoices: approved`, `Paid of premium`."""
    said = _said(model, measure)
    return said[:1].upper() + said[1:]


def _said(model: type[Model], measure: Any) -> str:
    if isinstance(measure, Aggregate):
        return _with_condition(model, measure, _of_aggregate(model, measure))
    parts = [_said(model, one) for one in _aggregates(measure)]
    if isinstance(measure, Divide) or units.is_share(measure):
        return (" of " if units.is_share(measure) else " by ").join(parts[:2])
    return " and ".join(parts)


def _aggregates(node: Any) -> Iterator[Any]:
    """The aggregates in it, in the order in which they are written."""
    if isinstance(node, Aggregate):
        yield node
        return
    for source in sources_of(node):
        yield from _aggregates(source)


def _of_aggregate(model: type[Model], measure: Aggregate) -> str:
    field = units.unit_of(model, measure)
    if field is None:
        return str(model._meta.verbose_name_plural)
    label = _low(label_of(field))
    is_date = kind_of(field) in DATES
    if isinstance(measure, Avg):
        return f"average {label}"
    if isinstance(measure, Min | Max):
        word = (LEAST if isinstance(measure, Min) else MOST)[is_date]
        return f"{word.lower()} {label}"
    return label


def _low(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _with_condition(model: type[Model], measure: Aggregate, said: str) -> str:
    if measure.filter is None:
        return said
    words = _of_condition(model, measure.filter)
    return f"{said}: {words}" if words else f"{said}, some"


def _of_condition(model: type[Model], where: Any) -> str:
    """A plain condition in words; "" for one with ifs and buts."""
    if not isinstance(where, Q) or where.negated or len(where.children) != 1:
        return ""
    child = where.children[0]
    if not isinstance(child, tuple):
        return _of_condition(model, child)
    name, value = child
    if not has_name(model, name) or not isinstance(value, str | bool):
        return ""
    field = walk(model, name).field
    values = getattr(field, "values", None)
    if values is not None:
        return str(dict(values.choices).get(str(value), value)).lower()
    label = _low(label_of(field))
    return "" if not isinstance(value, bool) else label if value else f"not {label}"


def beside(figures: Sequence[Figure], found: Mapping[str, Any]) -> str:
    """The figures that stand under no column, in words beside a name; the rows are counted."""
    said = [
        f' <span class="dim">{escape(one.label)} '
        f'<b data-total="{one.id}">{escape(one.of(found))}</b></span>'
        for one in figures
        if not one.column and one.id != ROWS
    ]
    return "".join(said)
