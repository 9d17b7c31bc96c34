"""Bars along a month, a quarter or a year: a table of what, when and a picture of when.

The picture is drawn in per cent of the window, so that it fits any width; days are days by the
clock on the wall, whatever that does in spring and autumn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.html import escape

from site_kit import asker
from site_kit.web import formats, periods
from site_kit.web.calendar_month import moves, shared
from site_kit.web.chart_data import starts_of, step
from site_kit.web.dated import DatedRows, Event, Found, lanes_of
from site_kit.web.event_html import EventHtml
from site_kit.web.html import safe
from site_kit.web.listing import Listing
from site_kit.web.periods import PARAMETER, Period

ZOOMS = ("month", "quarter", "year")
STEPS = {"month": "day", "quarter": "week", "year": "month"}
"""What a window is divided into."""

LEAST = 0.6
"""The shortest bar, in per cent."""

BAR = 16
NAMED_TO = 95.0
"""Beyond this no part of the window has room for its name."""


@dataclass
class Lane:
    """The rows of one value, drawn; without lanes there is one, without a label."""

    label: str
    rows: list[str]


def context(listing: Listing) -> dict[str, Any]:
    """What `timeline.html` needs besides what every list has."""
    today = asker.day()
    dated = DatedRows(listing)
    shown = _window(listing, dated, today)
    found = dated.within(shown.start, shown.last)
    line = Line(dated, found, shown, today)
    now = Period(shown.grain, starts_of(today, shown.grain))
    return {
        "window": shown.name,
        "zooms": [
            {
                "name": zoom.capitalize(),
                "href": listing.address.with_({PARAMETER: _zoomed(shown, zoom, today).key}),
                "current": zoom == shown.grain,
            }
            for zoom in ZOOMS
        ],
        "scale": line.scale(),
        "grid": line.grid(),
        "lanes": list(line.lanes()),
        "by_lane": dated.lanes is not None,
        "nothing": not found.events,
        **shared(listing, dated, found, len(found.events)),
        **_moves(listing, shown, now),
    }


def _window(listing: Listing, dated: DatedRows, today: date) -> Period:
    named = periods.read(listing.address.one(PARAMETER), ZOOMS)
    if named is not None:
        return named
    in_moments = dated.start is not None and dated.start.kind == "datetime"
    grain = "month" if in_moments else "quarter"
    return Period(grain, starts_of(today, grain))


def _zoomed(shown: Period, grain: str, today: date) -> Period:
    """The window of another length: around today where that is in sight."""
    middle = today if shown.start <= today <= shown.last else shown.start
    return Period(grain, starts_of(middle, grain))


def _moves(listing: Listing, shown: Period, now: Period) -> dict[str, Any]:
    """As on a calendar, but that Today keeps the length of the window."""
    found = moves(listing, shown, now)
    if found["now"]:
        found["now"] = listing.address.with_({PARAMETER: now.key})
    return found


class Line:
    """How the rows of one window are drawn."""

    def __init__(self, dated: DatedRows, found: Found, shown: Period, today: date) -> None:
        self.html = EventHtml(dated)
        self.by_lane = dated.lanes is not None
        self.found = found
        self.shown = shown
        self.today = today
        self.begin = datetime.combine(shown.start, time.min)
        self.length = (shown.last - shown.start + timedelta(days=1)) / timedelta(microseconds=1)

    def at(self, moment: datetime) -> float:
        """Where a moment lies, in per cent of the window."""
        return round(100 * ((moment - self.begin) / timedelta(microseconds=1)) / self.length, 3)

    def _day(self, day: date) -> float:
        return self.at(datetime.combine(day, time.min))

    def ticks(self) -> list[date]:
        """The days on which a part of the window begins."""
        grain = STEPS[self.shown.grain]
        day = starts_of(self.shown.start, grain)
        found = []
        while day <= self.shown.last:
            if day >= self.shown.start:
                found.append(day)
            day = step(day, grain, 1)
        return found

    def grid(self) -> str:
        """The lines that every row of the picture repeats, and today's."""
        lines = "".join(_line(self._day(day), "grid") for day in self.ticks())
        if self.shown.start <= self.today <= self.shown.last:
            lines += _line(self._day(self.today), "now")
        return safe(
            '<svg class="vh" width="0" height="0" aria-hidden="true">'
            f'<symbol id="grid">{lines}</symbol></svg>'
        )

    def scale(self) -> str:
        """The head of the picture: the names of its parts; on a phone of every few."""
        ticks = self.ticks()
        every = {"month": 7, "quarter": 4, "year": 3}[self.shown.grain]
        texts = "".join(
            f'<text x="{self._day(day)}%" dx="3" y="16"{"" if at % every == 0 else " class=alt"}>'
            f"{escape(self._name(day))}</text>"
            for at, day in enumerate(ticks)
            if self._day(day) < NAMED_TO
        )
        return safe(f'<svg class="scale" width="100%" height="22" aria-hidden="true">{texts}</svg>')

    def _name(self, day: date) -> str:
        if self.shown.grain == "month":
            return str(day.day)
        return formats.day(day) if self.shown.grain == "quarter" else formats.month(day)

    def lanes(self) -> Iterator[Lane]:
        """The rows in their lanes."""
        if not self.by_lane:
            yield Lane("", self._rows(self.found.events))
            return
        for group, events in lanes_of(self.found.events):
            yield Lane(group.label, self._rows(events))

    def _rows(self, events: Sequence[Event]) -> list[str]:
        return [self._row(one) for one in events]

    def _row(self, event: Event) -> str:
        name = self.html.link(event) + self.html.facts(event)
        menu = self.html.menu(event)
        exact = event.first.isoformat()
        when = f'<time datetime="{exact}">{escape(event.when)}</time>'
        return safe(
            f'<tr data-row="{event.pk}"><th scope="row"><div class="one">'
            f'<div class="grow">{name}</div>{menu}</div></th>'
            f'<td class="when">{when}</td><td class="bars">{self._bar(event)}</td></tr>'
        )

    def _bar(self, event: Event) -> str:
        left, right = self.at(event.begins), self.at(event.ends)
        right = max(right, left + LEAST)
        # A bar that goes on beyond the window runs out of its picture.
        left, right = max(left, -2.0), min(right, 102.0)
        return (
            '<svg width="100%" aria-hidden="true">'
            '<use href="#grid" width="100%" height="100%"/>'
            f'<rect class="f{self.found.hue(event)}" x="{left}%" y="50%" rx="3" '
            f'width="{round(right - left, 3)}%" height="{BAR}" '
            f'transform="translate(0 -{BAR // 2})"/></svg>'
        )


def _line(at: float, css: str) -> str:
    return f'<line class="{css}" x1="{at}%" x2="{at}%" y1="0" y2="100%"/>'
