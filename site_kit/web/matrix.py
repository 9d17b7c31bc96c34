"""A matrix: rows by columns, in each cell a measure, or a field that may be changed there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.utils.html import escape

from site_kit import asker
from site_kit.actions import as_column
from site_kit.choices import options
from site_kit.locks import may_change
from site_kit.models import entity_id
from site_kit.permissions import rights_for
from site_kit.titles import seen_title
from site_kit.web import inputs, measures, periods
from site_kit.web.axes import Axis, axis_of
from site_kit.web.calendar_month import moves
from site_kit.web.cells import EMPTY
from site_kit.web.chart_data import starts_of
from site_kit.web.columns import Column, column_of, field_id
from site_kit.web.groups import Group, grouping_of
from site_kit.web.html import hidden, icon, safe
from site_kit.web.kinds import CHOICES, DATES, NUMBERS
from site_kit.web.listing import Listing
from site_kit.web.periods import PARAMETER, Period

STEPS = {"day": 14, "week": 8, "month": 12, "quarter": 8, "year": 6}
"""How many periods a window has."""

MOST = 2000
"""Rows whose field is shown."""

ROW, ACROSS = "_row", "_across"
TYPED = {
    "date": "date",
    "datetime": "datetime-local",
    "time": "time",
    "month": "month",
    "week": "week",
}
IN_PLACE = frozenset(TYPED) | NUMBERS | {"text"}
Cells = dict[tuple[str, str], str]


@dataclass
class Grid:
    """What is drawn: the cells by the keys of their row and column."""

    down: Axis
    across: Axis
    cells: Cells = field(default_factory=dict)
    numbers: bool = False
    empty: Callable[[Group, Group], str] = lambda _row, _column: ""
    cut: bool = False

    def head(self) -> list[dict[str, Any]]:
        """The columns."""
        return [{"label": one.label, "today": self._is_today(one)} for one in self.across.shown()]

    def _is_today(self, group: Group) -> bool:
        window = self.across.window
        if window is None:
            return False
        return (
            group.key
            == Period(window.grain, starts_of(asker.day(), window.grain)).start.isoformat()
        )

    def body(self) -> list[dict[str, Any]]:
        """The rows, each with its cells."""
        columns = self.across.shown()
        css = ["num"] if self.numbers else []
        found = []
        for row in self.down.shown():
            cells = []
            for column in columns:
                inside = self.cells.get((row.key, column.key), "")
                void = [] if inside else ["void"]
                cells.append(
                    {
                        "css": " ".join([*css, *void]),
                        "label": column.label,
                        "key": f"{row.key}|{column.key}",
                        "inside": safe(inside or self.empty(row, column) or EMPTY),
                    }
                )
            found.append({"label": row.label, "key": row.key, "cells": cells})
        return found


def context(listing: Listing) -> dict[str, Any]:
    """What `matrix.html` needs besides what every list has."""
    page: Any = listing.page
    model, seen = listing.model, listing.fields
    groupings = [
        grouping_of(model, path, seen, name)
        for path, name in ((page.rows, ROW), (page.across, ACROSS))
    ]
    down, across = groupings
    cell = _cell(listing)
    if down is None or across is None or cell is None:
        return {"window": page.name, "hidden_dates": True}
    in_time = any(one.column.kind in DATES for one in (down, across))
    shown = _window(listing) if in_time else None
    grid = Grid(axis_of(down, shown), axis_of(across, shown))
    if isinstance(cell, Column):
        Fields(listing, cell, grid).fill()
    else:
        _measured(listing, cell, grid)
    found = {
        "window": shown.name if shown else f"{grid.down.name} by {grid.across.name.lower()}",
        "head": grid.head(),
        "body": grid.body(),
        "corner": grid.down.name,
        "numbers": grid.numbers,
        "across": grid.across.name,
        "wide": len(grid.across.values) > 7,
        "cut": grid.cut or grid.down.cut or grid.across.cut,
    }
    return found | (_moves(listing, shown) if shown else {})


def _cell(listing: Listing) -> Any:
    """The measure or the column of the cells; None where the person may not see it."""
    cell = getattr(listing.page, "cell", None) or measures.rows_counted()
    if isinstance(cell, str):
        return column_of(listing.model, cell, listing.fields)
    return cell if measures.is_seen(listing.model, cell, listing.fields) else None


def _window(listing: Listing, named: bool = True) -> Period:
    grain = getattr(listing.page, "grain", "") or "day"
    text = listing.address.one(PARAMETER) if named else ""
    return periods.window(text, grain, STEPS[grain], asker.day(), periods.first_weekday())


def _moves(listing: Listing, shown: Period) -> dict[str, Any]:
    found = moves(listing, shown, _window(listing, named=False))
    for name, words in (("earlier", "Earlier"), ("later", "Later")):
        found[name]["name"] = words
    return found


def _measured(listing: Listing, cell: Any, grid: Grid) -> None:
    """The figures, in one query."""
    rows = grid.across.narrowed(grid.down.narrowed(listing.chosen()))
    names = [*_keys(grid.down), *_keys(grid.across)]
    written = measures.written(listing.model, cell)
    grid.numbers = True
    for row in rows.order_by().values(*names).annotate(_figure=cell).order_by():
        at = (grid.down.of(row).key, grid.across.of(row).key)
        if row["_figure"] is not None and (row["_figure"] or not isinstance(cell, Count)):
            grid.cells[at] = str(escape(written(row["_figure"])))


def _keys(axis: Axis) -> list[str]:
    return [axis.grouping.name] if axis.window else axis.names


class Fields:
    """The cells of one field: what stands there, and how it is changed in place."""

    def __init__(self, listing: Listing, cell: Column, grid: Grid) -> None:
        self.listing = listing
        self.cell = cell
        self.grid = grid
        self.entity = entity_id(listing.model)
        self.back = listing.address.here()
        own = listing.page.inline_edit and "." not in cell.path
        self.stored: Any = (
            next((f for f in listing.model._meta.concrete_fields if f.name == cell.path), None)
            if own
            else None
        )

    def fill(self) -> None:
        """Ask for the rows and draw them."""
        listing, grid = self.listing, self.grid
        rows = grid.across.narrowed(grid.down.narrowed(listing.chosen()))
        may = may_change(listing.model, self.cell.path, listing.person) if self.stored else False
        named = listing.keyed(rows).annotate(
            _title=seen_title(listing.model), _cell=self.cell.select, _may=as_column(may)
        )
        order = [key.order(False) for key in listing.keys]
        keys = [*_keys(grid.down), *_keys(grid.across)]
        found = list(
            named.order_by(*order).values("pk", "_title", "_cell", "_may", *keys)[: MOST + 1]
        )
        grid.cut = len(found) > MOST
        grid.numbers = self.cell.is_number
        grid.empty = self._empty
        for row in found[:MOST]:
            at = (grid.down.of(row).key, grid.across.of(row).key)
            grid.cells[at] = grid.cells.get(at, "") + self._one(row)
        self.may_add = bool(rights_for(listing.model).allowed("create", None, listing.person))

    def _empty(self, row: Group, column: Group) -> str:
        """A link to the form of a new row that stands there."""
        given = [self.grid.down.typed(row), self.grid.across.typed(column)]
        if not self.may_add or not self.listing.page.inline_edit or None in given:
            return ""
        values = [one for one in given if one is not None]
        query = urlencode([*values, ("next", self.back)])
        words = hidden(f"Add for {row.label}, {column.label}")
        return (
            f'<a class="add" href="/{self.entity}/new/?{escape(query)}">{icon("plus")}{words}</a>'
        )

    def _one(self, row: dict[str, Any]) -> str:
        pk, title = row["pk"], str(row["_title"] or f"#{row['pk']}")
        inside = self.cell.cell(row["_cell"])
        if self.cell.kind in ("email", "url", "phone"):
            inside = str(escape(row["_cell"] or ""))
        shown = inside if inside not in ("", EMPTY) else "–"
        link = (
            f'<a href="/{self.entity}/{pk}/" data-col="{self.cell.path}">{shown}'
            f"{hidden(f', {title}')}</a>"
        )
        editor = self._editor(pk, title, row["_cell"]) if row["_may"] else ""
        return f'<div class="one" data-row="{pk}">{link}{editor}</div>'

    def _editor(self, pk: Any, title: str, value: Any) -> str:
        """The way to another value: its menu or a small form; else the row's own form."""
        to = f"/{self.entity}/{pk}/edit/"
        words = hidden(f"Change {self.cell.label.lower()} of {title}")
        kind = self.cell.kind
        if kind not in CHOICES | IN_PLACE | {"boolean"}:
            href = f"{to}?{urlencode({'next': self.back})}"
            return f'<a class="btn icon sm quiet" href="{href}">{icon("pencil")}{words}</a>'
        inside = self._form(to, value) if kind in IN_PLACE else self._menu(to, value)
        return (
            f'<button class="btn icon sm quiet" type="button" popovertarget="cell-{pk}">'
            f"{icon('pencil')}{words}</button>"
            f'<div class="menu" id="cell-{pk}" popover>{inside}</div>'
        )

    def _menu(self, to: str, value: Any) -> str:
        if self.cell.kind == "boolean":
            known = [("on", "Yes", value is True), ("", "No", value is False)]
        else:
            known = [
                (one, label, one == str(value))
                for one, label in options(self.cell.field, [str(value)])
            ]
        name = field_id(self.stored)
        return "".join(
            f'<button type="submit" form="acts" formaction="{to}" name="{name}" '
            f'value="{escape(one)}"{" aria-current=true" if now else ""}>'
            f"{icon('check' if now else 'right')}<span>{escape(label)}</span></button>"
            for one, label, now in known
        )

    def _form(self, to: str, value: Any) -> str:
        name = field_id(self.stored)
        text = "".join(inputs.shown(self.stored, value))
        kind = f'type="{TYPED[self.cell.kind]}"' if self.cell.kind in TYPED else ""
        keys = 'inputmode="decimal"' if self.cell.kind in NUMBERS else ""
        label = escape(self.cell.label)
        return (
            f'<form method="post" action="{to}" class="row one">'
            f'<input type="hidden" name="_next" value="{escape(self.back)}">'
            f'<input {kind}{keys} name="{name}" value="{escape(text)}" aria-label="{label}">'
            f'<button class="btn sm primary" type="submit">{icon("check")}Save</button></form>'
        )
