"""The two questions that every node answers: its value, and (of a condition) its `Q`.

Each module of this room registers its nodes here, so that none needs to know the others.
"""

from functools import singledispatch
from typing import Any

from apps.builds.compiler import literals
from apps.builds.compiler.expressions.algebra import Piece, test
from apps.builds.compiler.expressions.scope import NotWritten, Scope, Term
from apps.plans.blueprint.expressions.nodes import ListOf, Node, Value


@singledispatch
def term(node: Any, scope: Scope) -> Term:
    """The source of a node's value."""
    raise NotWritten(f"{type(node).__name__.lower()} cannot be used here.")


@singledispatch
def condition(node: Any, scope: Scope) -> Piece:
    """The `Q` of a node that is true or false."""
    return test(term(node, scope).source)


def argument(node: Node, scope: Scope) -> str:
    """The source of a node where Django would take a bare text for a path, a list for an array."""
    source = term(node, scope).source
    if isinstance(node, ListOf):
        return f"models.Value({source}, models.JSONField())"
    is_text = isinstance(node, Value) and isinstance(node.value, str)
    return f"models.Value({source})" if is_text else source


def text(value: str) -> Term:
    """A text as a term."""
    return Term(literals.text(value))
