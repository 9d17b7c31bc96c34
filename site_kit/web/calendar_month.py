"""A month of a calendar: weeks of days with their rows, and the same by day for narrow screens.

What lasts several days lies across them at one height through its week; the rest stands below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.html import escape

from site_kit import asker
from site_kit.web import formats, periods
from site_kit.web.dated import MOST_UNDATED, DatedRows, Event, Found, lanes_of
from site_kit.web.event_html import EventHtml
from site_kit.web.html import hidden, safe
from site_kit.web.listing import Listing
from site_kit.web.periods import PARAMETER, Period

IN_A_DAY = 5
"""Rows that a day shows at once; the others open below them."""

GAP = safe('<li class="gap"></li>')


@dataclass
class Day:
    """A day in a week of a calendar: list items, those that show and those behind a click."""

    date: date
    out: bool
    today: bool
    shown: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """`Tuesday 3 November`."""
        return periods.day_in_full(self.date)


@dataclass
class Band:
    """A row of a week: all of it, or one lane's."""

    days: list[Day]
    label: str = ""


@dataclass
class Week:
    """A week: its days, and what stands below them, one band for each lane."""

    days: list[Day]
    bands: list[Band]


def context(listing: Listing) -> dict[str, Any]:
    """What `calendar.html` needs besides what every list has."""
    today = asker.day()
    named = periods.read(listing.address.one(PARAMETER), ("month", "day"))
    month = Period("month", (named.start if named else today).replace(day=1))
    weeks = periods.weeks_of(month, periods.first_weekday())
    dated = DatedRows(listing)
    found = dated.within(weeks[0][0], weeks[-1][-1])
    drawing = Month(dated, found, month, today)
    inside = [one for one in found.events if one.first <= month.last and one.last >= month.start]
    return {
        "window": month.name,
        "weekdays": [periods.weekday_in_words(day) for day in weeks[0]],
        "weeks": [drawing.week(week) for week in weeks],
        "by_lane": dated.lanes is not None,
        "lanes_name": dated.lanes.column.label if dated.lanes else "",
        "agenda": drawing.agenda(),
        **shared(listing, dated, found, len(inside)),
        **moves(listing, month, Period("month", today.replace(day=1))),
    }


def shared(listing: Listing, dated: DatedRows, found: Found, count: int) -> dict[str, Any]:
    """What calendars and timelines have alike: the number of rows, colours, rows without a date."""
    meta = listing.model._meta
    undated = dated.undated()
    drawing = EventHtml(dated)
    return {
        "total_in_words": formats.counted(
            count, str(meta.verbose_name), str(meta.verbose_name_plural)
        ),
        "cut": len(found.events) if found.cut else 0,
        "legend": [(f"f{hue}" if hue else "f0", group.label) for group, hue in found.legend],
        "legend_name": dated.colours.column.label if dated.colours else "",
        "undated": [drawing.undated(row) for row in undated[:MOST_UNDATED]],
        "undated_more": len(undated) > MOST_UNDATED,
        "hidden_dates": dated.start is None,
    }


def moves(listing: Listing, shown: Period, now: Period) -> dict[str, Any]:
    """The links to the window before, the one of today and the one after."""
    found = {}
    for name, by in (("earlier", -1), ("later", 1)):
        other = shown.moved(by)
        inside = periods.EARLIEST <= other.start.year <= periods.LATEST
        href = listing.address.with_({PARAMETER: other.key}) if inside else ""
        found[name] = {"href": href, "name": other.beside(shown)}
    return {
        **found,
        "now": listing.address.without(PARAMETER) if shown != now else "",
        "here": listing.address.with_({PARAMETER: shown.key}),
    }


class Month:
    """How the rows of one month are laid out."""

    def __init__(self, dated: DatedRows, found: Found, month: Period, today: date) -> None:
        self.html = EventHtml(dated)
        self.by_lane = dated.lanes is not None
        self.found = found
        self.month = month
        self.today = today

    def week(self, days: list[date]) -> Week:
        """A week, in as many bands as lanes have something in it."""
        there = [one for one in self.found.events if one.first <= days[-1] and one.last >= days[0]]
        heads = [self._day(day) for day in days]
        if not self.by_lane:
            return Week(heads, [self._band(days, there)])
        bands = [self._band(days, events, group.label) for group, events in lanes_of(there)]
        return Week(heads, bands)

    def _day(self, day: date) -> Day:
        inside = self.month.start <= day <= self.month.last
        return Day(day, out=not inside, today=day == self.today)

    def _band(self, days: list[date], events: Sequence[Event], label: str = "") -> Band:
        long = [one for one in events if one.days > 1]
        slots = in_slots(long)
        band = Band([self._day(day) for day in days], label)
        for day in band.days:
            items = [self._piece(slot, day.date, days[0]) for slot in slots]
            while items and items[-1] == GAP:
                items.pop()
            items += [
                self._single(one) for one in events if one.days == 1 and one.first == day.date
            ]
            day.shown, day.more = items[:IN_A_DAY], items[IN_A_DAY:]
            if len(day.more) == 1:
                day.shown, day.more = items, []
        return band

    def _single(self, event: Event) -> str:
        inside = self.html.link(event) + self.html.menu(event)
        inside += self.html.facts(event, event.opens)
        css = f"ev k{self.found.hue(event)}"
        return safe(f'<li data-row="{event.pk}"><div class="{css}">{inside}</div></li>')

    def _piece(self, slot: Sequence[Event], day: date, monday: date) -> str:
        """The part of a long row that lies on one day: its name where it or the week begins."""
        event = next((one for one in slot if one.first <= day <= one.last), None)
        if event is None:
            return GAP
        begins, ends = day == event.first, day == event.last
        css = f"ev span k{self.found.hue(event)}"
        css += (" first" if begins else "") + (" last" if ends else "")
        said = f", {self._which_day(event, day)}"
        if begins or day == monday:
            menu = self.html.menu(event)
            inside = f"{self.html.link(event)}{hidden(said)}{menu}"
            left = min((event.last - day).days, 6 - (day - monday).days) + 1
            css += f" named d{left}"
            return safe(f'<li data-row="{event.pk}"><div class="{css}">{inside}</div></li>')
        at = f'href="{self.html.address(event.pk)}" tabindex="-1" data-col="title"'
        link = f"<a {at}>{hidden(event.title)}</a>{hidden(said)}"
        return safe(f'<li><div class="{css}">{link}</div></li>')

    def _which_day(self, event: Event, day: date) -> str:
        return f"day {(day - event.first).days + 1} of {event.days}"

    def agenda(self) -> list[dict[str, Any]]:
        """The days of the month that have something, for a narrow screen."""
        drawn = []
        seen: set[Any] = set()
        for day in (day for week in periods.weeks_of(self.month, 0) for day in week):
            there = [one for one in self.found.events if one.first <= day <= one.last]
            if there and self.month.start <= day <= self.month.last:
                items = [self._of_day(one, day, seen) for one in there]
                drawn.append({"day": self._day(day), "name": self._short(day), "items": items})
        return drawn

    def _of_day(self, event: Event, day: date, seen: set[Any]) -> str:
        css = f"ev k{self.found.hue(event)}"
        first = [event.opens] if day == event.first else []
        if event.days > 1:
            first.append(self._which_day(event, day))
        first += [group.label for group in event.lanes if self.by_lane and group.key]
        menu = "" if event.pk in seen else self.html.menu(event)
        seen.add(event.pk)
        facts = self.html.facts(event, *first)
        link = f'<a href="{self.html.address(event.pk)}">{escape(event.title)}</a>'
        return safe(f'<li><div class="{css}">{link}{menu}{facts}</div></li>')

    def _short(self, day: date) -> str:
        return f"{periods.weekday_in_words(day)} {day.day}"


def in_slots(events: Iterable[Event]) -> list[list[Event]]:
    """Long rows in lines without overlap: the earlier first, of those the longer."""
    slots: list[list[Event]] = []
    for event in sorted(events, key=lambda one: (one.first, -one.days, str(one.pk))):
        free = next((slot for slot in slots if slot[-1].last < event.first), None)
        if free is None:
            slots.append([event])
        else:
            free.append(event)
    return slots
