"""Aggregates: over the rows of another entity, and measures over the rows at hand."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING, cast, get_args

from apps.plans.blueprint.errors import nearest
from apps.plans.blueprint.expressions.comparing import unordered
from apps.plans.blueprint.expressions.nodes import (
    UNKNOWN,
    Aggregate,
    AggregateName,
    Measure,
    MeasureName,
    Node,
    Path,
    Size,
)
from apps.plans.blueprint.expressions.paths import dotted, path_at, path_from
from apps.plans.blueprint.expressions.types import ANY, BOOLEAN, DECIMAL, INTEGER, Type
from apps.plans.blueprint.fields import PERSONS
from apps.plans.blueprint.words import PERSON
from apps.plans.blueprint.world import KnownField

if TYPE_CHECKING:
    from apps.plans.blueprint.expressions.places import Place
    from apps.plans.blueprint.expressions.reader import Reader

AGGREGATES = frozenset(get_args(AggregateName))
MEASURES = frozenset(get_args(MeasureName))
WITH_PATH = frozenset({"sum", "avg", "min", "max", "first", "last"})
AVERAGED = frozenset({"money", "percent", "duration"})


def aggregate(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
    """`count(line)`, `sum(line.amount, where=…)`, or how many values a field holds."""
    parts = dotted(call.args[0]) if len(call.args) == 1 else None
    if not parts:
        reader.say(f"{name} takes one thing: an entity or a path from one, like {_example(name)}")
        return UNKNOWN
    if name == "count" and _is_size(reader, parts, place):
        return Size(INTEGER, path_at(parts, place, reader.world, reader.faults))
    if parts[0] not in reader.world.entities:
        reader.say(_no_entity(reader, name, parts[0], place))
        return UNKNOWN
    return _over_children(reader, name, parts, call, place)


def _over_children(
    reader: Reader, name: str, parts: list[str], call: ast.Call, place: Place
) -> Aggregate:
    entity, inside = parts[0], place.inside(parts[0])
    given = reader.keywords(call, name, ("where", "via", "order"))
    path = path_from(entity, parts[1:], reader.world, reader.faults) if parts[1:] else None
    _check_path(reader, name, entity, path)
    order, descending = _order(reader, name, given.get("order"), entity)
    return Aggregate(
        type=_type_of(name, path),
        function=cast(AggregateName, name),
        entity=entity,
        via=_via(reader, given.get("via"), entity, place),
        path=path,
        where=reader.condition(given["where"], inside) if "where" in given else None,
        order=order,
        descending=descending,
    )


def measure(reader: Reader, name: str, call: ast.Call, place: Place) -> Node:
    """`count()`, `sum(amount)`, over the rows at hand."""
    given = reader.keywords(call, name, ("where",))
    inside = replace(place, measure=False)
    where = reader.condition(given["where"], inside) if "where" in given else None
    if name == "count":
        if call.args:
            reader.say("count() in a measure counts the rows at hand; narrow it with where=")
        return Measure(INTEGER, "count", None, where)
    if len(call.args) != 1:
        reader.say(f"{name} takes one number of each row, like {name}(amount)")
        return Measure(ANY, "sum", None, where)
    argument = reader.read(call.args[0], inside)
    if reason := _not_for(name, argument.type):
        reader.say(reason)
    return Measure(_number(name, argument.type), cast(MeasureName, name), argument, where)


def _is_size(reader: Reader, parts: list[str], place: Place) -> bool:
    """Whether the path ends in a field of several values, and is no entity counted."""
    is_field = reader.world.field(place.this, parts[0]) is not None
    if not is_field and parts[0] not in ("row", "it", "each", "me", "before"):
        return False
    found = path_at(parts, place, reader.world, type(reader.faults)())
    return bool((found.field and found.type.many) or found.type.family == "file")


def _via(reader: Reader, given: ast.expr | None, entity: str, place: Place) -> KnownField | None:
    links = reader.world.links(entity, place.owner)
    if given is None:
        if len(links) > 1:
            ways = " or ".join(f"via={link.id}" for link in links)
            reader.say(f"{entity} points to {place.owner} in several ways: say {ways}")
        return links[0] if links else None
    parts = dotted(given) or [""]
    field = reader.world.field(entity, parts[0])
    points_here = field in links or (
        field is not None and field.kind in PERSONS and place.owner == PERSON
    )
    if len(parts) > 1 or not points_here:
        reader.say(f"via names a field of {entity} that points to {place.owner or 'this row'}")
        return None
    return field


def _order(
    reader: Reader, name: str, given: ast.expr | None, entity: str
) -> tuple[Path | None, bool]:
    if given is None:
        return None, False
    if name not in ("first", "last"):
        reader.say(f"order= goes with first and last, not with {name}")
    descending = isinstance(given, ast.UnaryOp) and isinstance(given.op, ast.USub)
    parts = dotted(given.operand if isinstance(given, ast.UnaryOp) else given)
    if not parts:
        reader.say(f"order= takes a path of {entity}, with - in front for descending")
        return None, False
    return path_from(entity, parts, reader.world, reader.faults), descending


def _check_path(reader: Reader, name: str, entity: str, path: Path | None) -> None:
    if path is None and name in WITH_PATH:
        reader.say(f"{name} takes a path from {entity}, like {_example(name, entity)}")
    elif path is not None and name not in WITH_PATH:
        condition = f"where={path.text} != empty"
        reader.say(f"{name} counts rows: {name}({entity}, {condition})")
    elif path is not None and (reason := _not_for(name, path.type)):
        reader.say(reason)


def _not_for(name: str, type_: Type) -> str:
    if type_.family == "any":
        return ""
    if name in ("sum", "avg") and (type_.family != "number" or type_.many):
        return f"{name} adds up numbers, and this is {type_}"
    if name in ("min", "max"):
        return unordered(type_)
    return f"{name} gives one value, and this is {type_}" if type_.many else ""


def _type_of(name: str, path: Path | None) -> Type:
    if name in ("count", "exists"):
        return INTEGER if name == "count" else BOOLEAN
    return _number(name, path.type) if path else ANY


def _number(name: str, type_: Type) -> Type:
    is_plain = name == "avg" and type_.family == "number" and type_.field not in AVERAGED
    return DECIMAL if is_plain else type_


def _no_entity(reader: Reader, name: str, word: str, place: Place) -> str:
    if reader.world.field(place.this, word):
        return f"{name} counts the rows of another entity, and “{word}” is a field of this one"
    return f"there is no entity “{word}”; {nearest(word, reader.world.entities)}"


def _example(name: str, entity: str = "line") -> str:
    return f"{name}({entity}.amount)" if name in WITH_PATH else f"{name}({entity})"
