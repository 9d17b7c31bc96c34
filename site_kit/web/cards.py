"""Rows as cards in a grid: what each is called, its figure, its words, its facts, its buttons.

The first text names a card and leads to its row. A number that stands right behind the name is the
card's figure, written large; a status stands beside the name, long text below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape

from site_kit.models import entity_id
from site_kit.web import formats
from site_kit.web.buttons import Button, in_row
from site_kit.web.cells import EMPTY
from site_kit.web.columns import Column
from site_kit.web.figures import IN_GROUP
from site_kit.web.html import safe
from site_kit.web.kinds import DATES, NUMBERS
from site_kit.web.listing import Listing, RowsFound
from site_kit.web.rows_html import lead_of
from site_kit.web.tones import BY_COLOUR

CARDS = 24
"""Cards of one page: whole rows of two, three and four."""

LABELLED = NUMBERS | DATES | {"time"}
"""Kinds whose values say nothing without the name of their field."""


@dataclass
class Group:
    """The cards of one value of what the page is grouped by; a single one without a name."""

    name: str = ""
    total: int = 0
    cards: list[str] = field(default_factory=list)


class CardRows:
    """How the rows of one listing are drawn as cards."""

    def __init__(self, listing: Listing, buttons: Sequence[Button]) -> None:
        self.listing = listing
        self.buttons = buttons
        self.entity = entity_id(listing.model)
        self.back = listing.address.here()
        columns = listing.columns
        self.lead = lead_of(columns)
        self.figure = self._figure()
        self.badge = next(
            (at for at, one in enumerate(columns) if one.kind == "status" and at != self.lead), -1
        )
        self.flags = [
            (f"c{at}", BY_COLOUR[one.colour].state)
            for at, one in enumerate(columns)
            if one.kind == "boolean" and one.colour in BY_COLOUR
        ]

    def _figure(self) -> int:
        """The number right behind the name, or -1."""
        after = self.lead + 1
        columns = self.listing.columns
        return after if after < len(columns) and columns[after].kind in NUMBERS else -1

    def groups(self, found: RowsFound) -> list[Group]:
        """The cards in their groups; one query where there are groups."""
        levels = self.listing.groups[:1]
        if not levels:
            return [Group(cards=[self._card(row, 2) for row in found.rows])]
        level, counted = levels[0], self.listing.subtotals(found.rows)
        groups: dict[Any, Group] = {}
        for row in found.rows:
            key = row[level.key_name]
            if key not in groups:
                total = counted.get((key,), {}).get(IN_GROUP, 0)
                groups[key] = Group(safe(level.shown(row)), total)
            groups[key].cards.append(self._card(row, 3))
        return list(groups.values())

    def _card(self, row: dict[str, Any], level: int) -> str:
        pk, columns = row["pk"], self.listing.columns
        title = str(row["row_title"] or f"#{pk}")
        lead = columns[self.lead] if columns else None
        inside = lead.cell(row[f"c{self.lead}"]) if lead else ""
        named = inside if inside not in ("", EMPTY) else escape(title)
        path = f' data-col="{lead.path}"' if lead else ""
        badge = self._plain(self.badge, row) if self.badge >= 0 else ""
        state = next((tone for name, tone in self.flags if row[name]), "")
        flagged = f' data-flag="{state}"' if state else ""
        acts = in_row(self.buttons, row, self.back)
        return safe(
            f'<li class="card tile" data-row="{pk}"{flagged}>'
            f'<div class="row one"><h{level} class="grow"{path}>'
            f'<a href="/{self.entity}/{pk}/">{named}</a></h{level}>{badge}</div>'
            f"{self._figured(row)}{self._notes(row)}{self._facts(row)}"
            f"{f'<div class=acts>{acts}</div>' if acts else ''}</li>"
        )

    def _figured(self, row: dict[str, Any]) -> str:
        if self.figure < 0:
            return ""
        column = self.listing.columns[self.figure]
        label = f'<span class="vh">{escape(column.label)}: </span>'
        return f'<p class="v">{label}{_value(column, row[f"c{self.figure}"])}</p>'

    def _notes(self, row: dict[str, Any]) -> str:
        several = [(at, one) for at, one in enumerate(self.listing.columns) if one.is_note]
        return "".join(
            f'<p class="note">{_value(one, row[f"c{at}"])}</p>'
            for at, one in several
            if at != self.lead
        )

    def _facts(self, row: dict[str, Any]) -> str:
        drawn = (self.lead, self.figure, self.badge)
        rest = [
            self._plain(at, row)
            for at, one in enumerate(self.listing.columns)
            if at not in drawn and not one.is_note
        ]
        return f'<div class="facts">{" ".join(rest)}</div>' if rest else ""

    def _plain(self, at: int, row: dict[str, Any]) -> str:
        """One value with its name: read out always, seen where the value needs it."""
        column = self.listing.columns[at]
        value = _value(column, row[f"c{at}"])
        if value.startswith('<span class="vh"'):
            return value
        seen = column.kind in LABELLED
        css = "faint" if seen else "vh"
        colon = "" if seen else ":"
        return f'<span><span class="{css}">{escape(column.label)}{colon} </span>{value}</span>'


def _value(column: Column, value: Any) -> str:
    """The value by its path; one that is empty is there for who reads it, and not seen."""
    inside = column.cell(value)
    if inside in ("", EMPTY):
        return f'<span class="vh" data-col="{column.path}">{formats.DASH}</span>'
    return f'<span data-col="{column.path}">{inside}</span>'
