"""Pages by key, never by offset: a page is "after this row", however far down it lies.

The order ends with the id, so that no two rows are equal; empty values come last, whichever way.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
    """One column of an order: `name` is an annotation of the queryset, `field` reads it back;
    `stored` is one that the row itself keeps, so that an index may give the order.
    """

    name: str
    field: Any
    descending: bool = False
    nullable: bool = True
    stored: bool = False

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


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a list: which rows, in which order. The pieces follow each other."""

    where: Q
    order: Sequence[OrderBy]


def stretches(
    keys: Sequence[Key], place: Sequence[Any] | None, backwards: bool
) -> Iterator[Stretch]:
    """The list from a place on (None: from its beginning), as an index gives it.

    An index has empty values at the one end that a list read downwards does not want them at, and
    finds no place by a condition that lets empty values through: so they are a stretch of their
    own, which is asked where the rows before it do not fill the page.
    """
    first, rest = keys[0], keys[1:]
    whole = not (first.stored and first.nullable and (first.descending or place is not None))
    if whole:
        yield _stretch(keys, place, backwards)
        return
    filled = [replace(first, nullable=False), *rest]
    for empty in (backwards, not backwards):
        here = Q(**{f"{first.name}__isnull": empty})
        if place is None or (place[0] is None) is empty:
            several, at = (rest, place and place[1:]) if empty else (filled, place)
        elif empty is backwards:
            continue  # what stands before the place
        else:
            several, at = rest if empty else filled, None
        found = _stretch(several, at, backwards)
        yield Stretch(here & found.where, found.order)


def _stretch(keys: Sequence[Key], place: Sequence[Any] | None, backwards: bool) -> Stretch:
    where = beyond(keys, place, backwards) if place is not None else Q()
    return Stretch(where, [key.order(backwards) for key in keys])


def beyond(keys: Sequence[Key], values: Sequence[Any], backwards: bool) -> Q:
    """Rows after (or before) the row that has these values."""
    found = _after(keys, values, backwards)
    if keys[0].nullable or len(keys) == 1:
        return found
    lookup = "lte" if keys[0].descending != backwards else "gte"
    return Q(**{f"{keys[0].name}__{lookup}": values[0]}) & found  # an index begins there


def _after(keys: Sequence[Key], values: Sequence[Any], backwards: bool) -> Q:
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
        place = [
            None if value is None else _comparable(key.field.to_python(value))
            for key, value in zip(keys, values, strict=True)
        ]
        is_one = all(key.nullable for key, one in zip(keys, place, strict=True) if one is None)
        return place if is_one else None
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
