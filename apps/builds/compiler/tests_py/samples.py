"""Values to fill fields with, and the source that types them in a test."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from apps.builds.compiler import literals, names
from apps.builds.compiler.tests_py.cast import JON, MARA, Person
from apps.builds.compiler.tests_py.facts import NOW, TODAY, UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.fields import FILES, NUMBERS, Field

DAY = datetime.timedelta(days=1)
WEEK_START = TODAY - datetime.timedelta(days=TODAY.weekday())
USUAL = {"integer": 1, "rating": 3, "decimal": 1, "money": 100, "percent": 10, "duration": 1}
PLAIN = re.compile(r"(?=.{1,24}$)\w[\w,.:()/-]*( [\w,.:()/-]+)*")
DATES = ("date", "week", "month", "datetime")


def usual(field: Field, number: int, facts: Facts) -> Value:
    """A value that fills a field; `number` makes texts differ from row to row."""
    return next(candidates(field, number, facts, ()))


def candidates(
    field: Field, number: int, facts: Facts, limits: tuple[Decimal, ...]
) -> Iterator[Value]:
    """Values that a field may have, the usual one first; `limits` are numbers worth trying near."""
    kind = field.kind
    if field.values:
        ids = [value.id for value in field.values]
        yield from ((one,) for one in ids) if kind == "choices" else ids
    elif kind in NUMBERS:
        yield from _numbers(field, limits)
    elif kind in DATES or kind == "time":
        yield from _moments(kind)
    elif kind == "boolean":
        yield from (False, True)
    elif kind in ("person", "people"):
        yield from ((MARA,), (JON,)) if kind == "people" else (MARA, JON)
    elif kind in ("relation", "relations"):
        rows = list(facts.of(field.to))
        yield from ((row,) for row in rows) if kind == "relations" else rows
    elif kind not in FILES:
        yield _text(field, number, facts)


def said(tool: Tool) -> dict[int, list[str]]:
    """Short plain texts that the blueprint's samples have for a field, each once."""
    found: dict[int, list[str]] = {}
    for sample in tool.blueprint.samples:
        for column, called in enumerate(sample.columns):
            field = tool.field(sample.entity, called)
            if field is not None and field.kind == "text":
                texts = (row[column] for row in sample.rows if PLAIN.fullmatch(row[column]))
                folded = {text.lower(): text for text in texts}
                found.setdefault(id(field), list(folded.values()))
    return found


def _text(field: Field, number: int, facts: Facts) -> str:
    kind = field.kind
    if number <= len(texts := facts.said.get(id(field), ())):
        return texts[number - 1]
    if kind == "email":
        return f"{field.id.replace('_', '.')}{number}@example.com"
    if kind == "url":
        return f"https://example.com/{number}"
    if kind == "phone":
        return f"+45 12 34 56 {number:02}"
    plain = names.words(field.id)
    return f"{field.name if field.name.lower() == plain.lower() else plain} {number}"


def _numbers(field: Field, limits: tuple[Decimal, ...]) -> Iterator[Decimal]:
    low, high = plain_limits(field)
    near = [limit + step for limit in limits for step in (0, 1, -1)]
    edges = [edge for edge in (low, high) if edge is not None]
    for number in (Decimal(USUAL[field.kind]), *near, *edges, Decimal(0), Decimal(50)):
        fits = (low is None or number >= low) and (high is None or number <= high)
        if fits and (number % 1 == 0 or field.kind not in ("integer", "rating")):
            yield number


def plain_limits(field: Field) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most of a number, where they are written out."""
    is_rating = field.kind == "rating"
    low, high = field.min or ("1" if is_rating else ""), field.max or ("5" if is_rating else "")
    return _plain(low), _plain(high)


def _plain(text: str) -> Decimal | None:
    return Decimal(text) if text.replace(".", "", 1).removeprefix("-").isdigit() else None


def _moments(kind: str) -> Iterator[Value]:
    if kind == "time":
        yield from (datetime.time(9, 0), datetime.time(17, 0))
    elif kind == "datetime":
        yield from (NOW, NOW + DAY, NOW - DAY, NOW + 30 * DAY, NOW - 30 * DAY)
    elif kind == "week":
        yield from (WEEK_START, WEEK_START - 7 * DAY, WEEK_START + 7 * DAY)
    elif kind == "month":
        yield from (TODAY.replace(day=1), TODAY.replace(month=2, day=1))
    else:
        yield from (TODAY, TODAY - DAY, TODAY + DAY, TODAY + 30 * DAY, TODAY - 30 * DAY)


def source(tool: Tool, field: Field, value: Value, entity: str) -> str:
    """How a test writes a value of a field."""
    if value is None:
        return "None"
    if value is UNKNOWN:
        raise Underivable("a value that is not known")
    if isinstance(value, tuple):
        return literals.listing(source(tool, field, one, entity) for one in value)
    if isinstance(value, Person):
        return value.source
    if isinstance(value, Fact):
        if not value.name:
            raise Underivable("a row without a name")
        return value.name
    if field.values:
        return literals.text(value)
    if isinstance(value, datetime.datetime):
        return _moment(value)
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, Decimal):
        return str(int(value)) if value == int(value) else literals.text(str(value))
    return repr(value) if isinstance(value, bool | datetime.time) else literals.text(value)


def day(value: datetime.date) -> str:
    """A day as seen from the one on which the clock stands."""
    distance = (TODAY - value).days
    known = {0: "self.today", 1: "self.yesterday", -1: "self.tomorrow"}
    return known.get(distance, f"self.today_minus(days={distance})")


def _moment(value: datetime.datetime) -> str:
    distance = (value - NOW).days
    if not distance:
        return "self.now"
    return f"self.now {'+-'[distance < 0]} datetime.timedelta(days={abs(distance)})"


def expected(tool: Tool, field: Field, value: Value, entity: str) -> str:
    """How a test writes a value that it expects to find in a row."""
    if value is None and field.kind in ("text", "long_text", "email", "phone", "url", "choice"):
        return '""'
    if isinstance(value, Decimal) and value != int(value):
        return f"Decimal({str(value)!r})"
    return source(tool, field, value, entity)


def is_whole(value: Value) -> bool:
    """Whether a value is a whole number."""
    return isinstance(value, Decimal) and value == int(value)
