"""Hostile text under every key of the language: refused, or a literal and nothing else.

The schema is gone through, so that a key that is added to it is tried as well.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint
from apps.builds.inspection import inspect_source
from apps.plans.blueprint.addresses import locate
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import load
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import KeyOf, children_of
from apps.plans.blueprint.whole import Blueprint

from .drawn.whole import POOL, drawn, tree
from .test_hostile_texts import HOSTILE, names_in

READ = {"expression", "measure", "assignment", "path", "sort", "who", "filter"}
"""What is read as a small language of its own: a text that is none is refused."""
TYPED = {("Case", "value"), ("Decide", "otherwise")}
"""What has to fit the field that it is written to."""
CODE = {("Extension", "source")}
"""What is read by the inspector alone, which has tables of hostile code of its own."""
SEEDS = [seed for seed in POOL if drawn(seed).data.get("pages")][:2]
"""Tools that say their pages: those that are made up are called by their entities' plurals."""
TRIED = ("a quote and a command", "three quotes", "format braces", "markup", "a comment")

Data = dict[str, Any]
Place = tuple[Data, KeyOf, type[Shape], str]


def texts(data: Data, shape: type[Shape] = Blueprint, at: str = "") -> Iterator[Place]:
    """Each text of a blueprint that is no id and no word of a closed list."""
    for key, value in children_of(shape, data):
        if not key.shapes and not key.allowed and _is_text(shape, key):
            yield data, key, shape, f"{at}{key.key}"
        for number, one in enumerate(value if key.shapes and key.lists else [value]):
            below = key.shape_of(one) if isinstance(one, Mapping) and key.shapes else None
            if below is not None and isinstance(one, dict):
                yield from texts(one, below, f"{at}{key.key}.{number}.")


def _is_text(shape: type[Shape], key: KeyOf) -> bool:
    info = shape.model_fields[key.attribute]
    said = f"{info.annotation} {info.metadata}"
    return "str" in said and "pattern='" not in said and shape.__name__ != "Sample"


def _is_tried(place: Place) -> bool:
    _, key, shape, _ = place
    known = (shape.__name__, key.key)
    return key.holds not in READ | {"default"} and known not in TYPED | CODE


def put(place: Place, text: str) -> None:
    """The text under a key; of a list, as its only entry."""
    owner, key, _, _ = place
    owner[key.key] = [text] if key.lists else text


def spoilt(seed: int, text: str) -> tuple[Blueprint, set[tuple[str, str]]]:
    """A drawn tool with the text wherever it is let in; and where it was, by shape and key."""
    data = copy.deepcopy(drawn(seed).data)
    before = copy.deepcopy(data)
    places = [one for one in texts(data) if _is_tried(one)]
    there = {(shape.__name__, key.key): 0 for _, key, shape, _ in places}
    for place in places:
        put(place, text)
    for _ in range(12):
        try:
            return load(data).blueprint, {one for one, back in there.items() if not back}
        except BlueprintErrors as errors:
            for problem in errors.problems:
                _restore(data, before, problem.where, there)
    raise AssertionError("The tool does not hold, whatever is taken back.")


def _restore(data: Data, before: Data, address: str, there: dict[tuple[str, str], int]) -> None:
    """What was under the key at an address, or at the nearest before it."""
    parts = address.split(".")
    while parts:
        try:
            now, was = locate(data, ".".join(parts)), locate(before, ".".join(parts))
        except LookupError:
            parts.pop()
            continue
        if now.is_entry and isinstance(now.value, dict):
            now.entries[now.index] = copy.deepcopy(was.value)
        elif was.key.key in was.owner:
            now.owner[now.key.key] = copy.deepcopy(was.owner[was.key.key])
            there[now.shape.__name__, now.key.key] = 1
        return


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", TRIED)
def test_what_is_let_in_is_a_literal(name: str, seed: int) -> None:
    blueprint, there = spoilt(seed, HOSTILE[name])
    files = compile_blueprint(blueprint)

    assert len(there) > 25
    assert inspect_source(files) == []
    assert names_in(files) - {"ThisTool"} <= names_in(tree(seed)) | {"Decimal"}


def test_what_is_read_refuses_what_it_cannot_read() -> None:
    let_in = []
    known: set[tuple[str, str]] = set()
    for seed in SEEDS:
        whole = drawn(seed).data
        for number, (_, key, shape, at) in enumerate(list(texts(whole))):
            if key.holds not in READ or (shape.__name__, key.key) in known:
                continue
            known.add((shape.__name__, key.key))
            data = copy.deepcopy(whole)
            put(list(texts(data))[number], HOSTILE[TRIED[number % len(TRIED)]])
            try:
                load(data)
            except BlueprintErrors:
                continue
            let_in.append(f"{shape.__name__}.{key.key} at {at}")

    assert len(known) > 30
    assert let_in == []
