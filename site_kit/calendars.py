"""When a tool's automations are due: dates and the clock, in the tool's time zone.

A day counts from eight in the morning, a moment exactly. Nothing here reads a row or the database.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from site_kit.automations import EIGHT, Every, OnDate
from site_kit.dates import last_of_month, months_later

LONGEST_GAP = 366
"""Days in which each calendar comes round at least once."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def first_start(trigger: OnDate, value: date) -> datetime:
    """The moment for which a row's date asks, the first time."""
    moment = value if isinstance(value, datetime) else _at(value, clock_time(EIGHT))
    if trigger.unit == "hours":
        return moment.astimezone(UTC) + timedelta(hours=trigger.offset)
    if trigger.unit == "months":
        return _aware(months_later(_wall(moment), trigger.offset))
    days = trigger.offset * (7 if trigger.unit == "weeks" else 1)
    return _aware(_wall(moment) + timedelta(days=days))


def last_start(trigger: OnDate, value: date, now: datetime) -> datetime | None:
    """The last moment by now for which a row's date asks; None where the first is still to come."""
    first = first_start(trigger, value)
    if first > now or not trigger.again_days:
        return first if first <= now else None
    length = timedelta(days=trigger.again_days)
    start = _wall(first)
    return _aware(start + (_wall(now) - start) // length * length)


def earliest_value(trigger: OnDate, start: datetime) -> date:
    """A day before which no row's date lies that asks for this moment or a later one."""
    return _value_for(trigger, start) - SLACK


def latest_value(trigger: OnDate, start: datetime) -> date:
    """A day after which no row's date lies that asks for this moment or an earlier one."""
    return _value_for(trigger, start) + SLACK


SLACK = timedelta(days=4)
"""Months differ in length by three days, and a day may begin a day later elsewhere."""


def _value_for(trigger: OnDate, start: datetime) -> date:
    day = timezone.localdate(start)
    if trigger.unit == "months":
        return months_later(day, -trigger.offset)
    in_days = {"hours": trigger.offset / 24, "weeks": trigger.offset * 7}
    return day - timedelta(days=in_days.get(trigger.unit, trigger.offset))


def last_strike(trigger: Every, now: datetime) -> datetime:
    """The last moment by now at which the clock strikes."""
    at = clock_time(trigger.at)
    if trigger.every == "hour":
        wall = _wall(now)
        return now.astimezone(UTC) - timedelta(
            minutes=(wall.minute - at.minute) % 60,
            seconds=wall.second,
            microseconds=wall.microsecond,
        )
    today = timezone.localdate(now)
    days = (today - timedelta(days=back) for back in range(LONGEST_GAP + 1))
    strikes = (_at(day, at) for day in days if _is_on(trigger, day))
    return next(strike for strike in strikes if strike <= now)


def next_strike(trigger: Every, now: datetime) -> datetime:
    """The first moment after now at which the clock strikes."""
    if trigger.every == "hour":
        return last_strike(trigger, now) + timedelta(hours=1)
    at, today = clock_time(trigger.at), timezone.localdate(now)
    days = (today + timedelta(days=ahead) for ahead in range(LONGEST_GAP + 1))
    strikes = (_at(day, at) for day in days if _is_on(trigger, day))
    return next(strike for strike in strikes if strike > now)


def clock_time(text: str) -> time:
    """`08:00` as a time; else `ValueError`."""
    return datetime.strptime(text, "%H:%M").time()


def _is_on(trigger: Every, day: date) -> bool:
    """Whether the clock strikes on this day; a day that a month lacks is its last."""
    on = trigger.on
    if trigger.every == "workday":
        return day.isoweekday() < 6
    if trigger.every == "week":
        return WEEKDAYS[day.weekday()] == (on or "monday")
    if trigger.every == "year":
        month, wanted = (int(part) for part in (on or "01-01").split("-"))
        return day.month == month and day.day == min(wanted, last_of_month(day))
    if trigger.every in ("month", "quarter"):
        begins = trigger.every == "month" or day.month % 3 == 1
        return begins and day.day == min(int(on or 1), last_of_month(day))
    return True


def day_start(day: date) -> datetime:
    """The beginning of a day."""
    return _at(day, time())


def _at(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _wall(moment: datetime) -> datetime:
    """What a clock on the wall shows."""
    return timezone.localtime(moment).replace(tzinfo=None)


def _aware(wall: datetime) -> datetime:
    return timezone.make_aware(wall)
