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
    Path,
    Relation,
    Span,
)
from apps.plans.blueprint.expressions.problems import Faults
from apps.plans.blueprint.expressions.types import ANY, BOOLEAN, EMPTY, Type

DATED = frozenset({"date", "datetime", "time"})
EMPTY_BY_ITSELF = "empty is asked for with == or !=, or is one side of if … else"
TEXT_SUM = "texts are joined by text(a, b) or format('{a} {b}'), not by +"


def arithmetic(operator: Arithmetic, left: Node, right: Node, faults: Faults) -> Node:
    """Numbers with numbers; a date or moment with a span of time."""
    gives, reason = _arithmetic(operator, left.type, right.type)
    if isinstance(left, Empty) or isinstance(right, Empty):
        reason = EMPTY_BY_ITSELF
    elif left.type.family == "time" and isinstance(right, Span) and right.unit != "hours":
        reason = f"a time of day goes on by hours: write {operator} hours(n)"
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
    reason = reason or _several(left, right)
    if not reason and operator not in ("==", "!="):
        reason = unordered(left.type) or unordered(right.type)
    if reason:
        faults.say(reason)
    return Comparison(BOOLEAN, operator, left, right)


def _emptiness(operator: Relation, left: Node, right: Node) -> str:
    empty = [one for one in (left, right) if isinstance(one, Empty)]
    is_asked_for = len(empty) < 2 and operator in ("==", "!=")
    return "" if is_asked_for or not empty else "empty is asked for with == or !=, of something"


def _several(left: Node, right: Node) -> str:
    """Several values are only asked whether there are any; and that, of a field."""
    both = [one for one in (left, right) if one.type.many]
    if len(both) == 1 and isinstance(both[0], Path):
        return ""
    return f"{both[0].type} is several at once: ask with “in” or count(…)" if both else ""


def _among(operator: Relation, left: Node, right: Node, faults: Faults) -> Node:
    left = as_type(left, right.type.one, faults)
    right = as_type(right, left.type, faults) if isinstance(right, ListOf) else right
    if right.type.family == "any":
        return Comparison(BOOLEAN, operator, left, right)
    if isinstance(left, Empty):
        faults.say(EMPTY_BY_ITSELF)
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
    if any(isinstance(item, Empty) for item in items):
        faults.say(EMPTY_BY_ITSELF)
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
    if isinstance(then, Empty) and isinstance(otherwise, Empty):
        faults.say(EMPTY_BY_ITSELF)
    elif reason := mixes(then.type, otherwise.type):
        faults.say(f"both sides of if … else give one sort of thing: {reason}")
    return Choose(_joined(then.type, otherwise.type), condition, then, otherwise)


def _joined(then: Type, otherwise: Type) -> Type:
    if then.family == otherwise.family == "number":
        return Type("number", number_field(then, otherwise, "+"))
    return otherwise if then in (EMPTY, ANY) else then
