"""Plain arithmetic of days and months, exactly as Postgres does it."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from typing import TypeVar

DayOrMoment = TypeVar("DayOrMoment", date, datetime)


def week_start(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def months_later(start: DayOrMoment, months: int) -> DayOrMoment:
    """So many months on; a day that the month does not have becomes its last."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    first = start.replace(year=year, month=month + 1, day=1)
    return first.replace(day=min(start.day, last_of_month(first)))


def last_of_month(day: date) -> int:
    """The number of the last day of the day's month."""
    return calendar.monthrange(day.year, day.month)[1]


def months_between(start: date, end: date) -> int:
    """Whole months from `start` to `end`; negative when `end` is earlier."""
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if start.day <= end.day else months - 1


def workdays_between(start: date, end: date) -> int:
    """Days from Monday to Friday, both ends counted; none when `end` is earlier."""
    if end < start:
        return 0
    weeks, rest = divmod((end - start).days + 1, 7)
    first = start.weekday()
    return weeks * 5 + sum((first + step) % 7 < 5 for step in range(rest))
