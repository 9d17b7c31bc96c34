"""Stretches of days as an address names them and a language writes them: 2026-11, 2026-Q4, 2026.

Nothing here asks the database. The window of a page stands in its address under `in`: that word
is reserved, so no filter of a field can be meant by it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import dateformat, timezone
from django.utils import formats as django_formats
from django.utils.dateparse import parse_date
from django.utils.translation import get_language

from site_kit import asker
from site_kit.web import formats
from site_kit.web.chart_data import period_in_words, starts_of, step

PARAMETER = "in"
EARLIEST, LATEST = 1000, 9000
"""Years outside of these are as if nobody had asked for them."""

SUNDAY = 6
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(-\d{2})?|-Q([1-4]))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """So many days, weeks, months, quarters or years from a day on."""

    grain: str
    start: date
    steps: int = 1

    @property
    def last(self) -> date:
        """Its last day."""
        return step(self.start, self.grain, self.steps) - timedelta(days=1)

    def moved(self, by: int) -> Period:
        """The one as long, so many of its lengths later."""
        return Period(self.grain, step(self.start, self.grain, by * self.steps), self.steps)

    @property
    def key(self) -> str:
        """How the address names it."""
        if self.grain == "year":
            return f"{self.start.year}"
        if self.grain == "quarter":
            return f"{self.start.year}-Q{(self.start.month + 2) // 3}"
        day = self.start.isoformat()
        return day[:7] if self.grain == "month" else day

    @property
    def name(self) -> str:
        """`November 2026`, `Q4 2026`, `2026`; of several, from the first to the last."""
        if self.steps > 1:
            ends = (self.start, step(self.start, self.grain, self.steps - 1))
            first, last = (period_in_words(one, self.grain) for one in ends)
            return f"{first} to {last}"
        if self.grain == "month":
            return month_in_words(self.start)
        if self.grain == "quarter":
            return f"Q{(self.start.month + 2) // 3} {self.start.year}"
        return period_in_words(self.start, self.grain)

    def beside(self, other: Period) -> str:
        """Its name next to another one's: the year only where that differs."""
        if self.grain == "month" and self.start.year == other.start.year and self.steps == 1:
            return dateformat.format(self.start, "F")
        return self.name

    def starts(self) -> list[date]:
        """The first day of each of its steps."""
        return [step(self.start, self.grain, one) for one in range(self.steps)]


def read(text: str, grains: Collection[str]) -> Period | None:
    """The period that an address names, if it is of one of these grains."""
    found = _WRITTEN.fullmatch(text)
    if found is None or not EARLIEST <= int(found[1]) <= LATEST:
        return None
    year = int(found[1])
    if found[4]:
        grain, start = "quarter", date(year, int(found[4]) * 3 - 2, 1)
    elif not found[2]:
        grain, start = "year", date(year, 1, 1)
    else:
        day = _day(f"{found[1]}-{found[2]}{found[3] or '-01'}")
        if day is None:
            return None
        grain, start = ("day" if found[3] else "month"), day
    return Period(grain, start) if grain in grains else None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def window(text: str, grain: str, steps: int, today: date, first_day: int = 0) -> Period:
    """The `steps` periods of a grain that an address names by the first; without it, those of
    today. Days and weeks begin with a week, a window of months with a year, where they fill it."""
    named = read(text, ("day", "month", "quarter", "year"))
    if named is not None:
        return Period(grain, starts_of(named.start, grain), steps)
    if grain == "day":
        return Period(grain, week_of(today, first_day), steps)
    whole = "year" if grain in ("month", "quarter") else grain
    return Period(grain, starts_of(today, whole), steps)


def first_weekday() -> int:
    """The first day of a week in the tool's language; Monday is 0.

    English alone says nothing of it: Monday, but Sunday where dates are written 11/18/2026.
    """
    code = (get_language() or settings.LANGUAGE_CODE).lower()
    if code == "en":
        return SUNDAY if formats.date_format() == "MM/DD/YYYY" else 0
    return (int(django_formats.get_format("FIRST_DAY_OF_WEEK")) - 1) % 7


def week_of(day: date, first_day: int) -> date:
    """The first day of the week that a day is in."""
    return day - timedelta(days=(day.weekday() - first_day) % 7)


def weeks_of(month: Period, first_day: int) -> list[list[date]]:
    """The days of a month in whole weeks."""
    start = week_of(month.start, first_day)
    count = (week_of(month.last, first_day) - start).days // 7 + 1
    return [[start + timedelta(days=7 * at + day) for day in range(7)] for at in range(count)]


def month_in_words(day: date) -> str:
    """`November 2026`."""
    return dateformat.format(day, "F Y")


def weekday_in_words(day: date) -> str:
    """`Mon`."""
    return dateformat.format(day, "D")


def day_in_full(day: date) -> str:
    """`Tuesday 3 November`, with the year where it is not this one."""
    dot = "." if formats.language() in formats.DAY_WITH_DOT else ""
    year = "" if day.year == asker.day().year else " Y"
    own = formats.DATE_FORMATS.get(formats.date_format())
    return dateformat.format(day, f"l {own or f'j{dot} F{year}'}")


def midnight(day: date) -> datetime:
    """The moment at which a day begins in the tool's time zone, summer time or not."""
    return timezone.make_aware(datetime.combine(day, time.min))
