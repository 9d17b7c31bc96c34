"""What people typed into a text, read as the number or date that it means: as forms read it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

WHOLE = ("integer", "rating")
MOST: dict[str, Decimal] = {"integer": Decimal(2**31 - 1), "rating": Decimal(2**15 - 1)}
MOST_OF_ALL = Decimal(10**12 - 1)
WORDS = {"date": "date", "datetime": "moment", "integer": "whole number", "rating": "rating"}


def read(text: str, kind: str, within: tuple[str, str] | None = None) -> str | None:
    """The text as the database takes it for a field of that kind; None where it is nothing of the
    kind, or lies outside of what the column (or `within`, both ends) can hold.
    """
    from site_kit.web import inputs  # not before the apps are there

    try:
        value = inputs.typed(kind, text.strip())
    except inputs.Unreadable:
        return None
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    number = Decimal(value)
    least, most = map(Decimal, within) if within else (-MOST_OF_ALL, MOST_OF_ALL)
    bound = MOST.get(kind, MOST_OF_ALL)
    return str(value) if max(least, -bound) <= number <= min(most, bound) else None


def now(kind: str) -> str:
    """The day or the moment of the change, as text."""
    return str(timezone.now()) if kind == "datetime" else str(timezone.localdate())


def written(value: Any) -> str:
    """A moment as forms write it, in the tool's own time."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
