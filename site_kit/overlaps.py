"""Times that rows of an entity take, as its `kit.NoOverlap` has them: and what is free.

The constraint itself is held by the database; here is what the kit asks of it besides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields.ranges import DateRangeField
from django.db.models import DateField, DateTimeField, Exists, Model, OuterRef, Q, Value
from django.db.models.lookups import PostgresOperatorLookup

from site_kit.paths import name_of, names_in
from site_kit.roll_ups import entity_by_id

ENDS_BEFORE = "This is before the start."


def span_of(constraint: ExclusionConstraint) -> Any:
    """The expression of the time that a row takes."""
    return constraint.expressions[-1][0]


def ends_of(constraint: ExclusionConstraint) -> tuple[str, str]:
    """The fields it begins and ends with."""
    start, end, _ = span_of(constraint).get_source_expressions()
    return name_of(start), name_of(end)


def per_of(constraint: ExclusionConstraint) -> list[str]:
    """The fields that two rows have to share before they are kept apart."""
    return [str(one) for one, operator in constraint.expressions if operator == "="]


def fields_of(constraint: ExclusionConstraint) -> list[str]:
    """All fields it is about."""
    named = [name.split("__")[0] for name in names_in(constraint.condition)]
    return [*ends_of(constraint), *per_of(constraint), *named]


def ends_before_it_starts(constraint: ExclusionConstraint, row: Model) -> bool:
    """Whether a row takes no time at all: then nothing can be said of it."""
    start, end = (getattr(row, name) for name in ends_of(constraint))
    return start is not None and end is not None and end < start


def by_days(constraint: ExclusionConstraint) -> bool:
    """Whether the time is whole days, both ends counted."""
    return isinstance(span_of(constraint).output_field, DateRangeField)


@dataclass(frozen=True, slots=True)
class Booking:
    """Which rows take which by their `NoOverlap`: `link` is their field that points to what is
    taken."""

    model: type[Model]
    constraint: ExclusionConstraint
    link: str

    @classmethod
    def of(cls, entity: str, model: type[Model]) -> Booking | None:
        """How rows of `entity` (an id) take rows of `model`, if anything keeps them apart."""
        owner = entity_by_id(entity)
        for constraint in owner._meta.constraints if owner else ():
            if isinstance(constraint, ExclusionConstraint):
                for name in per_of(constraint):
                    if owner and owner._meta.get_field(name).related_model is model:
                        return cls(owner, constraint, name)
        return None

    @property
    def by_days(self) -> bool:
        """Whether the time is whole days, both ends counted."""
        return isinstance(span_of(self.constraint).output_field, DateRangeField)

    def free(self, since: date, until: date | None) -> Q:
        """The rows of what is taken that nothing takes from `since` to `until`; empty is open.

        All bookings count, also hidden ones: the database would refuse the time likewise.
        """
        span = span_of(self.constraint)
        kind = DateField() if self.by_days else DateTimeField()
        bounds = "[]" if self.by_days or since == until else "[)"
        asked = span.copy()
        asked.set_source_expressions([Value(since, kind), Value(until, kind), Value(bounds)])
        overlaps = PostgresOperatorLookup(span, asked)
        overlaps.postgres_operator = "&&"
        here = {self.link: OuterRef("pk")}
        taken = self.model.everything  # type: ignore[attr-defined]
        return ~Q(Exists(taken.filter(self.constraint.condition, overlaps, **here)))
