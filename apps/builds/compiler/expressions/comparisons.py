"""Comparisons: a lookup where one side is a path, else a lookup class."""

from dataclasses import replace

from apps.builds.compiler import literals
from apps.builds.compiler.expressions.algebra import (
    NEVER,
    Piece,
    lookup,
    negated,
    some,
    test,
)
from apps.builds.compiler.expressions.dispatch import argument, condition, term
from apps.builds.compiler.expressions.functions import LOOKUPS
from apps.builds.compiler.expressions.scope import NotWritten, Scope
from apps.builds.compiler.expressions.terms import is_about
from apps.builds.compiler.fields import EMPTY_IS_TEXT, is_optional
from apps.builds.compiler.source import call
from apps.plans.blueprint.expressions.nodes import (
    Call,
    Comparison,
    Empty,
    Hop,
    ListOf,
    Name,
    Node,
    Path,
    Value,
)
from apps.plans.blueprint.expressions.types import BOOLEAN

ME = "kit.Me()"
SUFFIXES = {"==": "", "<": "__lt", "<=": "__lte", ">": "__gt", ">=": "__gte"}
FLIPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
CLASSES = {
    "==": "models.lookups.Exact",
    "<": "models.lookups.LessThan",
    "<=": "models.lookups.LessThanOrEqual",
    ">": "models.lookups.GreaterThan",
    ">=": "models.lookups.GreaterThanOrEqual",
}


@condition.register
def _comparison(node: Comparison, scope: Scope) -> Piece:
    if node.operator in ("!=", "not in"):
        return negated(_holds("==" if node.operator == "!=" else "in", node, scope))
    return _holds(node.operator, node, scope)


def _holds(operator: str, node: Comparison, scope: Scope) -> Piece:
    left, right = node.left, node.right
    if operator == "in":
        return _among(left, right, scope)
    if isinstance(right, Empty):
        return _is_empty(left, scope)
    if isinstance(left, Empty):
        return _is_empty(right, scope)
    if key := _key(left, scope):
        return lookup(key + SUFFIXES[operator], term(right, scope).source)
    if key := _key(right, scope):
        return lookup(key + SUFFIXES[FLIPPED[operator]], term(left, scope).source)
    return test(call(CLASSES[operator], argument(left, scope), argument(right, scope)))


def _key(node: Node, scope: Scope) -> str:
    """The lookup of a path of the row at hand, or of a function of one; else nothing."""
    if isinstance(node, Path) and is_about(node):
        return ""
    if isinstance(node, Path) and not node.root:
        return scope.key(node)
    if isinstance(node, Path) and node.root == scope.hand:
        return scope.key(node)
    if isinstance(node, Call) and node.function in LOOKUPS and len(node.arguments) == 1:
        inner = node.arguments[0]
        if isinstance(inner, Path) and not inner.root:
            same = node.function == "date" and inner.type.family == "date"
            return scope.key(inner) + ("" if same else f"__{LOOKUPS[node.function]}")
    return ""


def _is_empty(node: Node, scope: Scope) -> Piece:
    if not isinstance(node, Path) or node.root or is_about(node):
        return test(call("models.lookups.IsNull", argument(node, scope), "True"))
    key, field = scope.key(node), node.field
    if field is None or field.kind not in EMPTY_IS_TEXT or field.is_computed:
        return lookup(f"{key}__isnull", "True")
    nothing = lookup(key, "[]" if field.kind == "choices" else '""')
    if any(_may_be_missing(hop) for hop in node.hops[:-1]):
        return some([nothing, lookup(f"{key}__isnull", "True")])
    return nothing


def _may_be_missing(hop: Hop) -> bool:
    return hop.field.source is None or is_optional(hop.field.source)


def _among(left: Node, right: Node, scope: Scope) -> Piece:
    if isinstance(right, Name) and right.name == "my_roles":
        return test(call("kit.HasRole", _written_out(left)))
    if isinstance(right, ListOf):
        return _in_list(left, right, scope)
    if isinstance(right, Path) and right.hops and right.hops[-1].id == "groups":
        return _in_group(left, right, scope)
    if isinstance(right, Path) and right.hops and right.hops[-1].id == "managers":
        return _leads(left, right, scope)
    if isinstance(right, Path) and not right.root:
        if right.hops[-1].id == "awaiting" and term(left, scope).source != ME:
            raise NotWritten("“awaiting” is asked as “me in awaiting”, or shown.")
        suffix = "__contains" if right.field and right.field.kind == "choices" else ""
        return lookup(scope.key(right) + suffix, term(left, scope).source)
    if isinstance(right, Path) and right.root == "row" and (key := _key(left, scope)):
        return lookup(f"{key}__in", term(right, scope).source)
    raise NotWritten(f"“in {_words(right)}” cannot be asked here yet.")


def _in_list(left: Node, right: ListOf, scope: Scope) -> Piece:
    if not right.items:
        return NEVER
    if key := _key(left, scope):
        return lookup(f"{key}__in", term(right, scope).source)
    keys = [_key(item, scope) for item in right.items]
    if all(keys):
        return some(lookup(key, term(left, scope).source) for key in keys)
    equals = (Comparison(BOOLEAN, "==", left, item) for item in right.items)
    return some(_holds("==", one, scope) for one in equals)


def _in_group(left: Node, right: Path, scope: Scope) -> Piece:
    group = _written_out(left)
    if right.root == "me":
        return test(call("kit.InGroup", group))
    if right.root not in ("", "it"):
        raise NotWritten("Groups are asked of the asker, or of a person of this row.")
    before = "__".join(
        scope.key(Path(right.type, "", right.entity, (hop,))) for hop in right.hops[:-1]
    )
    return test(call("kit.InGroup", group, literals.text(before or "pk")))


def _leads(left: Node, right: Path, scope: Scope) -> Piece:
    is_me = isinstance(left, Name) and left.name == "me"
    if not is_me or right.root not in ("", "it", scope.hand):
        raise NotWritten("Who is above is asked of the asker: me in employee.managers.")
    before = scope.key(replace(right, hops=right.hops[:-1]))
    return test(call("kit.Leads", literals.text(before)))


def _written_out(node: Node) -> str:
    """A text that has to be written out: the name of a role or a group."""
    if isinstance(node, Value) and isinstance(node.value, str):
        return literals.text(node.value)
    raise NotWritten("The name of a role or group is written as a text.")


def _words(node: Node) -> str:
    return node.text if isinstance(node, Path) else "…"
