"""Months, quarters and weeks as addresses name them and languages begin them."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from django.utils import timezone
from django.utils.translation import override

from site_kit.web import periods
from site_kit.web.periods import Period

GRAINS = ("month", "quarter", "year", "day")
TODAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("text", "grain", "first", "last"),
    [
        ("2026-02", "month", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", "month", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", "month", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-Q4", "quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", "year", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-03-11", "day", date(2026, 3, 11), date(2026, 3, 11)),
    ],
)
def test_an_address_names_a_period_and_is_named_by_it(
    text: str, grain: str, first: date, last: date
) -> None:
    found = periods.read(text, GRAINS)
    assert found == Period(grain, first)
    assert found is not None
    assert (found.last, found.key) == (last, text)


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-02-30", "2026-Q5", "0001-01", "9999-12", "２０２６-01", "2026-1"]
)
def test_what_is_no_period_is_as_if_it_were_not_there(text: str) -> None:
    assert periods.read(text, GRAINS) is None


def test_a_period_of_another_length_is_not_meant() -> None:
    assert periods.read("2026", ("month",)) is None


@pytest.mark.parametrize(
    ("shown", "by", "key"),
    [
        (Period("month", date(2026, 12, 1)), 1, "2027-01"),
        (Period("month", date(2026, 1, 1)), -1, "2025-12"),
        (Period("quarter", date(2026, 1, 1)), -1, "2025-Q4"),
        (Period("year", date(2026, 1, 1)), 1, "2027"),
        (Period("day", date(2026, 2, 23), 14), 1, "2026-03-09"),
        (Period("week", date(2026, 12, 28), 8), -1, "2026-11-02"),
    ],
)
def test_the_next_and_the_one_before(shown: Period, by: int, key: str) -> None:
    assert shown.moved(by).key == key


def test_a_neighbour_says_its_year_only_where_it_differs() -> None:
    january = Period("month", date(2026, 1, 1))
    assert january.moved(1).beside(january) == "February"
    assert january.moved(-1).beside(january) == "December 2025"


@pytest.mark.parametrize(
    ("language", "first"),
    [("en", 0), ("en-gb", 0), ("de", 0), ("da", 0), ("pt-br", 6)],
)
def test_a_week_begins_as_the_language_has_it(language: str, first: int) -> None:
    with override(language):
        assert periods.first_weekday() == first


def test_american_dates_begin_the_week_on_sunday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_kit.web.formats.date_format", lambda: "MM/DD/YYYY")
    with override("en"):
        assert periods.first_weekday() == 6


@pytest.mark.parametrize(
    ("month", "first_day", "first", "last", "count"),
    [
        (date(2026, 2, 1), 0, date(2026, 1, 26), date(2026, 3, 1), 5),
        (date(2026, 2, 1), 6, date(2026, 2, 1), date(2026, 2, 28), 4),
        (date(2026, 3, 1), 0, date(2026, 2, 23), date(2026, 4, 5), 6),
    ],
)
def test_a_month_is_whole_weeks(
    month: date, first_day: int, first: date, last: date, count: int
) -> None:
    weeks = periods.weeks_of(Period("month", month), first_day)
    assert (weeks[0][0], weeks[-1][-1], len(weeks)) == (first, last, count)
    assert all(len(week) == 7 for week in weeks)


@pytest.mark.parametrize(
    ("grain", "steps", "first"),
    [
        ("day", 14, date(2026, 3, 9)),
        ("week", 8, date(2026, 3, 9)),
        ("month", 12, date(2026, 1, 1)),
        ("quarter", 4, date(2026, 1, 1)),
        ("year", 5, date(2026, 1, 1)),
    ],
)
def test_a_window_of_several_is_around_today_unless_it_is_named(
    grain: str, steps: int, first: date
) -> None:
    assert periods.window("", grain, steps, TODAY) == Period(grain, first, steps)
    named = periods.window("2025-05-15", grain, steps, TODAY)
    assert named.start <= date(2025, 5, 15)
    assert named.steps == steps


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [
        ("Europe/Copenhagen", date(2026, 3, 29), 23),
        ("Europe/Copenhagen", date(2026, 3, 30), 22),
        ("Africa/Cairo", date(2026, 4, 24), 22),
        ("America/Havana", date(2026, 11, 1), 4),
    ],
)
def test_a_day_begins_at_its_first_moment_when_the_clocks_move(
    zone: str, day: date, hour: int
) -> None:
    with timezone.override(zone):
        begins = periods.midnight(day).astimezone(UTC)
    assert begins.hour == hour
