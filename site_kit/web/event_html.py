"""One row in its time as markup: its link, its facts in short, its menu. Calendars and timelines
share it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from site_kit.models import entity_id
from site_kit.web.buttons import buttons_of
from site_kit.web.cells import EMPTY, initials
from site_kit.web.columns import Column
from site_kit.web.dated import DatedRows, Event
from site_kit.web.html import hidden, icon, safe
from site_kit.web.kinds import CHOICES, NUMBERS
from site_kit.web.tones import BY_COLOUR

IN_WORDS = CHOICES | {"relation", "text"}
"""Kinds that need no more than their words here."""


class EventHtml:
    """How the rows of one page are drawn."""

    def __init__(self, dated: DatedRows) -> None:
        listing = dated.listing
        page: Any = listing.page
        self.dated = dated
        self.entity = entity_id(listing.model)
        self.back = listing.address.here()
        self.buttons = buttons_of(listing.model, page.actions)
        self.colour = page.colour_by
        self.menus = count(1)
        drawn = {page.start, page.end, page.colour_by}
        columns = listing.columns if page.columns else []
        self.columns = [
            (f"c{place}", column)
            for place, column in enumerate(columns)
            if column.path not in drawn
        ]

    def address(self, pk: Any) -> str:
        """Where a row has its own page."""
        return f"/{self.entity}/{pk}/"

    def link(self, event: Event) -> str:
        """The row by its title."""
        return f'<a href="{self.address(event.pk)}" data-col="title">{escape(event.title)}</a>'

    def facts(self, event: Event, *first: str) -> str:
        """What is said below the title: `first`, the colour's word, the page's columns."""
        said = [str(escape(one)) for one in first if one]
        if event.colour is not None and event.colour.key and event.colour not in event.lanes:
            said.append(f'<span data-col="{self.colour}">{escape(event.colour.label)}</span>')
        said += self._said(event.row, event.title)
        return f" <small>{', '.join(said)}</small>" if said else ""

    def undated(self, row: dict[str, Any]) -> SafeString:
        """A row of the list of those without a date."""
        title = str(row["row_title"] or f"#{row['pk']}")
        said = ", ".join(self._said(row, title))
        link = f'<a href="{self.address(row["pk"])}" data-col="title">{escape(title)}</a>'
        facts = f' <span class="xs faint">{said}</span>' if said else ""
        return safe(f'<li data-row="{row["pk"]}"><div class="grow">{link}{facts}</div></li>')

    def _said(self, row: dict[str, Any], title: str) -> Iterator[str]:
        for name, column in self.columns:
            inside = self._fact(column, row[name], title)
            if inside:
                yield f'<span data-col="{column.path}">{inside}</span>'

    def _fact(self, column: Column, value: Any, title: str) -> str:
        if value is None or value is False or value in ("", []) or str(value) == title:
            return ""
        if column.kind == "boolean":
            return self._flag(column)
        if column.kind == "person":
            return self._person(str(column.plain(value)))
        if column.kind in IN_WORDS:
            return str(escape(column.plain(value)))
        written = column.cell(value)
        named = f"{escape(column.label)} " if column.kind in NUMBERS else ""
        return "" if written == EMPTY else f"{named}{written}"

    @staticmethod
    def _person(name: str) -> str:
        """Somebody by name; in the days of a month by initials."""
        written = escape(name)
        brief = f'<span class="brief" aria-hidden="true" title="{written}">{initials(name)}</span>'
        return f'<span class="whole">{written}</span>{brief}'

    def _flag(self, column: Column) -> str:
        tone = BY_COLOUR.get(column.colour)
        mark = icon(tone.icon, f"is-{tone.state}") if tone and tone.state else ""
        return f"{mark}{escape(column.label)}"

    def menu(self, event: Event) -> str:
        """The row's actions, where this person has any."""
        pk, row = event.pk, event.row
        acts = "".join(
            one.on_row(row).in_menu(pk, event.title, self.back)
            for one in self.buttons
            if row[f"may_{one.id}"]
        )
        if not acts:
            return ""
        own = f"menu-{next(self.menus)}"
        return (
            f'<button class="btn icon sm quiet" type="button" popovertarget="{own}">'
            f"{icon('more')}{hidden(f'Actions for {event.title}')}</button>"
            f'<div class="menu" id="{own}" popover>{acts}</div>'
        )
