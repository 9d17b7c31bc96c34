"""The rows of a table as markup: joined strings, since this is where a list spends its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import escape

from site_kit.models import entity_id
from site_kit.web.buttons import FEW, SHOWN_IN_ROW, Button, in_row
from site_kit.web.cell_edit import Cells
from site_kit.web.cells import EMPTY
from site_kit.web.columns import Column
from site_kit.web.group_heads import LATE_FROM, FigureLine, GroupHeads
from site_kit.web.html import icon, safe
from site_kit.web.listing import Listing, RowsFound
from site_kit.web.tones import BY_COLOUR
from site_kit.web.widths import fitting

NUM = ' class="num"'


class TableRows:
    """How the rows of one listing are drawn."""

    def __init__(self, listing: Listing, buttons: Sequence[Button], ticks: bool) -> None:
        self.listing = listing
        self.columns = listing.columns
        self.buttons = buttons
        self.ticks = ticks
        self.entity = entity_id(listing.model)
        self.lead = lead_of(self.columns)
        self.badge = _badge_of(self.columns, self.lead)
        self.back = listing.address.here()
        self.cells: Cells | None = None
        self.fit = fitting(self.columns, buttons, self.lead, ticks)
        self.most = FEW if "few" in self.fit else SHOWN_IN_ROW
        self.flags = [
            (f"c{place}", BY_COLOUR[column.colour].state)
            for place, column in enumerate(self.columns)
            if column.kind == "boolean" and column.colour in BY_COLOUR
        ]

    def heads(self) -> str:
        """The headings: each sorts by its column."""
        drawn = (
            '<th scope="col" class="off"><input type="checkbox" data-all hidden '
            if self.ticks
            else ""
        )
        drawn += 'aria-label="Select all on this page"></th>' if self.ticks else ""
        drawn += self.first_head()
        drawn += "".join(self._head(place, column) for place, column in enumerate(self.columns))
        if self.buttons:
            drawn += '<th scope="col" class="act"><span class="vh">Actions</span></th>'
        return safe(drawn)

    def first_head(self) -> str:
        """A heading before those of the columns."""
        return ""

    def first_cell(self, row: Mapping[str, Any]) -> str:
        """A cell of a row before those of its columns."""
        return ""

    def beside_lead(self, row: Mapping[str, Any]) -> str:
        """What stands beside the name of a row."""
        return ""

    def _head(self, place: int, column: Column) -> str:
        css = " ".join(filter(None, ["num" if column.is_number else "", self._late(place)]))
        attributes = f' class="{css}"' if css else ""
        now = next((down for path, down, _ in self.listing.order[:1] if path == column.path), None)
        label = escape(column.label)
        if column.order is None:
            return f'<th scope="col"{attributes} data-col="{column.path}">{label}</th>'
        mark = ""
        if now is not None:
            attributes += f' aria-sort="{"descending" if now else "ascending"}"'
            mark = icon("sort", "" if now else "flip")
        to = column.path if now or now is None else f"-{column.path}"
        href = escape(self.listing.address.with_({"sort": to}))
        link = f'<a href="{href}">{label}{mark}</a>'
        return f'<th scope="col"{attributes} data-col="{column.path}">{link}</th>'

    def _late(self, place: int) -> str:
        late = place >= LATE_FROM and place not in (self.lead, self.badge)
        return "late" if late else ""

    def figure_line(self) -> FigureLine:
        """How a line of totals stands under these columns."""
        return FigureLine(
            self.columns, self.listing.figures, ticks=self.ticks, acts=bool(self.buttons)
        )

    def body(self, found: RowsFound, line: FigureLine) -> str:
        """All rows; those of groups stand under their heads, each outer group in a body."""
        rows, levels = found.rows, self.listing.groups
        if not levels or not rows:
            return safe(f"<tbody>{''.join(self._row(row) for row in rows)}</tbody>")
        heads = GroupHeads(levels, line, self.listing.subtotals(rows), found.goes_on)
        drawn = ""
        for row in rows:
            head = heads.above(row)
            drawn += "</tbody><tbody>" if drawn and head.outer else ""
            drawn += head.markup + self._row(row)
        return safe(f"<tbody>{drawn}</tbody>")

    def _row(self, row: dict[str, Any]) -> str:
        pk = row["pk"]
        title = escape(row["row_title"] or f"#{pk}")
        tick = (
            f'<td class="off"><input type="checkbox" name="rows" value="{pk}" form="acts" '
            f'aria-label="Select {title}"></td>'
            if self.ticks
            else ""
        )
        cells = self.first_cell(row)
        cells += "".join(self._cell(at, column, row) for at, column in enumerate(self.columns))
        acts = (
            f'<td class="act"><div>{in_row(self.buttons, row, self.back, self.most)}</div></td>'
            if self.buttons
            else ""
        )
        state = next((tone for name, tone in self.flags if row[name]), "")
        flagged = f' data-flag="{state}"' if state else ""
        return f'<tr data-row="{pk}"{flagged}>{tick}{cells}{acts}</tr>'

    def _cell(self, place: int, column: Column, row: dict[str, Any]) -> str:
        value = row[f"c{place}"]
        inside = column.cell(value)
        if place == self.lead:
            words = inside if inside not in ("", EMPTY) else f"#{row['pk']}"
            plain = column.kind not in ("email", "url", "phone")
            named = words if plain else escape(value)
            link = f'<a href="/{self.entity}/{row["pk"]}/" data-col="{column.path}">{named}</a>'
            link = self.cells.body(column, row, link) if self.cells else link
            return f'<th scope="row" class="a">{link}{self.beside_lead(row)}</th>'
        css = [
            "num" if column.is_number else "",
            "note" if column.is_note else "txt" if column.kind in ("text", "relation") else "",
            "b" if place == self.badge else "",
            "nb" if column.kind in ("date", "datetime", "week", "month", "person") else "",
            self._late(place),
            "void" if inside in ("", EMPTY) and not self._opens(column, row) else "",
        ]
        named = " ".join(one for one in css if one)
        attributes = f' class="{named}"' if named else ""
        if place != self.badge:
            attributes += f' data-l="{escape(column.label)}"'
        body = f"<span>{inside}</span>" if column.is_note else inside
        body = self.cells.body(column, row, body) if self.cells else body
        return f'<td{attributes} data-col="{column.path}">{body}</td>'

    def _opens(self, column: Column, row: Mapping[str, Any]) -> bool:
        """Whether the cell can be edited in place, so that it stands there even when empty."""
        return self.cells is not None and self.cells.opens(column, row)


def lead_of(columns: Sequence[Column]) -> int:
    """The column that names the row and leads to it: the first text, else the first."""
    for place, column in enumerate(columns):
        if column.kind in ("text", "reference", "relation", "person") and "." not in column.path:
            return place
    return 0


def _badge_of(columns: Sequence[Column], lead: int) -> int:
    """The column that stands beside the name on a small screen: the first status."""
    return next(
        (at for at, column in enumerate(columns) if column.kind == "status" and at != lead), -1
    )
