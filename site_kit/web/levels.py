"""What a list is grouped by: the order of the groups, what tells them apart, what they are called.

A group is a value of a path: a row or a person by its number (two of one name stay two), a moment
by its day, everything else by itself. Empty values come last, and are one group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, CharField, DateField, F, IntegerField, Model, Q, Value, When
from django.db.models.functions import NullIf, TruncDate
from django.db.models.lookups import Exact
from django.utils.html import escape

from site_kit.paths import Path, walk
from site_kit.permissions import Fields
from site_kit.titles import seen_through
from site_kit.web.cells import EMPTY, on_day
from site_kit.web.columns import Column, column_of
from site_kit.web.keyset import Key
from site_kit.web.kinds import CHOICES, FILES, LONG, SEVERAL, TEXTS

MOST_LEVELS = 2
NOT_SET = "Not set"
NOBODY = "Nobody"
RELATED = frozenset({"relation", "person"})
UNGROUPED = SEVERAL | FILES | LONG
"""Kinds that make no groups: one row would stand in several, or each in its own."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of groups. `key` tells two groups apart, `order` is where a group stands."""

    place: int
    path: str
    column: Column
    key: Any
    order: Any
    descending: bool = False

    @property
    def key_name(self) -> str:
        """The annotation that holds the key. No field begins with a stroke."""
        return f"_group_key_{self.place}"

    @property
    def order_name(self) -> str:
        """The annotation that holds the place in the order."""
        return f"_group_at_{self.place}"

    @property
    def names(self) -> tuple[str, str]:
        """Both annotations."""
        return self.order_name, self.key_name

    @property
    def is_related(self) -> bool:
        """Whether its groups are rows or people, called by their names."""
        return self.column.kind in RELATED

    def annotations(self) -> dict[str, Any]:
        """What a query needs to say of each row in which group it is."""
        return {self.order_name: self.order, self.key_name: self.key}

    def sorts(self) -> list[Key]:
        """The order of the groups, for a list that goes on by key."""
        if self.is_related:
            number = Key(self.key_name, IntegerField(), self.descending)
            return [Key(self.order_name, CharField(), self.descending), number]
        if self.column.kind in CHOICES:
            return [Key(self.order_name, IntegerField(), self.descending)]
        by_day = self.column.kind == "datetime"
        return [Key(self.order_name, DateField() if by_day else self.column.field, self.descending)]

    def turned(self, descending: bool) -> Level:
        """The same level, in this direction."""
        return replace(self, descending=descending)

    def shown(self, row: Mapping[str, Any]) -> str:
        """What the group of a row is called, as markup."""
        value = row[self.order_name] if self.is_related else row[self.key_name]
        if value in (None, ""):
            said = NOBODY if self.column.kind == "person" else NOT_SET
            return f'<span class="faint">{said}</span>'
        if self.column.kind == "datetime":
            return on_day(value)
        inside = self.column.cell(value)
        return inside if inside not in ("", EMPTY) else f"Not {escape(self.column.label.lower())}"

    def plain(self, row: Mapping[str, Any]) -> str:
        """What it is called in a file."""
        value = row[self.order_name] if self.is_related else row[self.key_name]
        if value is None:
            return ""
        return value.isoformat() if self.column.kind == "datetime" else self.column.plain(value)


def levels_of(
    model: type[Model], paths: Sequence[str], fields: Fields, sort: Sequence[str] = ()
) -> list[Level]:
    """The levels that this person may see; one that is sorted by goes the way of that sort."""
    found: list[Level] = []
    for path in paths:
        column = column_of(model, path, fields)
        if column is not None and column.order is not None and column.kind not in UNGROUPED:
            found.append(_level(model, len(found), path, column, f"-{path}" in sort))
    return found


def are(names: Sequence[str], group: Sequence[Any]) -> Q:
    """Rows of one group, by its keys."""
    found = Q()
    for name, value in zip(names, group, strict=True):
        found &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return found


def _level(model: type[Model], place: int, path: str, column: Column, descending: bool) -> Level:
    walked = walk(model, path)
    key = _key(model, walked, column)
    return Level(place, path, column, key, _order(column, key), descending)


def _key(model: type[Model], walked: Path, column: Column) -> Any:
    if column.kind in RELATED:
        number: Any = F(walked.key)
        through = seen_through(model, walked.hops)
        return Case(When(through, then=number)) if isinstance(through, Q) else number
    if column.kind == "datetime":
        return TruncDate(column.order)
    if column.kind in TEXTS | CHOICES:
        return NullIf(column.order, Value("", output_field=CharField()), output_field=CharField())
    return column.order


def _order(column: Column, key: Any) -> Any:
    if column.kind in RELATED:
        return column.order
    if column.kind in CHOICES and column.field.values is not None:
        places = enumerate(str(value) for value in column.field.values.values)
        whens = [When(Exact(column.order, Value(value)), then=Value(at)) for at, value in places]
        return Case(*whens, default=None, output_field=IntegerField())
    return key
