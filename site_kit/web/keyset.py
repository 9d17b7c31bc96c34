"""Pages by key, never by offset: a page is "after this row", however far down it lies.

The order ends with the id, so that no two rows are equal; empty values come last, whichever way.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.utils import timezone

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order: `name` is an annotation of the queryset, `field` reads it back."""

    name: str
    field: Any
    descending: bool = False
    nullable: bool = True

    def order(self, backwards: bool) -> OrderBy:
        """This column in `order_by`."""
        descending = self.descending != backwards
        if not self.nullable:
            return OrderBy(F(self.name), descending=descending)
        ends = {"nulls_first": True} if backwards else {"nulls_last": True}
        return OrderBy(F(self.name), descending=descending, **ends)

    def same(self, value: Any) -> Q:
        """Rows with the same value here."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value: Any, backwards: bool) -> Q | None:
        """Rows that come after this value, or before it; None where there can be none."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards else None
        lookup = "lt" if self.descending != backwards else "gt"
        found = Q(**{f"{self.name}__{lookup}": value})
        if self.nullable and not backwards:
            found |= Q(**{f"{self.name}__isnull": True})
        return found


def beyond(keys: Sequence[Key], values: Sequence[Any], backwards: bool) -> Q:
    """Rows after (or before) the row that has these values."""
    found = Q(pk__in=())
    same = Q()
    for key, value in zip(keys, values, strict=True):
        here = key.beyond(value, backwards)
        if here is not None:
            found |= same & here
        same &= key.same(value)
    return found


def token(values: Sequence[Any]) -> str:
    """A row's place in the order, for an address."""
    written = json.dumps(list(values), cls=DjangoJSONEncoder, separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def read(text: str, keys: Sequence[Key]) -> list[Any] | None:
    """The values of a token; None where it is not one of this order."""
    if not text or len(text) > LONGEST:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(values, list) or len(values) != len(keys):
            return None
        return [
            None if value is None else _comparable(key.field.to_python(value))
            for key, value in zip(keys, values, strict=True)
        ]
    except (ValueError, TypeError, binascii.Error, ValidationError, RecursionError):
        return None


def _comparable(value: Any) -> Any:
    """A value that the database can be asked about; `ValueError` for one that was made up."""
    if isinstance(value, str) and "\x00" in value.encode().decode():
        raise ValueError("No text that is kept has this sign.")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("No number that is kept is without end.")
    if isinstance(value, datetime) and timezone.is_naive(value):
        return timezone.make_aware(value)
    return value
