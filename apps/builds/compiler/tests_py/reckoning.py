"""Arithmetic, dates, functions and roll-ups over values that are known; else UNKNOWN."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from apps.builds.compiler.tests_py.facts import NOW, UNKNOWN, Fact, Value, is_number
from apps.plans.blueprint.expressions import nodes

if TYPE_CHECKING:
    from apps.builds.compiler.tests_py.evaluating import Reader

DAYS = ("days", "weeks")
ROLLED_UP = ("count", "exists", "sum", "first", "last")


def negative(reader: Reader, node: nodes.Negative) -> Value:
    """Minus a number; empty stays empty."""
    value = reader.read(node.operand)
    return -value if is_number(value) else value if value is None else UNKNOWN


def operation(reader: Reader, node: nodes.Operation) -> Value:
    """Numbers with numbers, or a date with a span."""
    if isinstance(node.right, nodes.Span):
        return _later(reader, node, node.right)
    left, right = reader.read(node.left), reader.read(node.right)
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if left is None or right is None:
        return None
    if not (is_number(left) and is_number(right)):
        return UNKNOWN
    return _reckoned(node.operator, Decimal(left), Decimal(right))


def _reckoned(operator: str, left: Decimal, right: Decimal) -> Value:
    if operator in ("/", "%"):
        if not right:
            return None
        return left / right if operator == "/" else left % right
    return {"+": left + right, "-": left - right, "*": left * right}[operator]


def _later(reader: Reader, node: nodes.Operation, span: nodes.Span) -> Value:
    start, amount = reader.read(node.left), reader.read(span.amount)
    if start is None or amount is None:
        return None
    if not isinstance(start, datetime.date) or not is_number(amount) or span.unit not in DAYS:
        return UNKNOWN
    length = datetime.timedelta(**{span.unit: float(amount)})
    return start - length if node.operator == "-" else start + length


def between(reader: Reader, node: nodes.Between) -> Value:
    """Days and workdays between two days; other lengths are not told here."""
    start, end = reader.read(node.start), reader.read(node.end)
    if start is None or end is None:
        return None
    if not (_is_day(start) and _is_day(end)) or node.unit not in ("days", "workdays"):
        return UNKNOWN
    return Decimal((end - start).days) if node.unit == "days" else _work(reader, node, start, end)


def _work(reader: Reader, node: nodes.Between, start: datetime.date, end: datetime.date) -> Value:
    off: set[Value] = set()
    if node.without is not None:
        entity = node.without.entity
        rows = list(reader.facts.of(entity))
        off = {reader.follow(row, node.without.hops) for row in rows}
        if UNKNOWN in off or entity in reader.facts.unsure:
            return UNKNOWN
    days = (start + datetime.timedelta(at) for at in range((end - start).days + 1))
    return Decimal(sum(day.weekday() < 5 and day not in off for day in days))


def size(reader: Reader, node: nodes.Size) -> Value:
    """How many values a field holds; 0 where it is empty."""
    found = reader.read(node.path)
    if found is UNKNOWN or not isinstance(found, (tuple, type(None))):
        return UNKNOWN
    return Decimal(len(found or ()))


def entered(reader: Reader, node: nodes.Entered) -> Value:
    """When a status came to its value; the clock of a test stands, so it is always now."""
    return NOW if reader.read(node.path) == node.value else UNKNOWN


def _is_day(value: Value) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def call(reader: Reader, node: nodes.Call) -> Value:
    """The functions of the table below."""
    found = [reader.read(argument) for argument in node.arguments]
    if UNKNOWN in found:
        return UNKNOWN
    if node.function == "coalesce":
        return next((one for one in found if one is not None), None)
    if node.function not in CALLS:
        return UNKNOWN
    if None in found:
        return False if node.function == "contains" else None
    try:
        return CALLS[node.function](*found)
    except (TypeError, AttributeError):
        return UNKNOWN


def roll_up(reader: Reader, node: nodes.Aggregate) -> Value:
    """Counts and sums over rows that are all known."""
    if node.entity in reader.facts.unsure or node.function not in ROLLED_UP:
        return UNKNOWN
    found: list[Fact] = []
    for child in reader.facts.of(node.entity):
        counted = _is_counted(reader, node, child)
        if counted is UNKNOWN:
            return UNKNOWN
        found += [child] if counted else []
    if node.function == "exists":
        return bool(found)
    if node.function in ("first", "last"):
        return _at_an_end(reader, node, found)
    return Decimal(len(found)) if node.function == "count" else _summed(reader, node, found)


def _is_counted(reader: Reader, node: nodes.Aggregate, child: Fact) -> Value:
    link = child.values.get(node.via.id) if node.via is not None else reader.row
    if link is not reader.row:
        return UNKNOWN if link is UNKNOWN else False
    if node.where is None:
        return True
    places = reader.places if reader.fixed else {**reader.places, "row": reader.row}
    found = replace(reader, row=child, places=places).read(node.where)
    return found if found is UNKNOWN else bool(found)


def _at_an_end(reader: Reader, node: nodes.Aggregate, rows: list[Fact]) -> Value:
    """A value of the row that was made first or last; of another order nothing is told."""
    if node.order is not None or node.path is None:
        return UNKNOWN
    if not rows:
        return None
    return reader.follow(rows[0 if node.function == "first" else -1], node.path.hops)


def _summed(reader: Reader, node: nodes.Aggregate, rows: list[Fact]) -> Value:
    hops = node.path.hops if node.path else ()
    found = [reader.follow(row, hops) for row in rows]
    if any(one is not None and not is_number(one) for one in found):
        return UNKNOWN
    return sum((Decimal(one) for one in found if one is not None), Decimal(0))


def _day(moment: datetime.date) -> datetime.date:
    return moment.date() if isinstance(moment, datetime.datetime) else moment


def _rounded(number: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    """As the database rounds: a half away from zero."""
    return number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


CALLS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "round": _rounded,
    "min": min,
    "max": max,
    "lower": lambda text: text.lower(),
    "contains": lambda text, part: part.lower() in text.lower(),
    "date": _day,
    "year": lambda day: Decimal(day.year),
    "month": lambda day: Decimal(day.month),
    "day": lambda day: Decimal(day.day),
    "weekday": lambda day: Decimal(day.isoweekday()),
    "week_start": lambda day: _day(day) - datetime.timedelta(days=day.weekday()),
    "month_start": lambda day: _day(day).replace(day=1),
    "year_start": lambda day: _day(day).replace(month=1, day=1),
}
