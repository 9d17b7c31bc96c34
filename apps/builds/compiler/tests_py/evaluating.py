"""Reads expressions for rows that are known, with a third answer: UNKNOWN.

Where everything named is known, the answer is the one that the tool will give; else it is UNKNOWN
and nothing is built on it. Only what can be told with certainty is implemented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from apps.builds.compiler.tests_py import reckoning
from apps.builds.compiler.tests_py.cast import BY_KEY, TOOL, Cast, Person
from apps.builds.compiler.tests_py.facts import (
    NOW,
    TODAY,
    UNKNOWN,
    Fact,
    Facts,
    Value,
    is_empty,
    is_number,
)
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import nodes, places
from apps.plans.blueprint.expressions.nodes import Hop, Node
from apps.plans.blueprint.expressions.places import Place

OF_A_PERSON = ("groups", "name", "email", "department", "job_title")


def all_hold(answers: Iterable[Value]) -> Value:
    """AND of three values; what comes after the first False is not asked."""
    found: Value = True
    for answer in answers:
        if answer is False:
            return False
        found = UNKNOWN if answer is UNKNOWN else found
    return found


def any_holds(answers: Iterable[Value]) -> Value:
    """OR of three values; what comes after the first True is not asked."""
    found: Value = False
    for answer in answers:
        if answer is True:
            return True
        found = UNKNOWN if answer is UNKNOWN else found
    return found


def opposite(answer: Value) -> Value:
    """NOT of three values."""
    return answer if answer is UNKNOWN else not answer


@dataclass(frozen=True)
class Reader:
    """Reads for one row; `places` are the other rows in play, `facts` all rows there are."""

    tool: Tool
    facts: Facts
    row: Fact | Person | None = None
    me: Person | None = None
    places: Mapping[str, Any] = field(default_factory=dict)
    fixed: bool = False

    def holds(self, text: str, place: Place) -> Value:
        """Whether a condition is true: True, False or UNKNOWN. No text is true."""
        return self.truth(self.tool.question(text, place)) if text else True

    def truth(self, node: Node) -> Value:
        """Whether a node is true; empty is false."""
        found = self.read(node)
        return found if found is UNKNOWN else bool(found)

    def value(self, text: str, place: Place) -> Value:
        """The value of an expression."""
        return self.read(self.tool.node(text, place))

    def read(self, node: Node) -> Value:
        """The value of a node; UNKNOWN for what is not implemented here."""
        how = READERS.get(type(node))
        return how(self, node) if how else UNKNOWN

    def follow(self, value: Value, hops: Iterable[Hop]) -> Value:
        """The value at the end of a path; empty as soon as a hop is."""
        for hop in hops:
            if value is UNKNOWN or value is None:
                return value
            value = _step(self, value, hop)
        return None if value is not UNKNOWN and is_empty(value) else value


def _step(reader: Reader, value: Value, hop: Hop) -> Value:
    source = hop.field.source
    if hop.sort == "closed" and source is not None:
        return any(one.id == value and one.closed for one in source.values)
    if isinstance(value, Person):
        return _of_person(value, hop.id)
    if not isinstance(value, Fact) or hop.sort != "field":
        return UNKNOWN
    if source is None:
        creator = None if value.creator is TOOL else value.creator
        return {"created_by": creator, "created_at": NOW}.get(hop.id, UNKNOWN)
    if not source.is_computed:
        return value.values.get(hop.id)
    inside, place = replace(reader, row=value, places={}, fixed=False), places.own(value.entity)
    is_flag = source.kind == "boolean"
    return inside.holds(source.expr, place) if is_flag else inside.value(source.expr, place)


def _of_person(person: Person, called: str) -> Value:
    if called == "manager":
        return BY_KEY[person.manager] if person.manager else None
    if called == "active":
        return True
    return getattr(person, called) if called in OF_A_PERSON else UNKNOWN


def _name(reader: Reader, node: nodes.Name) -> Value:
    if node.name == "my_roles":
        return Cast(reader.tool).held_by(reader.me) if reader.me else UNKNOWN
    return {"today": TODAY, "now": NOW, "me": reader.me or UNKNOWN}.get(node.name, UNKNOWN)


def _path(reader: Reader, node: nodes.Path) -> Value:
    start: Value = reader.places.get(node.root, UNKNOWN) if node.root else reader.row
    if node.root == "me":
        start = reader.me or UNKNOWN
    return reader.follow(UNKNOWN if start is None else start, node.hops)


def _constant(_: Reader, node: nodes.Value) -> Value:
    value: Any = node.value
    return Decimal(value) if is_number(value) else value


def _comparison(reader: Reader, node: nodes.Comparison) -> Value:
    left, right = reader.read(node.left), reader.read(node.right)
    if isinstance(node.left, nodes.Empty) or isinstance(node.right, nodes.Empty):
        other = right if isinstance(node.left, nodes.Empty) else left
        found: Value = UNKNOWN if other is UNKNOWN else is_empty(other)
    elif node.operator in ("in", "not in"):
        found = _among(left, right)
    else:
        found = _compared(node.operator, left, right)
    is_negative = node.operator in ("!=", "not in")
    return found if found is UNKNOWN else found is not is_negative


def _compared(operator: str, left: Value, right: Value) -> Value:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if is_empty(left) or is_empty(right):
        return False
    try:
        return bool(COMPARED[operator](left, right))
    except TypeError:
        return UNKNOWN


def _among(left: Value, right: Value) -> Value:
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if is_empty(left) or is_empty(right):
        return False
    if not isinstance(right, tuple):
        return UNKNOWN
    return any_holds(UNKNOWN if one is UNKNOWN else one == left for one in right)


def _choose(reader: Reader, node: nodes.Choose) -> Value:
    when = reader.truth(node.condition)
    return when if when is UNKNOWN else reader.read(node.then if when else node.otherwise)


COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
READERS: dict[type, Callable[[Reader, Any], Value]] = {
    nodes.Value: _constant,
    nodes.Empty: lambda _, node: None,
    nodes.Name: _name,
    nodes.Path: _path,
    nodes.And: lambda reader, node: all_hold(reader.truth(item) for item in node.items),
    nodes.Or: lambda reader, node: any_holds(reader.truth(item) for item in node.items),
    nodes.Not: lambda reader, node: opposite(reader.truth(node.item)),
    nodes.Comparison: _comparison,
    nodes.Choose: _choose,
    nodes.ListOf: lambda reader, node: tuple(reader.read(item) for item in node.items),
    nodes.Negative: reckoning.negative,
    nodes.Operation: reckoning.operation,
    nodes.Between: reckoning.between,
    nodes.Size: reckoning.size,
    nodes.Entered: reckoning.entered,
    nodes.Call: reckoning.call,
    nodes.Aggregate: reckoning.roll_up,
}
