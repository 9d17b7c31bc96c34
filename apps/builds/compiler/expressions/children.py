"""Aggregates: over the rows of another entity (roll-ups), and over the rows at hand (measures)."""

from dataclasses import replace

from apps.builds.compiler import literals
from apps.builds.compiler.expressions.algebra import Piece, is_true, printed, test
from apps.builds.compiler.expressions.dispatch import argument, condition, term
from apps.builds.compiler.expressions.scope import NotWritten, Scope, Term
from apps.builds.compiler.source import call
from apps.plans.blueprint.expressions.nodes import Aggregate, Measure, Node, Path

ROLL_UPS = {name: f"kit.{name.capitalize()}Of" for name in
            ("count", "sum", "avg", "min", "max", "exists", "first", "last")}  # fmt: skip
MEASURES = {name: f"models.{name.capitalize()}" for name in ("count", "sum", "avg", "min", "max")}


@term.register
def _roll_up(node: Aggregate, scope: Scope) -> Term:
    names = scope.tool.names.get(node.entity)
    if names is None:
        raise NotWritten(f"Rows of {node.entity} cannot be counted yet.")
    path = f".{scope.key(node.path)}" if node.path and node.path.hops else ""
    return Term(
        call(
            ROLL_UPS[node.function],
            literals.text(f"{names.model}{path}"),
            via=literals.text(names.attribute(node.via.id)) if node.via else "",
            where=_where(node, scope),
            order=_order(node.order, node.descending, scope),
        )
    )


def _where(node: Aggregate, scope: Scope) -> str:
    return printed(condition(node.where, scope.inside())) if node.where is not None else ""


def _order(path: Path | None, descending: bool, scope: Scope) -> str:
    return literals.text(("-" if descending else "") + scope.key(path)) if path else ""


@condition.register
def _exists(node: Aggregate, scope: Scope) -> Piece:
    source = term(node, scope).source
    return test(source) if node.function == "exists" else is_true(source)


@term.register
def _measure(node: Measure, scope: Scope) -> Term:
    where = printed(condition(node.where, scope)) if node.where is not None else ""
    default = "0" if scope.reckoned and node.function == "sum" else ""
    measured = _measured(node.argument, replace(scope, reckoned=False))
    return Term(call(MEASURES[node.function], measured, filter=where, default=default))


def _measured(node: Node | None, scope: Scope) -> str:
    if node is None:
        return '"pk"'
    if isinstance(node, Path) and not node.root:
        return literals.text(scope.key(node))
    return argument(node, scope)
