"""What operators make of two typed nodes, and which of them do not mix."""

from apps.plans.blueprint.expressions.comparing import as_type, mixes, number_field, unordered
from apps.plans.blueprint.expressions.nodes import (
    Arithmetic,
    Choose,
    Comparison,
    Empty,
    ListOf,
    Node,
    Operation,
    Relation,
)
from apps.plans.blueprint.expressions.problems import Faults
from apps.plans.blueprint.expressions.types import ANY, BOOLEAN, EMPTY, Type

DATED = frozenset({"date", "datetime", "time"})
TEXT_SUM = "texts are joined by text(a, b) or format('{a} {b}'), not by +"


def arithmetic(operator: Arithmetic, left: Node, right: Node, faults: Faults) -> Node:
    """Numbers with numbers; a date or moment with a span of time."""
    gives, reason = _arithmetic(operator, left.type, right.type)
    if reason:
        faults.say(reason)
    return Operation(gives, operator, left, right)


def _arithmetic(operator: Arithmetic, left: Type, right: Type) -> tuple[Type, str]:
    families = (left.family, right.family)
    if "any" in families or "empty" in families:
        return (left if right.family in ("any", "empty") else right), ""
    if left.many or right.many:
        return ANY, f"{left if left.many else right} is several at once: nothing to reckon with"
    if families == ("number", "number"):
        return Type("number", number_field(left, right, operator)), ""
    if left.family in DATED and operator in "+-" and right.family == "span":
        return left, ""
    return ANY, _why_not(operator, left, right)


def _why_not(operator: Arithmetic, left: Type, right: Type) -> str:
    families = {left.family, right.family}
    if families == {"text"} or (operator == "+" and "text" in families):
        return TEXT_SUM
    if families <= DATED and operator == "-":
        return "the distance of two dates is days(a, b), b minus a"
    if families & DATED and "number" in families:
        return f"{left} {operator} {right} do not mix: write {operator} days(n)"
    if families & DATED and "span" in families:
        return "the date comes first: date + days(n)"
    if "span" in families:
        return "a span of time is only added to a date or taken from one"
    return f"{left} {operator} {right} do not mix"


def comparison(operator: Relation, left: Node, right: Node, faults: Faults) -> Node:
    """One comparison, a text on either side read in the light of the other."""
    if operator in ("in", "not in"):
        return _among(operator, left, right, faults)
    left, right = as_type(left, right.type, faults), as_type(right, left.type, faults)
    reason = _emptiness(operator, left, right) or mixes(left.type, right.type)
    if not reason and operator not in ("==", "!="):
        reason = unordered(left.type) or unordered(right.type)
    if reason:
        faults.say(reason)
    return Comparison(BOOLEAN, operator, left, right)


def _emptiness(operator: Relation, left: Node, right: Node) -> str:
    has_empty = isinstance(left, Empty) or isinstance(right, Empty)
    return "empty is asked for with == or !=" if has_empty and operator not in ("==", "!=") else ""


def _among(operator: Relation, left: Node, right: Node, faults: Faults) -> Node:
    left = as_type(left, right.type.one, faults)
    right = as_type(right, left.type, faults) if isinstance(right, ListOf) else right
    if right.type.family == "any":
        return Comparison(BOOLEAN, operator, left, right)
    if not right.type.many:
        part = ": contains(a, b) looks into a text" if right.type.family == "text" else ""
        faults.say(
            f"“in” needs a list or a field of several values, and this is {right.type}{part}"
        )
    elif reason := mixes(left.type, right.type.one):
        faults.say(reason)
    return Comparison(BOOLEAN, operator, left, right)


def listed(items: tuple[Node, ...], faults: Faults) -> Node:
    """A list: all entries of one type."""
    known = next((item.type for item in items if item.type.family not in ("any", "empty")), ANY)
    for item in items:
        if reason := mixes(known, item.type):
            faults.say(f"a list holds one sort of thing: {reason}")
    return ListOf(
        Type(known.family, known.field, known.entity, True, known.values, known.of), items
    )


def choose(condition: Node, then: Node, otherwise: Node, faults: Faults) -> Node:
    """Both branches of one type, which is the result's."""
    then, otherwise = as_type(then, otherwise.type, faults), as_type(otherwise, then.type, faults)
    if reason := mixes(then.type, otherwise.type):
        faults.say(f"both sides of if … else give one sort of thing: {reason}")
    return Choose(_joined(then.type, otherwise.type), condition, then, otherwise)


def _joined(then: Type, otherwise: Type) -> Type:
    if then.family == otherwise.family == "number":
        return Type("number", number_field(then, otherwise, "+"))
    return otherwise if then in (EMPTY, ANY) else then
