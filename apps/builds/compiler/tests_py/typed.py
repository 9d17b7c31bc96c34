"""Values as a blueprint types them (defaults, decisions), as a test knows them."""

from __future__ import annotations

import datetime
from decimal import Decimal

from apps.builds.compiler.tests_py.cast import TOOL, Person
from apps.builds.compiler.tests_py.facts import NOW, TODAY, UNKNOWN, Value
from apps.plans.blueprint.fields import NUMBERS, Field

MOVING = ("=", "today+", "today-", "+", "-")
TRUE = ("true", "yes")


def start(field: Field, creator: Person) -> Value:
    """What a field of a new row holds that nobody typed."""
    text = field.default
    if field.kind == "status":
        return text or field.values[0].id
    if field.kind == "boolean":
        return text.lower() in TRUE
    if not text:
        return None
    if text == "me":
        return None if creator is TOOL else creator
    if field.kind in ("week", "month") or text.startswith(MOVING):
        return UNKNOWN
    return typed(field, text)


def typed(field: Field, text: str) -> Value:
    """The value of a text that stands for a field; UNKNOWN for what is not read here."""
    if field.kind in NUMBERS:
        return Decimal(text)
    if field.kind == "boolean":
        return text.lower() in TRUE
    if field.kind == "date":
        return TODAY if text == "today" else _day(text)
    if field.kind == "datetime":
        return NOW if text == "now" else UNKNOWN
    if field.kind in ("time", "week", "month", "choices"):
        return UNKNOWN
    return text or None


def _day(text: str) -> Value:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return UNKNOWN
