"""Values as people type them in a blueprint (defaults, what a decision writes), as source."""

from __future__ import annotations

import datetime

from apps.builds.compiler import literals
from apps.builds.compiler.expressions.scope import NotWritten
from apps.builds.compiler.source import call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.fields import Field

WHOLE = frozenset(("integer", "rating"))
EXACT = frozenset(("decimal", "money", "percent", "duration"))
TRUE = ("true", "yes")
STARTS = {"week": "kit.WeekStart", "month": "kit.MonthStart"}


def is_fixed(field: Field, text: str) -> bool:
    """Whether a typed text stands for the same value at every time, and for one value."""
    is_moving = field.kind in ("date", "datetime", "week", "month") and not text[:1].isdigit()
    return not is_moving and field.kind not in ("choices", "people")


def value(tool: Tool, entity: str, field: Field, text: str, *, inside: str = "") -> str:
    """The source of a typed text; `inside` is the entity in whose body it stands.

    Raises `NotWritten` for a moment with a time of day that is not now.
    """
    if field.kind in ("status", "choice"):
        return tool.choice(entity, field.id, text, inside=inside)
    if field.kind == "choices":
        parts = (part.strip() for part in text.split(";"))
        return literals.listing(
            tool.choice(entity, field.id, one, inside=inside) for one in parts if one
        )
    if field.kind in WHOLE | EXACT:
        return number(field, text)
    if field.kind == "boolean":
        return "True" if text.lower() in TRUE else "False"
    if field.kind in ("date", "week", "month"):
        return _day(field, text)
    if field.kind in ("datetime", "time"):
        return _moment(field, text)
    return literals.text(text)


def number(field: Field, text: str) -> str:
    """A number as source: whole ones bare, others exact."""
    if text.lstrip("-").isdigit():
        return str(int(text))
    return call("Decimal", literals.text(text)) if field.kind in EXACT else text


def _day(field: Field, text: str) -> str:
    if text[:1].isdigit():
        return repr(_start(field, datetime.date.fromisoformat(text)))
    distance = text.removeprefix("today").replace("+", "")
    day = call("kit.Later", "kit.Today()", days=distance) if distance else "kit.Today()"
    return call(STARTS[field.kind], day) if field.kind in STARTS else day


def _start(field: Field, day: datetime.date) -> datetime.date:
    """The day that stands for a day's week or month, where the field is of these."""
    if field.kind == "week":
        return day - datetime.timedelta(days=day.weekday())
    return day.replace(day=1) if field.kind == "month" else day


def _moment(field: Field, text: str) -> str:
    if field.kind == "time":
        return repr(datetime.time.fromisoformat(text))
    if text != "now":
        raise NotWritten(
            f"“{text}” cannot be the value of a moment yet; write now, or leave it out."
        )
    return "kit.Now()"
