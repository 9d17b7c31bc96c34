"""Functions of a row's values that Django lacks, with "empty" and x / 0 as the language has them.

Each is said twice, side by side: `sql` for the database, `_of` for the row in hand, asked only
when no argument is empty (else the result is empty). A test compares the two on random rows; what
cannot be said twice is not here. An argument is a field's name, an expression or a plain value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models.expressions import Func, Value
from django.utils import timezone

from site_kit import dates

NUMBER = models.DecimalField(max_digits=30, decimal_places=10)
LENGTHS = {"hours": 7_800_000, "days": 328_000, "weeks": 46_000, "months": 10_800, "years": 900}
"""The most that is reckoned with, nine centuries: a longer one is empty, and breaks no page."""
SOME_DAY = date(2000, 1, 1)
"""What times of day are reckoned on."""


def _zone() -> str:
    return timezone.get_current_timezone_name().replace("'", "")


def local_day(value: Any) -> Any:
    """The day of a moment in the tool's time zone; a day as it is."""
    return timezone.localdate(value) if isinstance(value, datetime) else value


def moment_of(value: date) -> datetime:
    """A day's midnight in the tool's time zone; a moment as it is."""
    if isinstance(value, datetime):
        return value
    return timezone.make_aware(datetime(value.year, value.month, value.day))


def _instant(value: Any) -> datetime:
    """A moment, a day's midnight, or a time of day as of one day."""
    return datetime.combine(SOME_DAY, value, UTC) if isinstance(value, time) else moment_of(value)


def number(value: Any) -> Decimal:
    """A number as the database divides it: exactly."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


class Function(Func):
    """Base of all: `sql` has `{0}`, `{1}` for the arguments, each made into what `takes` says."""

    sql: ClassVar[str]
    takes: ClassVar[str] = "anything"

    def _of(self, *values: Any) -> Any:
        raise NotImplementedError

    def read(self, *values: Any) -> Any:
        """The result in memory, empty where an argument is."""
        if any(value is None for value in values):
            return None
        return self._of(*(TAKERS[self.takes](value) for value in values))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """The SQL of the function with its arguments."""
        parts = [self._argument(compiler, part) for part in self.get_source_expressions()]
        sql: list[str] = []
        params: list[Any] = []
        for place in re.split(r"(\{\d\})", self.sql):
            if place.startswith("{"):
                text, given = parts[int(place[1])]
                sql.append(text)
                params.extend(given)
            else:
                sql.append(place)
        return "".join(sql), params

    def _argument(self, compiler: Any, part: Any) -> tuple[str, list[Any]]:
        sql, params = compiler.compile(part)
        is_moment = isinstance(part.output_field, models.DateTimeField)
        is_time = isinstance(part.output_field, models.TimeField)
        if self.takes == "number":
            sql = f"({sql})::numeric"
        elif self.takes == "day":
            sql = f"(({sql}) AT TIME ZONE '{_zone()}')::date" if is_moment else f"({sql})::date"
        elif self.takes == "moment" and not (is_moment or is_time):
            sql = f"(({sql})::date::timestamp AT TIME ZONE '{_zone()}')"
        elif self.takes == "local":
            sql = f"(({sql}) AT TIME ZONE '{_zone()}')" if is_moment else f"({sql})::timestamp"
        else:
            sql = f"({sql})"
        return sql, list(params)


TAKERS: dict[str, Callable[[Any], Any]] = {
    "anything": lambda value: value,
    "number": number,
    "day": local_day,
    "moment": _instant,
    "local": lambda value: timezone.make_naive(moment_of(value)),
}


class Divide(Function):
    """`kit.Divide(a, b)`: a / b, exact; empty where b is 0."""

    sql = "({0} / NULLIF({1}, 0))"
    takes = "number"
    output_field = NUMBER

    def _of(self, a: Decimal, b: Decimal) -> Decimal | None:
        return a / b if b else None


class Remainder(Function):
    """`kit.Remainder(a, b)`: what a / b leaves, with the sign of a; empty where b is 0."""

    sql = "MOD({0}, NULLIF({1}, 0))"
    takes = "number"
    output_field = NUMBER

    def _of(self, a: Decimal, b: Decimal) -> Decimal | None:
        return a % b if b else None


class Hours(Function):
    """`kit.Hours(a, b)`: hours from a to b, times of a day or moments; a day is its midnight."""

    sql = "(EXTRACT(EPOCH FROM ({1} - {0})) / 3600)"
    takes = "moment"
    output_field = NUMBER

    def _of(self, a: datetime, b: datetime) -> Decimal:
        passed = b.astimezone(UTC) - a.astimezone(UTC)  # of one zone, Python goes by the wall
        return Decimal(passed // timedelta(microseconds=1)) / 3_600_000_000


class Days(Function):
    """`kit.Days(a, b)`: days from a to b, by the calendar; between moments with their fraction."""

    sql = "(EXTRACT(EPOCH FROM ({1} - {0})) / 86400)"
    takes = "local"
    output_field = NUMBER

    def _of(self, a: datetime, b: datetime) -> Decimal:
        return Decimal((b - a) // timedelta(microseconds=1)) / 86_400_000_000


class Months(Function):
    """`kit.Months(a, b)`: whole months from a to b."""

    sql = "(EXTRACT(YEAR FROM age({1}, {0})) * 12 + EXTRACT(MONTH FROM age({1}, {0})))::integer"
    takes = "day"
    output_field = models.IntegerField()

    def _of(self, a: date, b: date) -> int:
        return dates.months_between(a, b)


class Years(Function):
    """`kit.Years(a, b)`: whole years from a to b."""

    sql = "EXTRACT(YEAR FROM age({1}, {0}))::integer"
    takes = "day"
    output_field = models.IntegerField()

    def _of(self, a: date, b: date) -> int:
        return int(dates.months_between(a, b) / 12)


class DayStart(Function):
    """Base of the first days: `PART` is Postgres's word for the length of time."""

    takes = "day"
    output_field = models.DateField()


class Day(DayStart):
    """`kit.Day(moment)`: its day in the tool's time zone."""

    sql = "{0}"

    def _of(self, day: date) -> date:
        return day


class WeekStart(DayStart):
    """`kit.WeekStart(day)`: the Monday of its week."""

    sql = "date_trunc('week', {0})::date"

    def _of(self, day: date) -> date:
        return dates.week_start(day)


class MonthStart(DayStart):
    """`kit.MonthStart(day)`: the first day of its month."""

    sql = "date_trunc('month', {0})::date"

    def _of(self, day: date) -> date:
        return day.replace(day=1)


class QuarterStart(DayStart):
    """`kit.QuarterStart(day)`: the first day of its quarter."""

    sql = "date_trunc('quarter', {0})::date"

    def _of(self, day: date) -> date:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


class YearStart(DayStart):
    """`kit.YearStart(day)`: the first of January of its year."""

    sql = "date_trunc('year', {0})::date"

    def _of(self, day: date) -> date:
        return day.replace(month=1, day=1)


class DayPart(Function):
    """Base of the parts of a day that are numbers."""

    takes = "day"
    output_field = models.IntegerField()


class Year(DayPart):
    """`kit.Year(day)`."""

    sql = "EXTRACT(YEAR FROM {0})::integer"

    def _of(self, day: date) -> int:
        return day.year


class Quarter(DayPart):
    """`kit.Quarter(day)`: 1 to 4."""

    sql = "EXTRACT(QUARTER FROM {0})::integer"

    def _of(self, day: date) -> int:
        return (day.month + 2) // 3


class Month(DayPart):
    """`kit.Month(day)`: 1 to 12."""

    sql = "EXTRACT(MONTH FROM {0})::integer"

    def _of(self, day: date) -> int:
        return day.month


class Week(DayPart):
    """`kit.Week(day)`: the ISO week, 1 to 53."""

    sql = "EXTRACT(WEEK FROM {0})::integer"

    def _of(self, day: date) -> int:
        return day.isocalendar().week


class DayOfMonth(DayPart):
    """`kit.DayOfMonth(day)`: 1 to 31."""

    sql = "EXTRACT(DAY FROM {0})::integer"

    def _of(self, day: date) -> int:
        return day.day


class Weekday(DayPart):
    """`kit.Weekday(day)`: 1 is Monday."""

    sql = "EXTRACT(ISODOW FROM {0})::integer"

    def _of(self, day: date) -> int:
        return day.isoweekday()


class Clock(Function):
    """`kit.Clock(moment)`: the time of day in the tool's time zone."""

    sql = "({0})::time"
    takes = "local"
    output_field = models.TimeField()

    def _of(self, value: datetime) -> time:
        return value.time()


class Later(Function):
    """`kit.Later("due", months=1, days=-3)`: so much on; the 31st + a month is its last day.

    Amounts are numbers or expressions. Days and longer go by the calendar of the tool's time
    zone, hours by the clock, on which a time of day begins anew at midnight.
    """

    def __init__(self, start: Any, **lengths: Any) -> None:
        strange = set(lengths) - set(LENGTHS)
        if strange:
            raise TypeError(f"kit.Later goes by {', '.join(LENGTHS)}, not by {sorted(strange)}.")
        self.lengths = [name for name in LENGTHS if name in lengths]
        amounts = [lengths[name] for name in self.lengths]
        super().__init__(
            start, *(a if hasattr(a, "resolve_expression") else Value(a) for a in amounts)
        )

    def _resolve_output_field(self) -> Any:
        start = self.get_source_expressions()[0].output_field
        return models.DateTimeField() if isinstance(start, models.DateTimeField) else start

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        """Calendar lengths are added together first, as one interval, then hours."""
        start, *amounts = self.get_source_expressions()
        sql, params = compiler.compile(start)
        is_moment = isinstance(start.output_field, models.DateTimeField)
        spans: dict[bool, list[str]] = {True: [], False: []}
        given: dict[bool, list[Any]] = {True: [], False: []}
        for name, amount in zip(self.lengths, amounts, strict=True):
            text, values = compiler.compile(amount)
            by_clock = name == "hours"
            spans[by_clock].append(_interval(name, text))
            given[by_clock] += [*values, *values]
        if isinstance(start.output_field, models.TimeField):
            return f"(({sql}) + ({' + '.join(spans[True])}))", [*params, *given[True]]
        if not is_moment:
            sql = f"({sql})::timestamp"
        if spans[False]:
            local = f"(({sql}) AT TIME ZONE '{_zone()}')" if is_moment else sql
            sql = f"({local} + ({' + '.join(spans[False])}))"
            sql = f"({sql} AT TIME ZONE '{_zone()}')" if is_moment else sql
        if spans[True]:
            sql = f"({sql} + ({' + '.join(spans[True])}))"
        return sql if is_moment else f"({sql})::date", [*params, *given[False], *given[True]]

    def _of(self, start: Any, *amounts: Any) -> Any:
        given = dict(zip(self.lengths, amounts, strict=True))
        if any(abs(amount) > LENGTHS[name] for name, amount in given.items()):
            return None
        months = int(given.get("months", 0)) + 12 * int(given.get("years", 0))
        days = timedelta(days=int(given.get("days", 0)), weeks=int(given.get("weeks", 0)))
        clock = timedelta(hours=float(given.get("hours", 0)))
        if isinstance(start, time):
            return (datetime.combine(SOME_DAY, start) + clock).time()
        if not isinstance(start, datetime):
            end = datetime(start.year, start.month, start.day)
            return (dates.months_later(end, months) + days + clock).date()
        local = timezone.make_naive(start)
        later = timezone.make_aware(dates.months_later(local, months) + days)
        return later.astimezone(UTC) + clock


def _interval(name: str, amount: str) -> str:
    if name == "hours":
        span = f"(interval '1 hour' * ({amount})::double precision)"
    else:
        span = f"make_interval({name} => trunc(({amount})::numeric)::integer)"
    return f"(CASE WHEN abs(({amount})::numeric) <= {LENGTHS[name]} THEN {span} END)"
