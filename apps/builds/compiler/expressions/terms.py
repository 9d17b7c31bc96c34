"""Values: constants, names, paths, arithmetic, dates, choices between two."""

import datetime
from dataclasses import replace
from decimal import Decimal

from apps.builds.compiler import literals
from apps.builds.compiler.expressions import algebra
from apps.builds.compiler.expressions.dispatch import argument, condition, term, text
from apps.builds.compiler.expressions.scope import PRODUCT, SIGN, SUM, NotWritten, Scope, Term
from apps.builds.compiler.source import call
from apps.plans.blueprint.expressions.nodes import (
    And,
    Choose,
    Comparison,
    Empty,
    Format,
    Hook,
    ListOf,
    Name,
    Negative,
    Node,
    Not,
    Operation,
    Or,
    Path,
    Span,
    Value,
)

MOMENTS = {"me": "kit.Me()", "today": "kit.Today()", "now": "kit.Now()"}
BINDS = {"+": SUM, "-": SUM, "*": PRODUCT}
AWAITING, TITLE = "awaiting", "title"
ABOUT = {"title": "kit.TitleAt", "link": "kit.LinkAt", "comment": "kit.CommentAt"}
IN_HAND = ("row", "it", "each", "before")
IN_HAND_ONLY = (
    "hook('{}') is worked out for one row by code of the tool's own, so nothing is computed, "
    "filtered, sorted or refused by it: keep it in a field, by set, a default or a case of decide."
)
FUNCTIONS = {"/": "kit.Divide", "%": "kit.Remainder"}


@term.register
def _value(node: Value, scope: Scope) -> Term:
    value = node.value
    if node.type.family == "choice" and isinstance(value, str):
        return _choice(node, value, scope)
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Decimal):
        return Term(call("Decimal", literals.text(str(value))))
    if isinstance(value, datetime.date | datetime.time):
        return Term(repr(value))
    return Term(str(value), SIGN if str(value).startswith("-") else Term("").binds)


def _choice(node: Value, value: str, scope: Scope) -> Term:
    entity, field = node.type.of
    if scope.in_models:
        return text(value)
    return Term(scope.tool.choice(entity, field, value))


@term.register
def _empty(node: Empty, scope: Scope) -> Term:
    return Term("None")


@term.register
def _name(node: Name, scope: Scope) -> Term:
    if node.name not in MOMENTS:
        raise NotWritten("“my_roles” is asked with a role: 'approver' in my_roles.")
    return Term(MOMENTS[node.name])


@term.register
def _path(node: Path, scope: Scope) -> Term:
    if node.root == "me":
        if node.hops:
            return Term(call("kit.Mine", literals.text(scope.dotted(node))))
        return Term(MOMENTS["me"])
    if node.root in IN_HAND and node.root != scope.hand and _is_title(node, scope):
        return _title(node, scope)
    if node.root in ("", scope.hand) and is_about(node):
        before = scope.key(replace(node, hops=node.hops[:-1])) if node.hops[1:] else ""
        return Term(call(ABOUT[node.hops[-1].id], literals.text(before) if before else ""))
    key = scope.key(node)
    _refuse_awaiting(node)
    if node.root in ("", scope.hand):
        return Term(call("F", literals.text(key)))
    if (node.root == "row" and scope.outer) or (scope.around and node.root == scope.around):
        return Term(call("models.OuterRef", literals.text(key)))
    return Term(call("kit.Of", literals.text(node.root), literals.text(key) if node.hops else ""))


def is_about(node: Path) -> bool:
    """Whether a path ends at what every row has without a field: its title, link or comment."""
    last = node.hops[-1] if node.hops else None
    return last is not None and last.sort == "field" and last.field.is_system and last.id in ABOUT


def _is_title(node: Path, scope: Scope) -> bool:
    """Whether a path ends at what a row is called, where a row in hand can say that."""
    return (
        bool(node.hops)
        and node.hops[-1].id == TITLE
        and node.hops[-1].field.is_system
        and (not scope.outer)
    )


def _title(node: Path, scope: Scope) -> Term:
    """What another row in play, or one that it leads to, is called."""
    before = scope.key(replace(node, hops=node.hops[:-1])) if node.hops[1:] else ""
    path = f"{before}__{TITLE}" if before else TITLE
    return Term(call("kit.Of", literals.text(node.root), literals.text(path)))


def _refuse_awaiting(node: Path) -> None:
    """Whose turn it is has one question; pages and messages show it as a text."""
    if node.hops and node.hops[-1].id == AWAITING and node.hops[-1].field.is_system:
        raise NotWritten("“awaiting” is asked as “me in awaiting”, or shown.")


@term.register
def _operation(node: Operation, scope: Scope) -> Term:
    if isinstance(node.right, Span):
        return _later(node.left, node.right, scope, minus=node.operator == "-")
    if isinstance(node.left, Span):
        return _later(node.right, node.left, scope, minus=False)
    scope = replace(scope, reckoned=True)
    if node.operator in FUNCTIONS:
        sides = (argument(side, scope) for side in (node.left, node.right))
        return Term(call(FUNCTIONS[node.operator], *sides))
    binds = BINDS[node.operator]
    left = term(node.left, scope).within(binds)
    right = term(node.right, scope).within(binds + (node.operator == "-"))
    return Term(f"{left} {node.operator} {right}", binds)


def _later(start: Node, span: Span, scope: Scope, *, minus: bool) -> Term:
    amount = term(span.amount, scope)
    source = f"-{amount.within(SIGN)}" if minus else amount.source
    return Term(call("kit.Later", argument(start, scope), **{span.unit: source}))


@term.register
def _span(node: Span, scope: Scope) -> Term:
    raise NotWritten("A span of time is added to a date, or taken from one.")


@term.register
def _negative(node: Negative, scope: Scope) -> Term:
    return Term(f"-{term(node.operand, scope).within(SIGN)}", SIGN)


@term.register
def _choose(node: Choose, scope: Scope) -> Term:
    whens: list[str] = []
    rest: Node = node
    while isinstance(rest, Choose):
        when = algebra.printed(condition(rest.condition, scope))
        whens.append(call("models.When", when, then=argument(rest.then, scope)))
        rest = rest.otherwise
    default = "" if isinstance(rest, Empty) else argument(rest, scope)
    return Term(call("models.Case", *whens, default=default))


@term.register
def _list(node: ListOf, scope: Scope) -> Term:
    return Term(literals.listing(term(item, scope).source for item in node.items))


@term.register
def _format(node: Format, scope: Scope) -> Term:
    parts = (part if isinstance(part, str) else _placeholder(part, scope) for part in node.parts)
    return Term(call("kit.Format", literals.text("".join(parts))))


def _placeholder(path: Path, scope: Scope) -> str:
    if path.root:
        raise NotWritten(f"format(…) takes fields of its own row, not “{path.text}”.")
    return "{" + scope.dotted(path) + "}"


@term.register(And)
@term.register(Or)
@term.register(Not)
@term.register(Comparison)
def _condition(node: Node, scope: Scope) -> Term:
    return Term(algebra.printed(condition(node, scope)), SUM)


@term.register
def _hook(node: Hook, scope: Scope) -> Term:
    known = [one.id for one in scope.tool.blueprint.extensions if one.kind == "value"]
    if node.id not in known:
        raise NotWritten(f"There is no extension of the kind value “{node.id}”.")
    if not scope.one_row:
        raise NotWritten(IN_HAND_ONLY.format(node.id))
    return Term(call("kit.Hook", literals.text(node.id)))
