"""Plain arithmetic of days and months; that Postgres agrees is shown in test_random_trees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from site_kit.dates import months_between, months_later, week_start, workdays_between


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_a_day_that_a_month_does_not_have_is_its_last(start: date, months: int, end: date) -> None:
    assert months_later(start, months) == end


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 28), date(2026, 2, 28), 1),
        (date(2026, 1, 1), date(2027, 1, 1), 12),
        (date(2026, 3, 1), date(2026, 1, 15), -1),
        (date(2026, 3, 1), date(2026, 3, 1), 0),
    ],
)
def test_months_between_are_whole(start: date, end: date, months: int) -> None:
    assert months_between(start, end) == months


def test_a_week_begins_on_monday() -> None:
    monday = date(2026, 3, 9)
    assert {week_start(monday + timedelta(days=n)) for n in range(7)} == {monday}
    assert week_start(monday - timedelta(days=1)) == date(2026, 3, 2)


def test_workdays_count_both_ends() -> None:
    monday = date(2026, 3, 9)
    assert workdays_between(monday, monday) == 1
    assert workdays_between(monday, monday + timedelta(days=4)) == 5
    assert workdays_between(monday, monday + timedelta(days=6)) == 5
    assert workdays_between(monday + timedelta(days=5), monday + timedelta(days=6)) == 0
    assert workdays_between(monday, monday - timedelta(days=1)) == 0


def test_workdays_are_what_counting_them_gives() -> None:
    start = date(2026, 2, 26)
    for length in range(60):
        counted = sum((start + timedelta(days=n)).weekday() < 5 for n in range(length + 1))
        assert workdays_between(start, start + timedelta(days=length)) == counted
