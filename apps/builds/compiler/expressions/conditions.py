"""Conditions put together: and, or, not, flags, constants."""

from apps.builds.compiler.expressions.algebra import (
    ALWAYS,
    NEVER,
    Piece,
    every,
    is_true,
    lookup,
    negated,
    some,
)
from apps.builds.compiler.expressions.dispatch import condition, term
from apps.builds.compiler.expressions.scope import Scope
from apps.plans.blueprint.expressions.nodes import And, Choose, Empty, Not, Or, Path, Value


@condition.register
def _and(node: And, scope: Scope) -> Piece:
    return every(condition(item, scope) for item in node.items)


@condition.register
def _or(node: Or, scope: Scope) -> Piece:
    return some(condition(item, scope) for item in node.items)


@condition.register
def _not(node: Not, scope: Scope) -> Piece:
    return negated(condition(node.item, scope))


@condition.register
def _choose(node: Choose, scope: Scope) -> Piece:
    when = condition(node.condition, scope)
    then, otherwise = condition(node.then, scope), condition(node.otherwise, scope)
    return some((every((when, then)), every((negated(when), otherwise))))


@condition.register
def _constant(node: Value, scope: Scope) -> Piece:
    return ALWAYS if node.value is True else NEVER


@condition.register
def _nothing(node: Empty, scope: Scope) -> Piece:
    return NEVER


@condition.register
def _flag(node: Path, scope: Scope) -> Piece:
    if node.root:
        return is_true(term(node, scope).source)
    if node.hops[-1].sort == "closed" and scope.spelled:
        return _spelled_closed(node, scope)
    return lookup(scope.key(node), "True")


def _spelled_closed(node: Path, scope: Scope) -> Piece:
    """A constraint names the end states, since `closed` may change its meaning later."""
    source = node.hops[-1].field.source
    closed = [value.id for value in source.values if value.closed] if source else []
    key = scope.key(node).removesuffix("__closed")
    return lookup(f"{key}__in", repr(closed)) if closed else NEVER
