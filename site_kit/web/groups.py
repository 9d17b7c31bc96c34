"""The values by which a page sorts its rows into lanes, colours, rows and columns.

A value is grouped by only where the person sees it of every row: what a field hides is no lane and
no colour either.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, Model

from site_kit.paths import walk
from site_kit.permissions import Fields
from site_kit.web import chart_data, measures
from site_kit.web.chart_data import HUES
from site_kit.web.columns import Column, column_of
from site_kit.web.kinds import CHOICES, SEVERAL

LAST = "\uffff"
OTHERS = 0
"""The hue of what has none of its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """One value: `key` tells it from the others, `place` orders it among them."""

    key: str
    label: str
    place: tuple[int, str]


class Grouping:
    """How the rows of a query are grouped by one path; `name` begins its columns there."""

    def __init__(self, model: type[Model], column: Column, name: str) -> None:
        self.column = column
        self.name = name
        self.path = walk(model, column.path)

    @property
    def is_related(self) -> bool:
        """Whether its values are rows or people, one for each row."""
        return bool(self.path.field.is_relation) and self.column.kind not in SEVERAL

    def selected(self) -> dict[str, Any]:
        """What the query has to select."""
        found = {self.name: self.column.select}
        if self.is_related:
            found[f"{self.name}_key"] = F(self.path.key)
        return found

    def groups(self, row: dict[str, Any]) -> list[Group]:
        """The values that a row has: one, but for a field of several."""
        value = row[self.name]
        if self.column.kind in SEVERAL:
            several = dict.fromkeys(self.group(one) for one in value or ())
            return list(several) or [self.group(None)]
        return [self.group(value, row.get(f"{self.name}_key"))]

    def group(self, value: Any, key: Any = None) -> Group:
        """A value as a group."""
        if value in (None, ""):
            nobody = self.column.kind in ("person", "people")
            return Group("", "Nobody" if nobody else "None", (len(self._declared) + 1, LAST))
        if self.column.kind == "boolean":
            return Group("yes", "Yes", (0, "")) if value else Group("no", "No", (1, ""))
        label = self._label(value)
        place = self._declared.get(str(value), len(self._declared))
        return Group(str(value if key is None else key), label, (place, label.lower()))

    def _label(self, value: Any) -> str:
        if self.column.kind == "choices":
            labels = {str(one): str(label) for one, label in self.column.field.values.choices}
            return labels.get(str(value), str(value))
        return str(value) if self.column.kind in SEVERAL else self.column.plain(value)

    @cached_property
    def _declared(self) -> dict[str, int]:
        """The values of a closed list, with their places."""
        if self.column.kind not in CHOICES | {"choices"}:
            return {}
        return {str(one): at for at, one in enumerate(self.column.field.values.values)}

    def hues(self, groups: Iterable[Group]) -> dict[str, int]:
        """A hue for each value, the same on every page: by its state, else by what it is.

        There are eight; what comes after them shares `OTHERS`, as does what has no value.
        """
        if self.column.kind in CHOICES:
            declared: list[Any] = list(self._declared)
            return dict(zip(declared, chart_data.hues_of(declared, self.column), strict=True))
        found: dict[str, int] = {}
        for one in sorted({one for one in groups if one.key}, key=lambda one: one.place):
            free = [hue for hue in range(1, HUES + 1) if hue not in found.values()]
            own = zlib.crc32(one.key.encode()) % HUES + 1
            found[one.key] = own if own in free else free[0] if free else OTHERS
        return found


def grouping_of(model: type[Model], path: str, fields: Fields, name: str) -> Grouping | None:
    """The grouping by a path; None where there is none, or the person may not see its values."""
    column = column_of(model, path, fields) if path else None
    if column is None:
        return None
    if column.order is None and not measures.is_seen(model, F(path.replace(".", "__")), fields):
        return None
    return Grouping(model, column, name)
