"""When dates and the clock are due, in the tool's time zone (Copenhagen)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

import site_kit as kit
from site_kit.calendars import (
    earliest_value,
    first_start,
    last_start,
    last_strike,
    latest_value,
    next_strike,
)


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("said", "value", "expected"),
    [
        ({}, date(2026, 3, 11), "2026-03-11 08:00"),
        ({"offset": -14}, date(2026, 3, 11), "2026-02-25 08:00"),
        ({"offset": 2, "unit": "weeks"}, date(2026, 3, 11), "2026-03-25 08:00"),
        ({"offset": 1, "unit": "months"}, date(2026, 1, 31), "2026-02-28 08:00"),
        ({"offset": -1, "unit": "months"}, date(2026, 3, 31), "2026-02-28 08:00"),
        ({"offset": -3, "unit": "hours"}, at("2026-03-11 14:30"), "2026-03-11 11:30"),
        ({"offset": 1}, at("2026-03-11 14:30"), "2026-03-12 14:30"),
        # Over the change to summer time a day is a day, and an hour an hour.
        ({"offset": 1}, at("2026-03-28 14:30"), "2026-03-29 14:30"),
        ({"offset": 24, "unit": "hours"}, at("2026-03-28 14:30"), "2026-03-29 15:30"),
    ],
)
def test_a_day_counts_from_eight_and_a_moment_exactly(
    said: dict[str, Any], value: date, expected: str
) -> None:
    trigger = kit.OnDate("due", **said)
    assert first_start(trigger, value) == at(expected)
    start = at(expected)
    assert earliest_value(trigger, start) <= timezone.localdate(at(f"{value}"[:10]))
    assert latest_value(trigger, start) >= timezone.localdate(at(f"{value}"[:10]))


@pytest.mark.parametrize(
    ("again", "now", "expected"),
    [
        (0, "2026-03-01 07:59", None),
        (0, "2026-03-01 08:00", "2026-03-01 08:00"),
        (0, "2026-03-30 12:00", "2026-03-01 08:00"),
        (7, "2026-03-01 07:59", None),
        (7, "2026-03-08 07:59", "2026-03-01 08:00"),
        (7, "2026-03-08 08:00", "2026-03-08 08:00"),
        (7, "2026-03-30 12:00", "2026-03-29 08:00"),
    ],
)
def test_it_starts_again_every_so_many_days(again: int, now: str, expected: str | None) -> None:
    trigger = kit.OnDate("due", again_days=again)
    found = last_start(trigger, date(2026, 3, 1), at(now))
    assert found == (at(expected) if expected else None)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # It is Wednesday, 11 March 2026, ten o'clock.
        (("hour", "", "00:15"), "2026-03-11 09:15"),
        (("hour",), "2026-03-11 10:00"),
        (("day",), "2026-03-11 08:00"),
        (("day", "", "10:00"), "2026-03-11 10:00"),
        (("day", "", "10:01"), "2026-03-10 10:01"),
        (("workday",), "2026-03-11 08:00"),
        (("week",), "2026-03-09 08:00"),
        (("week", "wednesday"), "2026-03-11 08:00"),
        (("week", "thursday", "17:00"), "2026-03-05 17:00"),
        (("month",), "2026-03-01 08:00"),
        (("month", "31"), "2026-02-28 08:00"),
        (("quarter",), "2026-01-01 08:00"),
        (("quarter", "15"), "2026-01-15 08:00"),
        (("year",), "2026-01-01 08:00"),
        (("year", "03-31"), "2025-03-31 08:00"),
        (("year", "02-29"), "2026-02-28 08:00"),
    ],
)
def test_the_last_stroke_of_a_clock(said: tuple[str, ...], expected: str) -> None:
    assert last_strike(kit.Every(*said), at("2026-03-11 10:00")) == at(expected)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("hour",), "2026-03-11 11:00"),
        (("day", "", "10:00"), "2026-03-12 10:00"),
        (("day", "", "10:01"), "2026-03-11 10:01"),
        (("week", "wednesday"), "2026-03-18 08:00"),
        (("month", "31"), "2026-03-31 08:00"),
        (("year", "02-29"), "2027-02-28 08:00"),
    ],
)
def test_the_next_stroke_of_a_clock(said: tuple[str, ...], expected: str) -> None:
    assert next_strike(kit.Every(*said), at("2026-03-11 10:00")) == at(expected)


def test_a_clock_of_workdays_is_still_at_the_weekend() -> None:
    assert last_strike(kit.Every("workday"), at("2026-03-15 10:00")) == at("2026-03-13 08:00")


@pytest.mark.parametrize("every", ["hour", "day", "workday", "week", "month", "quarter", "year"])
def test_a_stroke_is_never_to_come_and_the_next_is_later(every: str) -> None:
    trigger, now = kit.Every(every), at("2026-03-11 10:00")
    for step in range(60):
        then = now + timedelta(days=step * 7, hours=step)
        strike = last_strike(trigger, then)
        assert strike <= then
        assert last_strike(trigger, strike) == strike
        coming = next_strike(trigger, then)
        assert coming > then
        assert last_strike(trigger, coming) == coming
        assert last_strike(trigger, coming - timedelta(seconds=1)) == strike
