"""Constraints that Django has no short word for. Each gives a plain constraint of Django's, so
that a migration names only Django, and `Span`, which is the kit's because a function of Django's
would take any name of SQL's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields.ranges import DateRangeField, DateTimeRangeField
from django.db.models import CheckConstraint, F, Func, Q, Value
from django.utils.deconstruct import deconstructible

from site_kit.words import REQUIRED


def Required(*fields: str, name: str) -> CheckConstraint:
    """Text fields that are never empty: `kit.Required("title", name="request_required")`."""
    condition = Q()
    for field in fields:
        condition &= ~Q(**{field: ""})
    return CheckConstraint(condition=condition, name=name, violation_error_message=REQUIRED)


def NoOverlap(
    start: str,
    end: str,
    *,
    per: Sequence[str] = (),
    where: Q | None = None,
    days: bool = False,
    name: str,
    message: str = "",
) -> ExclusionConstraint:
    """No two rows with the same `per` at the same time, while `where` holds of both.

    `kit.NoOverlap("start", "end", per=("room",), where=~Q(status="off"), name="booking_once")`.
    Moments: one may begin when another ends. `days=True` for dates: both days belong to it. An
    empty end is open, an empty `per` is not limited, a row without a start takes no time.
    """
    span = Span(start, end, days=days)
    begun = Q(**{f"{start}__isnull": False})
    return ExclusionConstraint(
        name=name,
        expressions=[*((one, "=") for one in per), (span, "&&")],
        condition=begun if where is None else where & begun,
        violation_error_message=message or "This time is taken.",
    )


@deconstructible(path="site_kit.constraints.Span")
class Span(Func):
    """The time from `start` to `end`, fields of a row: half-open, or whole `days`, both counted.

    Migrations name it, so it never moves.
    """

    def __init__(self, start: str, end: str, *, days: bool = False) -> None:
        kind, field, bounds = _SPANS[days]
        super().__init__(F(start), F(end), Value(bounds), function=kind, output_field=field())


_SPANS: dict[bool, tuple[str, Any, str]] = {
    False: ("TSTZRANGE", DateTimeRangeField, "[)"),
    True: ("DATERANGE", DateRangeField, "[]"),
}
