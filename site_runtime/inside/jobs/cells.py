"""A cell of a sample, as a table in a text file would have it, to the value of a field."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from site_runtime.inside.jobs import JobFailed

DAY = re.compile(r"today(?:([+-])(\d+))?(?: (\d{1,2}:\d{2}))?$")
YES = frozenset({"true", "yes", "1", "on"})
PART = "; "

Find = Callable[[type[models.Model], str], Any]
"""The key of the row of a model with this title. Raises `JobFailed` where there is none."""


def is_many(field: Any) -> bool:
    """Whether a field holds several rows, which are put in after the row is there."""
    return bool(field.many_to_many)


def value_of(field: Any, cell: str, find: Find) -> Any:
    """What `cell` means in `field`. An empty cell is empty. Raises `JobFailed` with a sentence."""
    if is_many(field):
        return [find(field.related_model, title) for title in _parts(cell)]
    if not cell.strip():
        return "" if field.empty_strings_allowed and not field.null else None
    if field.is_relation:
        return find(field.related_model, cell.strip())
    try:
        return field.to_python(_plain(field, cell.strip()))
    except (ValidationError, ValueError) as error:
        raise JobFailed(f"“{cell}” is no value for {field.verbose_name}.") from error


def _plain(field: Any, cell: str) -> Any:
    if isinstance(field, models.BooleanField):
        return cell.lower() in YES
    if isinstance(field, models.JSONField):
        return _parts(cell)
    if isinstance(field, models.DateField):
        return _moment(field, cell)
    return cell


def _moment(field: models.Field[Any, Any], cell: str) -> Any:
    """Dates may be said from today; the rest is read by the field itself."""
    said = DAY.match(cell)
    timed = isinstance(field, models.DateTimeField)
    if not said:
        return timezone.make_aware(datetime.fromisoformat(cell)) if timed else cell
    sign, days, clock = said.groups()
    day: date = timezone.localdate() + timedelta(days=int(f"{sign or ''}{days or 0}"))
    if not timed:
        return day
    hour, minute = (int(part) for part in (clock or "09:00").split(":"))
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(PART.strip()) if part.strip()]
