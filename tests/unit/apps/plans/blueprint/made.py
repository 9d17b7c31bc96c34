"""What the tests of the language stand on: the examples, and a small library as plain data.

The library keeps books on shelves: enough of every sort of thing to be bent in one place a test.
"""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from apps.plans.blueprint.checks import check
from apps.plans.blueprint.errors import BlueprintErrors, Problem
from apps.plans.blueprint.loading import load, shaped
from apps.plans.blueprint.whole import Blueprint

EXAMPLES = Path(__file__).parent / "examples"
NAMES = ("request-dashboard", "invoice-matching", "room-free-example", "votes-ledger-approval")

LIBRARY: dict[str, Any] = {
    "name": "Library",
    "roles": [{"id": "keeper"}],
    "entities": [
        {
            "id": "shelf",
            "fields": [
                {"kind": "text", "id": "name", "required": True, "unique": True},
                {"kind": "person", "id": "owner"},
                {"kind": "integer", "id": "books", "expr": "count(book, via=shelf)"},
            ],
        },
        {
            "id": "book",
            "fields": [
                {"kind": "text", "id": "name", "required": True},
                {"kind": "relation", "id": "shelf", "to": "shelf", "required": True},
                {"kind": "integer", "id": "pages", "min": "1"},
                {"kind": "money", "id": "price"},
                {"kind": "date", "id": "bought"},
                {"kind": "datetime", "id": "seen"},
                {"kind": "boolean", "id": "signed"},
                {"kind": "long_text", "id": "notes"},
                {"kind": "person", "id": "reader"},
                {"kind": "people", "id": "fans"},
                {"kind": "email", "id": "contact"},
                {"kind": "choices", "id": "tags", "values": [{"id": "old"}, {"id": "rare"}]},
                {
                    "kind": "status",
                    "id": "state",
                    "values": [{"id": "here"}, {"id": "lent"}, {"id": "gone", "closed": True}],
                },
            ],
            "actions": [
                {"kind": "transition", "id": "lend", "to": "lent", "needs": ["reader"]},
                {"kind": "transition", "id": "lose", "to": "gone"},
            ],
        },
    ],
    "pages": [{"kind": "table", "id": "books", "entity": "book"}],
    "samples": [
        {"entity": "shelf", "columns": ["name"], "rows": [["Top"], ["Low"]]},
        {"entity": "book", "columns": ["name", "shelf"], "rows": [["Emma", "Top"]]},
    ],
}

Bend = Callable[[dict[str, Any]], object]


def library(*bends: Bend) -> dict[str, Any]:
    """The library's data, bent."""
    data = copy.deepcopy(LIBRARY)
    for bend in bends:
        bend(data)
    return data


def entity(data: dict[str, Any], called: str = "book") -> dict[str, Any]:
    """An entity of the data."""
    return next(e for e in data["entities"] if e["id"] == called)


def add(key: str, thing: dict[str, Any], to: str = "book") -> Bend:
    """Adds a field, rule, action or permission to an entity."""
    return lambda data: entity(data, to).setdefault(key, []).append(copy.deepcopy(thing))


def put(key: str, thing: Any) -> Bend:
    """Adds a thing to a list of the whole, or sets one of its keys."""

    def bend(data: dict[str, Any]) -> None:
        if isinstance(thing, dict):
            data.setdefault(key, []).append(copy.deepcopy(thing))
        else:
            data[key] = thing

    return bend


def field(**keys: Any) -> Bend:
    """Adds a field to the book."""
    return add("fields", {"id": "extra", **keys})


def page(**keys: Any) -> Bend:
    """Adds a page of books."""
    return put("pages", {"kind": "table", "id": "extra", "entity": "book", **keys})


def blueprint(*bends: Bend) -> Blueprint:
    """The library as a blueprint; its meaning unchecked."""
    return shaped(library(*bends))


def found(*bends: Bend, brief: str = "") -> list[Problem]:
    """What the checks say of the bent library."""
    return check(blueprint(*bends), brief)


def says(*bends: Bend, brief: str = "") -> str:
    """The same as text, a line each."""
    return "\n".join(f"{problem.id} {problem}" for problem in found(*bends, brief=brief))


def refusal(arrived: Any) -> str:
    """Why loading refuses; fails if it does not."""
    try:
        load(arrived)
    except BlueprintErrors as errors:
        return "\n".join(f"{problem.id} {problem}" for problem in errors.problems)
    raise AssertionError("it was loaded")


def text_of(name: str) -> str:
    """An example as it is stored."""
    return (EXAMPLES / f"{name}.json").read_text(encoding="utf-8")


def example(name: str) -> Blueprint:
    """An example as a blueprint."""
    return load(text_of(name)).blueprint


def follow_ups() -> list[dict[str, Any]]:
    """The eight follow-ups, in the order in which they are said."""
    said: list[dict[str, Any]] = json.loads(text_of("follow-ups"))
    return said
