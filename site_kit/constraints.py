"""Constraints that Django has no short word for. Each gives a plain constraint of Django's, so
that a migration names only Django."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db.models import CheckConstraint, Q

from site_kit.words import REQUIRED


def Required(*fields: str, name: str) -> CheckConstraint:
    """Text fields that are never empty: `kit.Required("title", name="request_required")`."""
    condition = Q()
    for field in fields:
        condition &= ~Q(**{field: ""})
    return CheckConstraint(condition=condition, name=name, violation_error_message=REQUIRED)


def NoOverlap(*args: Any, name: str, **kwargs: Any) -> NoReturn:
    """Two rows at the same time; refused where it is written, since nothing holds it yet."""
    raise TypeError(
        f"kit.NoOverlap ({name}) is not held yet, so the tool does not start. "
        "Leave the rule out, or use a UniqueConstraint over the day."
    )
