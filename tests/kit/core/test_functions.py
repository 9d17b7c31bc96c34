"""What each function of an expression gives, at its edges, in the database and in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F, Value
from django.utils import timezone

import site_kit as kit
from site_kit.asker import TOOL, acting
from site_kit.functions import moment_of, number
from site_kit.reading import value_of
from tests.kit.lab.models import Measure

pytestmark = pytest.mark.django_db


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of the tool's clock, in Copenhagen."""
    return timezone.make_aware(datetime(year, month, day, hour, minute))


def both(expression: Any, **values: Any) -> Any:
    """The value that memory and the database give; they agree or the test ends here."""
    with acting(TOOL):
        row = Measure.everything.create(**values)
        in_memory = value_of(expression, row)
        asked = Measure.everything.annotate(found=expression).get(pk=row.pk).found
    assert _alike(in_memory) == _alike(asked), (in_memory, asked)
    return in_memory


def _alike(value: Any) -> Any:
    if isinstance(value, Decimal):
        return round(value, 6)
    return value.astimezone(UTC) if isinstance(value, datetime) else value


@pytest.mark.parametrize(
    ("whole", "other", "quotient", "rest"),
    [
        (7, 2, Decimal("3.5"), Decimal(1)),
        (-7, 2, Decimal("-3.5"), Decimal(-1)),
        (7, -2, Decimal("-3.5"), Decimal(1)),
        (-7, -2, Decimal("3.5"), Decimal(-1)),
        (0, 5, Decimal(0), Decimal(0)),
        (5, 0, None, None),
        (0, 0, None, None),
        (None, 2, None, None),
        (7, None, None, None),
        (None, None, None, None),
    ],
)
def test_division_is_exact_and_empty_by_nothing(
    whole: int | None, other: int | None, quotient: Any, rest: Any
) -> None:
    assert both(kit.Divide("whole", "other"), whole=whole, other=other) == quotient
    assert both(kit.Remainder("whole", "other"), whole=whole, other=other) == rest


@pytest.mark.parametrize(
    ("day", "until", "months", "years"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 0, 0),
        (date(2026, 1, 28), date(2026, 2, 28), 1, 0),
        (date(2024, 2, 29), date(2025, 2, 28), 11, 0),
        (date(2024, 2, 29), date(2025, 3, 1), 12, 1),
        (date(2024, 2, 29), date(2028, 2, 29), 48, 4),
        (date(2026, 3, 11), date(2026, 3, 11), 0, 0),
        (date(2026, 3, 11), date(2026, 2, 11), -1, 0),
        (date(2026, 3, 11), date(2025, 3, 11), -12, -1),
        (date(2025, 12, 31), date(2026, 1, 1), 0, 0),
        (date(2025, 12, 1), date(2026, 12, 1), 12, 1),
    ],
)
def test_months_and_years_are_whole(day: date, until: date, months: int, years: int) -> None:
    assert both(kit.Months("day", "until"), day=day, until=until) == months
    assert both(kit.Years("day", "until"), day=day, until=until) == years


@pytest.mark.parametrize(
    ("day", "until", "workdays"),
    [
        (date(2026, 3, 9), date(2026, 3, 13), 5),
        (date(2026, 3, 9), date(2026, 3, 15), 5),
        (date(2026, 3, 14), date(2026, 3, 15), 0),
        (date(2026, 3, 13), date(2026, 3, 16), 2),
        (date(2026, 3, 11), date(2026, 3, 11), 1),
        (date(2026, 3, 14), date(2026, 3, 14), 0),
        (date(2026, 3, 12), date(2026, 3, 11), 0),
        (date(2026, 1, 1), date(2026, 12, 31), 261),
        (date(1000, 1, 1), date(8999, 12, 31), 2_087_100),
        (None, date(2026, 3, 11), None),
        (date(2026, 3, 11), None, None),
    ],
)
def test_workdays_count_monday_to_friday_with_both_ends(
    day: date | None, until: date | None, workdays: int | None
) -> None:
    assert both(kit.Workdays("day", "until"), day=day, until=until) == workdays


@pytest.mark.parametrize(
    ("day", "week", "month", "quarter", "year"),
    [
        (
            date(2026, 1, 1),
            date(2025, 12, 29),
            date(2026, 1, 1),
            date(2026, 1, 1),
            date(2026, 1, 1),
        ),
        (
            date(2026, 3, 31),
            date(2026, 3, 30),
            date(2026, 3, 1),
            date(2026, 1, 1),
            date(2026, 1, 1),
        ),
        (
            date(2026, 4, 1),
            date(2026, 3, 30),
            date(2026, 4, 1),
            date(2026, 4, 1),
            date(2026, 1, 1),
        ),
        (
            date(2026, 12, 31),
            date(2026, 12, 28),
            date(2026, 12, 1),
            date(2026, 10, 1),
            date(2026, 1, 1),
        ),
        (
            date(2024, 2, 29),
            date(2024, 2, 26),
            date(2024, 2, 1),
            date(2024, 1, 1),
            date(2024, 1, 1),
        ),
    ],
)
def test_where_a_period_begins(
    day: date, week: date, month: date, quarter: date, year: date
) -> None:
    assert both(kit.WeekStart("day"), day=day) == week
    assert both(kit.MonthStart("day"), day=day) == month
    assert both(kit.QuarterStart("day"), day=day) == quarter
    assert both(kit.YearStart("day"), day=day) == year


@pytest.mark.parametrize(
    ("day", "parts"),
    [
        (date(2026, 1, 1), (2026, 1, 1, 1, 1, 4)),
        (date(2025, 12, 31), (2025, 4, 12, 1, 31, 3)),
        (date(2027, 1, 1), (2027, 1, 1, 53, 1, 5)),
        (date(2024, 2, 29), (2024, 1, 2, 9, 29, 4)),
        (date(2026, 9, 30), (2026, 3, 9, 40, 30, 3)),
        (date(2026, 10, 1), (2026, 4, 10, 40, 1, 4)),
    ],
)
def test_the_parts_of_a_day(day: date, parts: tuple[int, ...]) -> None:
    functions = (kit.Year, kit.Quarter, kit.Month, kit.Week, kit.DayOfMonth, kit.Weekday)
    assert tuple(both(one("day"), day=day) for one in functions) == parts


@pytest.mark.parametrize(
    ("at", "day", "clock"),
    [
        (datetime(2026, 3, 10, 23, 0, tzinfo=UTC), date(2026, 3, 11), time(0, 0)),
        (datetime(2026, 3, 10, 22, 59, tzinfo=UTC), date(2026, 3, 10), time(23, 59)),
        (datetime(2026, 7, 10, 22, 0, tzinfo=UTC), date(2026, 7, 11), time(0, 0)),
        (datetime(2026, 7, 10, 21, 59, tzinfo=UTC), date(2026, 7, 10), time(23, 59)),
        (datetime(2025, 12, 31, 23, 30, tzinfo=UTC), date(2026, 1, 1), time(0, 30)),
        (None, None, None),
    ],
)
def test_a_moment_has_the_day_and_the_clock_of_the_tools_place(
    at: datetime | None, day: date | None, clock: time | None
) -> None:
    assert both(kit.Day("at"), at=at) == day
    assert both(kit.Clock("at"), at=at) == clock


@pytest.mark.parametrize(
    ("at", "then", "hours", "days"),
    [
        (local(2026, 3, 28, 12), local(2026, 3, 29, 12), 23, 1),
        (local(2026, 10, 24, 12), local(2026, 10, 25, 12), 25, 1),
        (local(2026, 3, 11, 0), local(2026, 3, 11, 6), 6, Decimal("0.25")),
        (local(2026, 3, 11, 6), local(2026, 3, 11, 0), -6, Decimal("-0.25")),
        (local(2026, 3, 11), local(2026, 3, 11), 0, 0),
        (None, local(2026, 3, 11), None, None),
    ],
)
def test_hours_go_by_the_clock_and_days_by_the_calendar(
    at: datetime | None, then: datetime | None, hours: Any, days: Any
) -> None:
    """On the nights when the clock is put forward or back the two part."""
    assert both(kit.Hours("at", "then"), at=at, then=then) == hours
    assert both(kit.Days("at", "then"), at=at, then=then) == days


def test_a_time_of_day_begins_anew_at_midnight() -> None:
    values = {"clock": time(22, 0), "till": time(6, 30), "other": 10}
    assert both(kit.Hours("till", "clock"), **values) == Decimal("15.5")
    assert both(kit.Later("clock", hours=F("other")), **values) == time(8, 0)


def test_a_day_begins_at_its_midnight() -> None:
    values = {"day": date(2026, 3, 11), "then": local(2026, 3, 12, 6)}
    assert both(kit.Hours("day", "then"), **values) == 30
    assert both(kit.Days("day", "then"), **values) == Decimal("1.25")


@pytest.mark.parametrize(
    ("day", "lengths", "later"),
    [
        (date(2026, 1, 31), {"months": 1}, date(2026, 2, 28)),
        (date(2024, 1, 31), {"months": 1}, date(2024, 2, 29)),
        (date(2024, 2, 29), {"years": 1}, date(2025, 2, 28)),
        (date(2024, 2, 29), {"years": 4}, date(2028, 2, 29)),
        (date(2026, 3, 31), {"months": -1}, date(2026, 2, 28)),
        (date(2026, 1, 31), {"months": 1, "days": 1}, date(2026, 3, 1)),
        (date(2026, 3, 11), {"weeks": 2, "days": -1}, date(2026, 3, 24)),
        (date(2026, 12, 15), {"months": 13}, date(2028, 1, 15)),
        (date(2026, 3, 11), {"hours": 36}, date(2026, 3, 12)),
        (date(2026, 3, 11), {"days": 0}, date(2026, 3, 11)),
        (None, {"days": 1}, None),
    ],
)
def test_so_much_later(day: date | None, lengths: dict[str, int], later: date | None) -> None:
    assert both(kit.Later("day", **lengths), day=day) == later


@pytest.mark.parametrize(
    ("at", "lengths", "later"),
    [
        (local(2026, 3, 28, 12), {"days": 1}, local(2026, 3, 29, 12)),
        (local(2026, 3, 28, 12), {"hours": 24}, local(2026, 3, 29, 13)),
        (local(2026, 10, 24, 12), {"hours": 24}, local(2026, 10, 25, 11)),
        (local(2026, 1, 31, 8), {"months": 1, "hours": 2}, local(2026, 2, 28, 10)),
    ],
)
def test_so_much_later_than_a_moment(
    at: datetime, lengths: dict[str, int], later: datetime
) -> None:
    assert both(kit.Later("at", **lengths), at=at) == later


def test_a_length_may_be_a_field_of_the_row() -> None:
    values = {"day": date(2026, 3, 11), "whole": 3, "other": None}
    assert both(kit.Later("day", days=F("whole")), **values) == date(2026, 3, 14)
    assert both(kit.Later("day", days=F("other")), **values) is None


@pytest.mark.parametrize(
    ("exact", "day"),
    [
        (Decimal("1.9"), date(2026, 3, 12)),
        (Decimal("-1.9"), date(2026, 3, 10)),
        (Decimal(328_000), date(2924, 3, 23)),
        (Decimal(328_001), None),
        (Decimal(999_999_999), None),
    ],
)
def test_a_length_is_whole_and_within_nine_centuries(exact: Decimal, day: date | None) -> None:
    values = {"day": date(2026, 3, 11), "exact": exact}
    assert both(kit.Later("day", days=F("exact")), **values) == day


def test_two_numbers_that_fit_make_one_that_breaks_nothing() -> None:
    most = 2_147_483_647
    product = both(F("whole") * F("other") * F("whole") + 1, whole=most, other=most)
    assert product == most**3 + 1


def test_a_length_that_there_is_not_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match=r"not by \['minutes'\]"):
        kit.Later("day", minutes=5)


@pytest.mark.parametrize(
    ("expression", "values", "found"),
    [
        (kit.Divide(1, 3), {}, Decimal(1) / 3),
        (kit.Divide(Value(Decimal("0.1")), Value(Decimal("0.3"))), {}, Decimal(1) / 3),
        (100 * F("whole") + F("other"), {"whole": 2, "other": 5}, 205),
        (F("whole") - F("other"), {"whole": 2, "other": None}, None),
        (kit.Divide(F("whole") + 1, F("other") - 1), {"whole": 2, "other": 1}, None),
        (kit.Year(kit.Later("day", years=1)), {"day": date(2024, 2, 29)}, 2025),
        (kit.Days("day", kit.Later("day", months=1)), {"day": date(2026, 2, 1)}, 28),
    ],
)
def test_functions_hold_other_expressions(
    expression: Any, values: dict[str, Any], found: Any
) -> None:
    seen = both(expression, **values)
    assert _alike(seen) == (_alike(found) if isinstance(found, Decimal) else found)


def test_a_number_is_read_exactly() -> None:
    assert number(0.1) == Decimal("0.1")
    assert number(3) == Decimal(3)
    assert number(Decimal("1.50")) == Decimal("1.50")


def test_midnight_is_that_of_the_tools_place() -> None:
    assert moment_of(date(2026, 7, 1)) == datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    now = local(2026, 3, 11, 10)
    assert moment_of(now) is now
