"""How the tests of expressions ask: of the examples, at the places of the language."""

from functools import cache

from apps.plans.blueprint.expressions import (
    ExpressionErrors,
    Node,
    Place,
    Type,
    parse,
    parse_condition,
    places,
)
from apps.plans.blueprint.world import World, world_of
from tests.unit.apps.plans.blueprint.made import blueprint, example

INVOICES, TOURS, SEEDS = "invoice-matching", "room-free-example", "votes-ledger-approval"
BOOK = places.own("book")
INVOICE = places.own("invoice")


@cache
def world(name: str = "") -> World:
    """The world of an example, or of the library."""
    return world_of(example(name) if name else blueprint())


def read(text: str, place: Place = BOOK, name: str = "", wanted: Type | None = None) -> Node:
    """The tree."""
    return parse(text, place, world(name), wanted)


def type_at(text: str, place: Place = BOOK, name: str = "") -> str:
    """The type in words, with the kind of field that would hold it."""
    found = read(text, place, name).type
    return f"{found} {found.field}" if found.family == "number" else str(found)


def refused(text: str, place: Place = BOOK, name: str = "") -> str:
    """Why it is refused; fails if it is not."""
    try:
        read(text, place, name)
    except ExpressionErrors as errors:
        return "; ".join(errors.messages)
    raise AssertionError(f"{text} was read")


def condition_refused(text: str, place: Place = BOOK, name: str = "") -> str:
    """Why it is no condition."""
    try:
        parse_condition(text, place, world(name))
    except ExpressionErrors as errors:
        return "; ".join(errors.messages)
    raise AssertionError(f"{text} was read as a condition")
