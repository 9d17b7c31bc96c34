"""Rows that have a time, as calendars and timelines show them: from when to when, in which lane,
of which colour. Asked for one window of days, in one query; those without a date in another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from site_kit.models import RowQuerySet
from site_kit.web import formats, periods
from site_kit.web.chart_data import starts_of, step
from site_kit.web.columns import Column, column_of
from site_kit.web.groups import Group, Grouping, grouping_of
from site_kit.web.listing import Listing

MOST = 500
"""Rows that one window shows."""

MOST_UNDATED = 50
STARTS, ENDS, LANE, COLOUR = "_starts", "_ends", "_lane", "_colour"
"""What the query calls them: no field's name begins so."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row in its time. `first` and `last` are days; `begins` and `ends` moments in the tool's
    time zone, or midnight where only days are kept. `opens` tells rows of moments."""

    row: dict[str, Any]
    first: date
    last: date
    begins: datetime
    ends: datetime
    opens: str = ""
    lanes: tuple[Group, ...] = ()
    colour: Group | None = None

    @property
    def pk(self) -> Any:
        """The row's number."""
        return self.row["pk"]

    @property
    def title(self) -> str:
        """What the row is called."""
        return str(self.row["row_title"] or f"#{self.pk}")

    @property
    def days(self) -> int:
        """On how many days it is."""
        return (self.last - self.first).days + 1

    @property
    def when(self) -> str:
        """`3 Nov`, `3 Nov to 17 Nov`, `3 Nov, 10:00 to 12:30`."""
        first, last = formats.day(self.first), formats.day(self.last)
        if not self.opens:
            return first if first == last else f"{first} to {last}"
        closes = f"{self.ends:%H:%M}" if self.ends > self.begins else ""
        if self.begins.date() == self.ends.date():
            return f"{first}, {self.opens}" + (f" to {closes}" if closes else "")
        return f"{first}, {self.opens} to {formats.day(self.ends.date())}, {closes}"


@dataclass
class Found:
    """The rows of a window. `cut` says that there are more than are shown."""

    events: list[Event]
    cut: bool = False
    legend: list[tuple[Group, int]] = field(default_factory=list)
    hues: dict[str, int] = field(default_factory=dict)

    def hue(self, event: Event) -> int:
        """The hue of a row: where nothing is coloured the first, 0 where its value has none."""
        return self.hues.get(event.colour.key, 0) if event.colour else 1


class DatedRows:
    """The rows of one listing by their dates."""

    def __init__(self, listing: Listing) -> None:
        page: Any = listing.page
        model, seen = listing.model, listing.fields
        self.listing = listing
        self.start = _date(listing, page.start)
        self.end = _date(listing, page.end)
        self.lanes = grouping_of(model, page.lanes, seen, LANE)
        self.colours = grouping_of(model, page.colour_by, seen, COLOUR)

    @property
    def groupings(self) -> list[Grouping]:
        """What the rows are sorted by besides their time."""
        return [one for one in (self.lanes, self.colours) if one is not None]

    def within(self, first: date, last: date) -> Found:
        """The rows that are there on any of these days, in the order of the page, else of time."""
        if self.start is None:
            return Found([])
        rows = self._timed().filter(_touching(self.start, self.end, first, last))
        keys = [key.order(False) for key in self.listing.keys] if self.listing.order else []
        found = self._fetched(rows, [STARTS, *keys, "pk"], MOST)
        events = [self._event(row) for row in found[:MOST]]
        return self._coloured(Found(events, cut=len(found) > MOST))

    def undated(self) -> list[dict[str, Any]]:
        """The rows without a date, one more than are shown where there are more."""
        if self.start is None:
            return []
        keys = [key.order(False) for key in self.listing.keys]
        rows = self._timed().filter(**{f"{STARTS}__isnull": True})
        return self._fetched(rows, keys, MOST_UNDATED)

    def _timed(self) -> RowQuerySet:
        """The rows listed, with their times and what they are sorted by."""
        times = {STARTS: self.start, ENDS: self.end}
        selected = {name: one.select for name, one in times.items() if one is not None}
        for one in self.groupings:
            selected |= one.selected()
        timed: RowQuerySet = self.listing.chosen().annotate(**selected)
        return timed

    def _fetched(self, rows: RowQuerySet, order: list[Any], at_most: int) -> list[dict[str, Any]]:
        own = [STARTS, *([ENDS] if self.end else [])]
        names = [name for one in self.groupings for name in one.selected()]
        selected = self.listing.selected(rows).order_by(*order)
        return list(selected.values(*self.listing.names, *own, *names)[: at_most + 1])

    def _event(self, row: dict[str, Any]) -> Event:
        assert self.start is not None
        begins, ends = row[STARTS], row.get(ENDS)
        in_moments = self.start.kind == "datetime"
        if in_moments:
            begins = _local(begins)
            ends = max(begins, _local(ends)) if ends else begins
            first, last = begins.date(), max(begins, ends - timedelta(microseconds=1)).date()
        else:
            until = self.end if self.end is not None and ends else self.start
            first, last = begins, max(begins, _last_day(until.kind, ends or begins))
            begins, ends = _naive(first), _naive(last + timedelta(days=1))
        return Event(
            row,
            first,
            last,
            begins,
            ends,
            opens=f"{begins:%H:%M}" if in_moments else "",
            lanes=tuple(self.lanes.groups(row)) if self.lanes else (),
            colour=self.colours.groups(row)[0] if self.colours else None,
        )

    def _coloured(self, found: Found) -> Found:
        if self.colours is None:
            return found
        there = {event.colour for event in found.events if event.colour}
        found.hues = self.colours.hues(there)
        in_order = sorted(there, key=lambda one: one.place)
        found.legend = [(one, found.hues.get(one.key, 0)) for one in in_order]
        return found


def _date(listing: Listing, path: str) -> Column | None:
    """The column of a date that is seen of every row; else nothing is drawn by it."""
    column = column_of(listing.model, path, listing.fields) if path else None
    return column if column is not None and column.order is not None else None


def _touching(start: Column, end: Column | None, first: date, last: date) -> Q:
    """Which rows are there on any of these days: a row without an end is on its first day alone,
    a moment at midnight ends the day before."""
    if start.kind == "datetime":
        after = periods.midnight(first)
        found = Q(**{f"{STARTS}__gte": after})
        found |= Q(**{f"{ENDS}__gt": after}) if end else Q()
        return found & Q(**{f"{STARTS}__lt": periods.midnight(last + timedelta(days=1))})
    found = Q(**{f"{STARTS}__gte": _first_day(start.kind, first)})
    if end is not None:
        found |= Q(**{f"{ENDS}__gte": _first_day(end.kind, first)})
    return found & Q(**{f"{STARTS}__lte": last})


def _first_day(kind: str, day: date) -> date:
    """The day under which a week or month that holds this one is kept."""
    return starts_of(day, kind) if kind in ("week", "month") else day


def _last_day(kind: str, day: date) -> date:
    """The last day that is meant by a date: of a week its Sunday, of a month its last."""
    if kind in ("week", "month"):
        return step(starts_of(day, kind), kind, 1) - timedelta(days=1)
    return day


def _naive(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _local(value: datetime) -> datetime:
    """By the clock on the wall, so that a day is a day when the clocks go forward."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return local.replace(tzinfo=None)


def lanes_of(events: Iterable[Event]) -> list[tuple[Group, list[Event]]]:
    """The lanes that have something, in their order, each with its rows."""
    found: dict[Group, list[Event]] = {}
    for event in events:
        for group in event.lanes:
            found.setdefault(group, []).append(event)
    return sorted(found.items(), key=lambda one: one[0].place)
