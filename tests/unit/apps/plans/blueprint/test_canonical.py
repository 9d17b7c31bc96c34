"""The same tool is the same text, byte for byte, however it was written."""

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.plans.blueprint.canonical import canonical, canonical_data
from apps.plans.blueprint.loading import load, shaped
from apps.plans.blueprint.structure import keys_of
from apps.plans.blueprint.whole import Blueprint
from tests.unit.apps.plans.blueprint.made import LIBRARY, NAMES, example, library, page, text_of


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_written_as_it_is_stored(name: str) -> None:
    assert canonical(example(name)) == text_of(name)


def test_reading_and_writing_again_changes_nothing() -> None:
    once = canonical(load(LIBRARY).blueprint)
    assert canonical(load(once).blueprint) == once


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same data with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    return [shuffled(part, chance) for part in value] if isinstance(value, list) else value


@given(st.sampled_from(NAMES), st.integers(min_value=0, max_value=10_000))
@settings(max_examples=25, deadline=None)
def test_the_order_of_keys_on_arrival_does_not_matter(name: str, seed: int) -> None:
    data = shuffled(json.loads(text_of(name)), random.Random(seed))
    assert canonical(shaped(data)) == text_of(name)


def test_defaults_are_left_out_and_required_keys_are_not() -> None:
    data = library(page(limit=0, inline_edit=False, grain="day", filters=[], name=""))
    assert canonical_data(shaped(data))["pages"][1] == {
        "kind": "table",
        "id": "extra",
        "entity": "book",
    }


def test_keys_are_written_in_the_order_of_the_language() -> None:
    def check(data: dict[str, Any], shape: Any) -> None:
        order = list(keys_of(shape))
        assert list(data) == [key for key in order if key in data]
        for key, value in data.items():
            for entry in value if isinstance(value, list) else [value]:
                below = keys_of(shape)[key].shape_of(entry) if isinstance(entry, dict) else None
                if below:
                    check(entry, below)

    for name in NAMES:
        check(json.loads(text_of(name)), Blueprint)


def test_kind_is_written_first_and_the_id_after_it() -> None:
    def check(value: Any) -> None:
        if isinstance(value, dict) and "kind" in value:
            assert list(value).index("kind") == (1 if "key" in value or "purpose" in value else 0)
        if isinstance(value, dict) and {"kind", "id"} <= set(value):
            assert list(value)[:2] == ["kind", "id"]
        for below in value.values() if isinstance(value, dict) else value:
            if isinstance(below, dict | list):
                check(below)

    for name in NAMES:
        check(json.loads(text_of(name)))


def test_the_text_ends_with_one_newline_and_is_read_as_utf_8() -> None:
    text = canonical(load(library(lambda data: data.update(summary="Grüße 中文"))).blueprint)
    assert text.endswith("}\n")
    assert "Grüße 中文" in text


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"]), max_size=40)
VALUE = st.fixed_dictionaries(
    {"id": st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)},
    optional={
        "name": TEXT,
        "closed": st.booleans(),
        "colour": st.sampled_from(["auto", "red", "green"]),
    },
)
FIELD = st.fixed_dictionaries(
    {"kind": st.just("choice"), "values": st.lists(VALUE, min_size=1, max_size=5)},
    optional={
        "name": TEXT,
        "help": TEXT,
        "required": st.booleans(),
        "managed": st.booleans(),
        "seen_by": st.lists(st.sampled_from(["member", "admin"]), max_size=2),
    },
)


@given(st.lists(FIELD, min_size=1, max_size=4), TEXT)
@settings(max_examples=60, deadline=None)
def test_any_blueprint_comes_back_from_its_text(fields: list[dict[str, Any]], name: str) -> None:
    numbered = [{"id": f"field{i}", **field} for i, field in enumerate(fields)]
    whole = shaped({"name": name, "entities": [{"id": "thing", "fields": numbered}]})
    text = canonical(whole)
    assert shaped(json.loads(text)) == whole
    assert canonical(shaped(json.loads(text))) == text
