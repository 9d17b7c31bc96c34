"""Whatever edits a planner writes, they are applied or refused with sentences; nothing breaks."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from apps.plans.blueprint.arrival.outcomes import read_outcome
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.differences import difference
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.identity import identity
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import keys_of
from apps.plans.blueprint.whole import Blueprint
from tests.unit.apps.plans.blueprint.made import NAMES, example

KINDS = [
    "remove",
    "set",
    "rename",
    "move",
    "convert",
    "add_field",
    "add_entry",
    "add_rule",
    "add_page",
]
WORDS = ["", "x", "name", "status", "true", "3", "-due", "status='open'", "status == 'x'"]


def addresses(data: Mapping[str, Any], shape: type[Shape], at: str = "") -> Iterator[str]:
    """Every address that the data has, and those of its empty keys."""
    for key in keys_of(shape).values():
        here = f"{at}.{key.key}" if at else key.key
        yield here
        held = data.get(key.key, [] if key.lists else {})
        for position, entry in enumerate(held) if key.lists else ():
            below = key.shape_of(entry) if key.shapes else None
            name = identity(below, entry, position) if below else entry
            yield f"{here}.{name}"
            if below:
                yield from addresses(entry, below, f"{here}.{name}")


def objects(held: Any) -> Iterator[dict[str, Any]]:
    """Every object inside."""
    if isinstance(held, dict):
        yield held
        for value in held.values():
            yield from objects(value)
    elif isinstance(held, list):
        for entry in held:
            yield from objects(entry)


TOOLS = [example(name) for name in NAMES]
PLACES = [list(addresses(canonical_data(tool), Blueprint)) for tool in TOOLS]
ITEMS = [item for tool in TOOLS for item in objects(canonical_data(tool))]


def edit(chance: random.Random, places: list[str]) -> dict[str, Any]:
    kind = chance.choice(KINDS)
    written: dict[str, Any] = {"kind": kind, "at": chance.choice(places)}
    if kind == "add_page":
        written.pop("at")
    if kind in ("convert", "add_field", "add_rule", "add_page"):
        written["item"] = chance.choice(ITEMS)
    for key in {
        "add_entry": ["item"],
        "set": ["to"],
        "rename": ["name"],
        "remove": ["to"],
        "move": ["after"],
    }.get(kind, []):
        written[key] = chance.choice(WORDS)
    return written


def said(seed: int) -> str:
    """What becomes of a tool under edits made by chance: what changes, or why nothing does."""
    chance = random.Random(seed)
    number = chance.randrange(len(TOOLS))
    written = [edit(chance, PLACES[number]) for _ in range(chance.randint(1, 2))]
    answer = {"outcome": "plan", "edits": written}
    try:
        new = read_outcome(answer, blueprint=TOOLS[number]).outcome.blueprint
    except BlueprintErrors as errors:
        return str(errors)
    assert new is not None
    return "\n".join(["changed", *(change.words for change in difference(TOOLS[number], new))])


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_edits_are_applied_or_refused_with_sentences(start: int) -> None:
    for seed in range(start, start + 50):
        assert said(seed).strip(), seed


def test_some_of_them_are_applied() -> None:
    assert any(said(seed).startswith("changed\n") for seed in range(60))
