"""Which types go together in a comparison, a choice between two, and an assignment."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace

from apps.plans.blueprint.errors import nearest
from apps.plans.blueprint.expressions.nodes import Call, Choose, Constant, ListOf, Node, Value
from apps.plans.blueprint.expressions.problems import Faults
from apps.plans.blueprint.expressions.types import ORDERED, Type

LOOSE = frozenset({"any", "empty"})
DATED: Mapping[str, Callable[[str], Constant]] = {
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
}


def as_type(node: Node, wanted: Type, faults: Faults) -> Node:
    """The node read in the light of the type beside it: a text as a value of a list, or as a date.

    Complains about a text that is no such value. Branches and lists are read through.
    """
    if isinstance(node, Value) and isinstance(node.value, str) and node.type.family == "text":
        return _constant(node, node.value, wanted, faults)
    if isinstance(node, Choose):
        then, otherwise = (as_type(n, wanted, faults) for n in (node.then, node.otherwise))
        return replace(node, then=then, otherwise=otherwise, type=then.type)
    if isinstance(node, Call) and node.function == "coalesce":
        arguments = tuple(as_type(n, wanted, faults) for n in node.arguments)
        return replace(node, arguments=arguments, type=arguments[0].type)
    if isinstance(node, ListOf):
        items = tuple(as_type(n, wanted.one, faults) for n in node.items)
        known = next((one.type for one in items if one.type.family not in LOOSE), wanted)
        return replace(node, items=items, type=known.several if items else node.type)
    return node


def _constant(node: Value, text: str, wanted: Type, faults: Faults) -> Node:
    if wanted.family == "choice":
        if wanted.values and text not in wanted.values:
            faults.say(f"“{wanted.of[1]}” has no value “{text}”; {nearest(text, wanted.values)}")
        return Value(wanted.one, text)
    if wanted.family == "text" and wanted.values and text not in wanted.values:
        faults.say(f"“{text}” is not known here; {nearest(text, wanted.values)}")
    if wanted.family in DATED:
        return _date(node, text, wanted, faults)
    return node


def _date(node: Value, text: str, wanted: Type, faults: Faults) -> Node:
    try:
        return Value(wanted, DATED[wanted.family](text))
    except ValueError:
        faults.say(
            f"“{text}” is not a {wanted.family}; write it like 2026-03-31 or 2026-03-31 10:00"
        )
        return node


def mixes(left: Type, right: Type) -> str:
    """Why the two cannot be compared or stand for one another; empty if they can."""
    if left.family in LOOSE or right.family in LOOSE:
        return ""
    if left.many != right.many:
        return f"{left if left.many else right} is several at once: ask with “in”"
    if {left.family, right.family} == {"date", "datetime"}:
        return "a date and a moment do not mix: write date(…) around the moment"
    if left.family != right.family:
        return f"{left} and {right} do not mix{_hint(left, right)}"
    if left.family == "row" and left.entity != right.entity:
        return f"{left} and {right} are different things"
    if left.family == "choice" and not set(left.values) & set(right.values):
        return f"“{left.of[1]}” and “{right.of[1]}” have no value in common"
    return ""


def unordered(type_: Type) -> str:
    """Why there is no more or less among these; empty if there is."""
    if type_.family in ORDERED | LOOSE and not type_.many:
        return ""
    return f"{type_} has no order; only numbers, dates and times are more or less"


def _hint(left: Type, right: Type) -> str:
    families = {left.family, right.family}
    if families == {"row", "text"}:
        return ": name a field of it, like .name"
    if families == {"date", "number"} or families == {"datetime", "number"}:
        return ": a number of days is days(n), a distance is days(a, b)"
    return ""


def number_field(left: Type, right: Type, operator: str) -> str:
    """The kind of number that arithmetic gives."""
    kinds = {left.field, right.field}
    if operator == "/":
        return "decimal"
    for kind in ("money", "percent", "duration", "decimal"):
        if kind in kinds:
            return "decimal" if kind == "percent" and len(kinds) > 1 else kind
    return "integer"
