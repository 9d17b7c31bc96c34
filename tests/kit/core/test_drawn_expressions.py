"""The drawn expressions say all that the language lets pass: each function and operator, of each
type that it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from apps.builds.compiler.expressions.scope import NotWritten
from apps.plans.blueprint.expressions import ExpressionErrors
from apps.plans.blueprint.expressions.aggregates import AGGREGATES
from apps.plans.blueprint.expressions.functions import FUNCTIONS
from apps.plans.blueprint.expressions.nodes import (
    Aggregate,
    Between,
    Call,
    Choose,
    Comparison,
    Name,
    Node,
    Operation,
    Span,
    walk,
)
from apps.plans.blueprint.expressions.reader import ARITHMETIC, RELATIONS
from tests.kit.core import drawn_expressions as drawn

TIMES = 6
SAMPLES = (
    *("text", "whole", "flag", "day", "at", "clock", "mood", "tags", "owner", "helpers", "twin"),
    *("links", "papers", "empty", "days(1)", "hours(1)", "['a']", "['good']"),
)
"""Something of each type."""
NAMES = ("me == owner", "today", "now", "'hr' in my_roles", "'Finance' in me.groups")
OPTIONS = ("", ", via=twin", ", where=flag", ", order=day", ", order=-day")
NOT_COMPARED = {"hook"}
"""Worked out for a row in hand only, by code of the tool's own."""

Said = tuple[str, str]
"""What is said, and the type of something that it is said of."""


def of(node: Node) -> str:
    """A type as far as a function or an operator minds it."""
    return f"{node.type.family} {node.type.entity}{' of many' if node.type.many else ''}"


def said(node: Node) -> Iterator[Said]:
    """What one node says."""
    match node:
        case Call():
            yield from ((node.function, of(one)) for one in node.arguments)
        case Span():
            yield f"{node.unit}(n)", of(node.amount)
        case Between():
            yield node.unit, f"{of(node.start)}, without some: {node.without is not None}"
        case Comparison() | Operation():
            yield node.operator, " and ".join(sorted((of(node.left), of(node.right))))
        case Aggregate():
            yield node.function, f"via: {node.via is not None}, order: {node.order is not None}"
            yield node.function, f"where: {node.where is not None}, back: {node.descending}"
            yield from [(node.function, of(node.path))] if node.path else ()
        case Name():
            yield "name", node.name
        case Choose() if node.type.many and node.type.family != "choice":
            pass  # of several rows or files only memory chooses, where a value is set
        case _:
            yield type(node).__name__, of(node)


def heard(text: str) -> set[Said]:
    """All that an expression says; nothing where the language or the compiler refuses it."""
    try:
        node = drawn.TOOL.node(text, drawn.HERE)
        is_condition = node.type.family == "boolean" and not node.type.many
        (drawn.of_condition if is_condition else drawn.of_value)(text)
    except (ExpressionErrors, NotWritten):
        return set()
    return {one for below in walk(node) for one in said(below)}


def tried() -> Iterator[str]:
    """Every function and operator of everything, whether or not the language lets it pass."""
    yield from NAMES
    for name, one in product(FUNCTIONS.keys() - NOT_COMPARED, SAMPLES):
        yield from (f"{name}({one})", f"{name}({one}, {one})")
    for sign, one, two in product((*ARITHMETIC.values(), *RELATIONS.values()), SAMPLES, SAMPLES):
        yield f"{one} {sign} {two}"
    for one in SAMPLES:
        yield from (f"-{one}", f"not {one}", f"{one} and {one}", f"{one} or {one}")
        yield from (f"{one} if flag else {one}", f"count({one})", f"entered({one}, 'bad')")
    for name, more in product(AGGREGATES, OPTIONS):
        yield from (f"{name}({one}{more})" for one in ("measure", "salary", "salary.amount"))
        yield from (f"{name}(measure.{one}{more})" for one in SAMPLES)
    yield from ("workdays(day, until, without=measure.day)", "format('{text} {owner.name}')")


def test_all_that_the_language_lets_pass_is_drawn() -> None:
    found: set[Said] = set()

    @settings(
        max_examples=TIMES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.tuples(*st.one_of(*(of_type(1) for of_type in drawn.EVERYTHING)).branches))
    def draw(one_of_each: tuple[str, ...]) -> None:
        for text in one_of_each:
            words = heard(text)
            assert words, f"{text} is drawn and refused"
            found.update(words)

    draw()
    allowed = {one: text for text in tried() for one in heard(text)}
    assert [text for one, text in allowed.items() if one not in found] == []
