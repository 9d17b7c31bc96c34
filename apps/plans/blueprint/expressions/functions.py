"""The functions of the language: what each takes and what it gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from apps.plans.blueprint.expressions.comparing import mixes, unordered
from apps.plans.blueprint.expressions.nodes import (
    Between,
    Call,
    Empty,
    Entered,
    Format,
    Hook,
    Node,
    Path,
    Span,
    Unit,
    Value,
)
from apps.plans.blueprint.expressions.operations import EMPTY_BY_ITSELF
from apps.plans.blueprint.expressions.paths import dotted, path_from
from apps.plans.blueprint.expressions.templates import parts_of
from apps.plans.blueprint.expressions.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATETIME,
    DECIMAL,
    INTEGER,
    SPAN,
    TEXT,
    TIME,
    Type,
)

if TYPE_CHECKING:
    from apps.plans.blueprint.expressions.places import Place
    from apps.plans.blueprint.expressions.reader import Reader

Handler = Callable[["Reader", str, ast.Call, "Place"], Node]

DATED = ("date", "datetime")
SPANS = ("hours", "days", "weeks", "months", "years")
MEASURED = {"hours": ("datetime", "time"), "days": DATED, "months": DATED, "years": DATED}


def plain(takes: Sequence[tuple[str, ...]], gives: Type, optional: int = 0) -> Handler:
    """A function whose arguments each have one of some families."""

    def handle(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
        arguments = arguments_of(reader, name, call, place, len(takes) - optional, len(takes))
        for argument, families in zip(arguments, takes, strict=False):
            expect(reader, name, argument, families)
        return Call(gives, name, arguments)

    return handle


def arguments_of(
    reader: Reader, name: str, call: ast.Call, place: Place, least: int, most: int
) -> tuple[Node, ...]:
    """The arguments, read; complains where there are too few or too many."""
    reader.keywords(call, name, ())
    if not least <= len(call.args) <= most:
        number = str(least) if least == most else f"{least} to {most}"
        reader.say(f"{name} takes {number} arguments; there are {len(call.args)}")
    return _read(reader, call, place)


def _read(reader: Reader, call: ast.Call, place: Place) -> tuple[Node, ...]:
    """What a function is given: values, never nothing at all."""
    arguments = tuple(reader.read(argument, place) for argument in call.args)
    if any(isinstance(argument, Empty) for argument in arguments):
        reader.say(EMPTY_BY_ITSELF)
    return arguments


def expect(reader: Reader, name: str, node: Node, families: Sequence[str]) -> None:
    """Complains where the node is of no such family."""
    if node.type.family not in ("any", "empty", *families) or node.type.many:
        wanted = " or ".join(f"a {family}" for family in families)
        reader.say(f"{name} takes {wanted}, and this is {node.type}")


def _round(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
    arguments = arguments_of(reader, name, call, place, 1, 2)
    for argument in arguments:
        expect(reader, name, argument, ("number",))
    if len(arguments) == 2 and not isinstance(arguments[1], Value):
        reader.say("round takes the number of places as a plain number, like round(x, 2)")
    return Call(arguments[0].type if len(arguments) == 2 else INTEGER, name, arguments)


def _abs(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
    arguments = arguments_of(reader, name, call, place, 1, 1)
    for argument in arguments:
        expect(reader, name, argument, ("number",))
    return Call(arguments[0].type if arguments else ANY, name, arguments)


def _of_one_type(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
    """min, max, coalesce of several: all of one type, which is the result's."""
    arguments = arguments_of(reader, name, call, place, 2, 20)
    known = next((a.type for a in arguments if a.type.family not in ("any", "empty")), ANY)
    arguments = tuple(reader.fit(argument, known) for argument in arguments)
    for argument in arguments:
        reason = mixes(known, argument.type) or (name != "coalesce" and unordered(argument.type))
        if argument.type.many:
            reader.say(f"{name} takes one value at a time, and this is {argument.type}")
        elif reason:
            reader.say(f"{name}: {reason}")
    fields = {a.type.field for a in arguments if a.type.family == "number"}
    known = DECIMAL if known.family == "number" and len(fields) > 1 else known
    return Call(known, name, arguments)


def _span(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
    """`days(3)` is a length of time; `days(a, b)` is how many lie between."""
    arguments = arguments_of(reader, name, call, place, 1, 2)
    if len(arguments) < 2:
        amount = arguments[0] if arguments else Value(INTEGER, 0)
        expect(reader, name, amount, ("number",))
        return Span(SPAN, cast(Unit, name), amount)
    if name == "weeks":
        reader.say("weeks between two is days(a, b) / 7")
        return Call(ANY, name, arguments)
    start, end = arguments[:2]
    for argument in (start, end):
        expect(reader, name, argument, MEASURED[name])
    if reason := mixes(start.type, end.type):
        reader.say(f"{name}: {reason}")
    is_whole = name in ("months", "years") or start.type.family == "date"
    return Between(INTEGER if is_whole else DECIMAL, name, start, end)  # type: ignore[arg-type]


def _workdays(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
    given = reader.keywords(call, name, ("without",))
    if len(call.args) != 2:
        reader.say(f"workdays takes two dates; there are {len(call.args)}")
        return Call(INTEGER, name, ())
    start, end = _read(reader, call, place)
    for argument in (start, end):
        expect(reader, name, argument, ("date",))
    without = _days_off(reader, given["without"]) if "without" in given else None
    return Between(INTEGER, "workdays", start, end, without)


def _days_off(reader: Reader, node: ast.expr) -> Path | None:
    parts = dotted(node) or [""]
    if len(parts) != 2 or parts[0] not in reader.world.entities:
        reader.say("without= takes the date field of an entity, like holiday.date")
        return None
    path = path_from(parts[0], parts[1:], reader.world, reader.faults)
    expect(reader, "without=", path, ("date",))
    return path


def _text(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
    arguments = arguments_of(reader, name, call, place, 1, 20)
    if any(argument.type.family in ("span", "file") for argument in arguments):
        reader.say("text joins what can be written: no spans of time and no files")
    if any(argument.type.many and not isinstance(argument, Path) for argument in arguments):
        reader.say("text shows several at once by the name of their field")
    return Call(TEXT, name, arguments)


def _contains(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
    arguments = arguments_of(reader, name, call, place, 2, 2)
    for argument in arguments:
        if argument.type.many:
            reader.say("contains looks into a text; for one of several write a in b")
        else:
            expect(reader, name, argument, ("text",))
    return Call(BOOLEAN, name, arguments)


def _format(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
    reader.keywords(call, name, ())
    only = call.args[0] if len(call.args) == 1 else None
    if not isinstance(only, ast.Constant) or not isinstance(only.value, str):
        reader.say("format takes one text with paths in braces, like format('{a} / {b.c}')")
        return Format(TEXT, ())
    return Format(TEXT, parts_of(only.value, place, reader.world, reader.faults))


def _entered(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
    arguments = arguments_of(reader, name, call, place, 2, 2)
    path = arguments[0] if arguments else None
    is_status = isinstance(path, Path) and path.field and path.field.kind == "status"
    if not isinstance(path, Path) or not is_status or len(arguments) < 2:
        reader.say("entered takes a status and one of its values: entered(status, 'done')")
        return Call(DATETIME, name, arguments)
    value = reader.fit(arguments[1], path.type)
    if not isinstance(value, Value):
        reader.say("entered takes the value as a plain text")
        return Call(DATETIME, name, arguments)
    return Entered(DATETIME, path, str(value.value))


def _hook(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
    arguments = arguments_of(reader, name, call, place, 1, 1)
    called = arguments[0] if arguments else None
    if not isinstance(called, Value) or not re.fullmatch(r"\w+", str(called.value)):
        reader.say("hook takes the id of an extension: hook('distance')")
        return Call(ANY, name, arguments)
    return Hook(ANY, str(called.value))


FUNCTIONS: Mapping[str, Handler] = {
    "round": _round,
    "abs": _abs,
    "min": _of_one_type,
    "max": _of_one_type,
    "coalesce": _of_one_type,
    **dict.fromkeys(SPANS, _span),
    "workdays": _workdays,
    "date": plain([DATED], DATE),
    "time": plain([("datetime",)], TIME),
    **dict.fromkeys(
        ("year", "quarter", "month", "week", "day", "weekday"), plain([DATED], INTEGER)
    ),
    **dict.fromkeys(
        ("week_start", "month_start", "quarter_start", "year_start"), plain([DATED], DATE)
    ),
    "text": _text,
    "format": _format,
    "lower": plain([("text",)], TEXT),
    "contains": _contains,
    "entered": _entered,
    "hook": _hook,
}
