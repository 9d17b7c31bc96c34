"""Functions that ask other tables: the size of a field, when a status came, workdays."""

from apps.builds.compiler import literals
from apps.builds.compiler.expressions.dispatch import argument, term
from apps.builds.compiler.expressions.scope import NotWritten, Scope, Term
from apps.builds.compiler.source import call
from apps.plans.blueprint.expressions.nodes import Between, Entered, Path, Size


@term.register
def _size(node: Size, scope: Scope) -> Term:
    return Term(call("kit.SizeOf", _of_this_row(node.path, scope)))


@term.register
def _entered(node: Entered, scope: Scope) -> Term:
    status = _of_this_row(node.path, scope)
    return Term(call("kit.Entered", status, literals.text(node.value)))


def _of_this_row(path: Path, scope: Scope) -> str:
    """The path of what is asked: of this row, and of one row of it."""
    field = path.field
    if path.root:
        raise NotWritten(
            f"“{path.text}” is asked of another row here: give that entity a computed field, and "
            "name it."
        )
    is_kept = field is not None and (not field.is_computed or (field.source and field.is_many))
    if not is_kept or any(hop.field.is_many for hop in path.hops[:-1]):
        raise NotWritten(f"“{path.text}” has no values of its own: name a stored field of one row.")
    return literals.text(scope.dotted(path))


@term.register
def _between(node: Between, scope: Scope) -> Term:
    sides = [argument(side, scope) for side in (node.start, node.end)]
    without = _days_off(node.without, scope) if node.without is not None else ""
    return Term(call(f"kit.{node.unit.capitalize()}", *sides, without=without))


def _days_off(path: Path, scope: Scope) -> str:
    names = scope.tool.names.get(path.entity)
    if names is None:
        raise NotWritten(f"The days of {path.entity} cannot be left out: name an entity's own day.")
    return literals.text(f"{names.model}.{scope.dotted(path)}")
