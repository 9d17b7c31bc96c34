"""Plain functions: what each of the language is called in the kit or in Django."""

from apps.builds.compiler import literals
from apps.builds.compiler.expressions.algebra import Piece, is_true, lookup, test
from apps.builds.compiler.expressions.dispatch import argument, condition, term
from apps.builds.compiler.expressions.scope import NotWritten, Scope, Term
from apps.builds.compiler.expressions.terms import is_about
from apps.builds.compiler.source import call
from apps.plans.blueprint.expressions.nodes import Call, Node, Path

NAMES = {
    "abs": "models.functions.Abs",
    "round": "models.functions.Round",
    "min": "models.functions.Least",
    "max": "models.functions.Greatest",
    "coalesce": "models.functions.Coalesce",
    "lower": "models.functions.Lower",
    "text": "kit.Text",
    "date": "kit.Day",
    "time": "kit.Clock",
    "year": "kit.Year",
    "quarter": "kit.Quarter",
    "month": "kit.Month",
    "week": "kit.Week",
    "day": "kit.DayOfMonth",
    "weekday": "kit.Weekday",
    "week_start": "kit.WeekStart",
    "month_start": "kit.MonthStart",
    "quarter_start": "kit.QuarterStart",
    "year_start": "kit.YearStart",
}
LOOKUPS = {
    "abs": "abs",
    "lower": "lower",
    "date": "date",
    "time": "time",
    "year": "year",
    "quarter": "quarter",
    "month": "month",
    "week": "week",
    "day": "day",
    "weekday": "iso_week_day",
}
"""What a path's own lookup of the same meaning is called."""


@term.register
def _call(node: Call, scope: Scope) -> Term:
    if node.function == "contains":
        raise NotWritten("contains(…) is a condition, not a value.")
    if node.function not in NAMES:
        raise NotWritten(f"{node.function}(…) is not built yet.")
    if node.function == "text":
        return Term(call("kit.Text", *(_shown(part, scope) for part in node.arguments)))
    return Term(call(NAMES[node.function], *(argument(one, scope) for one in node.arguments)))


def _shown(part: Node, scope: Scope) -> str:
    """A path goes by its name, so that a relation is shown by its title."""
    if isinstance(part, Path) and not part.root and part.hops and not is_about(part):
        return literals.text(scope.dotted(part))
    return argument(part, scope)


@condition.register
def _contains(node: Call, scope: Scope) -> Piece:
    if node.function != "contains":
        return is_true(term(node, scope).source)
    where, what = node.arguments
    if isinstance(where, Path) and not where.root and not is_about(where):
        return lookup(f"{scope.key(where)}__icontains", term(what, scope).source)
    return test(call("models.lookups.IContains", argument(where, scope), argument(what, scope)))
