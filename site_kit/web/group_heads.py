"""The heads of groups in a table and the line of totals at its foot: a name, then its figures.

A figure over a column stands under that column; the others stand beside the name, in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape

from site_kit.web import formats
from site_kit.web.columns import Column
from site_kit.web.figures import IN_GROUP, ROWS, Figure, beside
from site_kit.web.html import safe
from site_kit.web.levels import Level

LATE_FROM = 5
"""Columns from here on go first where room is short; they stay in the folded record."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a row: nothing, or the heads of the groups that begin with it."""

    markup: str = ""
    outer: bool = False


class GroupHeads:
    """The heads of the groups of one page of rows, in their order."""

    def __init__(
        self,
        levels: Sequence[Level],
        line: FigureLine,
        found: Mapping[tuple[Any, ...], Mapping[str, Any]],
        goes_on: bool,
    ) -> None:
        self.levels = levels
        self.line = line
        self.found = found
        self.goes_on = goes_on
        self._last: tuple[Any, ...] | None = None

    def above(self, row: Mapping[str, Any]) -> Head:
        """The heads that begin with this row."""
        now = tuple(row[level.key_name] for level in self.levels)
        before, self._last = self._last, now
        if before == now:
            return Head()
        is_new = [before is None or before[: at + 1] != now[: at + 1] for at in range(len(now))]
        drawn = [
            self._head(level, row, now[: at + 1], goes_on=self.goes_on and before is None)
            for at, level in enumerate(self.levels)
            if is_new[at]
        ]
        return Head("".join(drawn), outer=is_new[0])

    def _head(
        self, level: Level, row: Mapping[str, Any], group: tuple[Any, ...], *, goes_on: bool
    ) -> str:
        found = self.found.get(group, {})
        count = formats.number(found.get(IN_GROUP) or 0)
        more = ' <span class="dim">continued</span>' if goes_on else ""
        label = f'<span class="vh">{escape(level.column.label)}: </span>'
        name = (
            f'{label}<b data-name>{level.shown(row)}</b> <span class="count">{count}</span>{more}'
        )
        css = "group" if level.place == 0 else "group inner"
        return self.line.drawn(f'<tr class="{css}" data-group>', "rowgroup", name, found)


class FigureLine:
    """A line of a table that holds figures under their columns."""

    def __init__(
        self, columns: Sequence[Column], figures: Sequence[Figure], *, ticks: bool, acts: bool
    ) -> None:
        self.columns = columns
        self.figures = figures
        self.ticks = ticks
        self.acts = acts
        under = {one.column for one in figures if one.column}
        first = next((at for at, one in enumerate(columns) if one.path in under and at), None)
        self.wide = min(LATE_FROM, len(columns) if first is None else first)
        """How many columns the name takes."""

    def drawn(self, row: str, scope: str, name: str, found: Mapping[str, Any]) -> str:
        """The line: `row` begins it, `name` stands at its left with what has no column."""
        here = self.columns[: self.wide]
        held = {column.path for column in here}
        aside = [_without_column(one) if one.column in held else one for one in self.figures]
        span = self.wide + (1 if self.ticks else 0)
        wide = f' colspan="{span}"' if span > 1 else ""
        drawn = f'{row}<th scope="{scope}"{wide}>{name}{beside(aside, found)}</th>'
        by_column = {one.column: one for one in self.figures if one.column}
        for place, column in enumerate(self.columns[self.wide :], self.wide):
            drawn += _cell(column, by_column.get(column.path), found, late=place >= LATE_FROM)
        return drawn + ('<td class="act"></td>' if self.acts else "") + "</tr>"

    def foot(self, found: Mapping[str, Any]) -> str:
        """The line of all rows, at the end of the table; nothing where nothing is added up."""
        if not self.figures:
            return ""
        rows = next((one for one in self.figures if one.id == ROWS), None)
        count = f' <span class="count" data-total="{ROWS}">{rows.of(found)}</span>' if rows else ""
        line = self.drawn("<tr>", "row", f"Total{count}", found)
        return safe(f"<tfoot>{line}</tfoot>")


def _without_column(figure: Figure) -> Figure:
    """A figure over the very column that the name takes stands beside it."""
    return Figure(figure.id, figure.name, figure.measure, figure.label, figure.written)


def _cell(column: Column, figure: Figure | None, found: Mapping[str, Any], *, late: bool) -> str:
    css = " ".join(filter(None, ["num" if figure else "void", "late" if late else ""]))
    if figure is None:
        return f'<td class="{css}"></td>'
    label = f'data-l="{escape(column.label)}"'
    return f'<td class="{css}" {label} data-total="{figure.id}">{escape(figure.of(found))}</td>'
