"""Running numbers: `INV-2026-0042`. Each is given once, also to two who ask in the same moment.

The counter is a row, locked by who counts until the transaction ends. Numbers may be left out (a
row that was refused), none is given twice.
"""

from __future__ import annotations

import re
import secrets
from datetime import date
from typing import Any

from django.db import connections, models
from django.db.models import Model
from django.utils import timezone

from site_kit.fields import ReferenceField
from site_kit.functions import local_day
from site_kit.texts import shown_of

PLACES = re.compile(r"\{([a-z0-9_]+)(?::([1-9]))?\}")
DATED = {"year": "%Y", "month": "%m", "day": "%d"}
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of what nobody can guess: no l, i, o, 0 and 1, which are read wrongly."""
RANDOM = 16
LONGEST_PART = 40
COUNT = (
    "INSERT INTO kit_counter (key, number) VALUES (%s, 1) "
    "ON CONFLICT (key) DO UPDATE SET number = kit_counter.number + 1 RETURNING number"
)


class Counter(models.Model):
    """How far one has counted; the key is the field and what stands before the number."""

    key = models.CharField(max_length=400, primary_key=True)
    number = models.BigIntegerField()

    class Meta:
        app_label = "site_kit"
        db_table = "kit_counter"

    def __str__(self) -> str:
        return f"{self.key}{self.number}"


def references_of(model: type[Model]) -> list[ReferenceField]:
    """The fields of a model that are numbered."""
    return [field for field in model._meta.concrete_fields if isinstance(field, ReferenceField)]


def number(row: Model) -> None:
    """Give a row the references that it does not have yet."""
    for field in references_of(type(row)):
        if not getattr(row, field.attname):
            setattr(row, field.attname, reference(field, row))


def reference(field: ReferenceField, row: Model, using: str = "default") -> str:
    """The next reference of a field for a row: its pattern, filled in from left to right."""
    day = local_day(getattr(row, "created_at", None) or timezone.now())
    text, end = "", 0
    for place in PLACES.finditer(field.pattern):
        text += field.pattern[end : place.start()]
        end = place.end()
        if place[1] == "number":
            key = f"{row._meta.db_table}.{field.name}:{text}"
            text += str(_next(key, using)).zfill(int(place[2] or 1))
        else:
            text += _filled(place[1], row, day)
    return text + field.pattern[end:]


def _next(key: str, using: str) -> int:
    with connections[using].cursor() as cursor:
        cursor.execute(COUNT, [key])
        return int(cursor.fetchone()[0])


def _filled(name: str, row: Model, day: date) -> str:
    if name in DATED:
        return day.strftime(DATED[name])
    if name == "random":
        return "".join(secrets.choice(LETTERS) for _ in range(RANDOM))
    return shown_of(row, name)[:LONGEST_PART]


def number_those_without(several: Any, using: str) -> None:
    """Give references to rows that were there before the field was, the oldest first."""
    for model in several:
        for field in references_of(model):
            rows = model._base_manager.using(using).filter(**{f"{field.name}__isnull": True})
            for row in rows.order_by("pk").iterator():
                rows.filter(pk=row.pk).update(**{field.name: reference(field, row, using)})
