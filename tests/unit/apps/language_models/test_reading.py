"""JSON in a model's text."""

import json

import pytest

from apps.language_models.reading import MOST_CHARACTERS, NoObject, object_in

PLAN = {"outcome": "plan", "blueprint": {"name": "x"}}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(PLAN),
        f"```json\n{json.dumps(PLAN)}\n```",
        f"Sure! Here it is:\n{json.dumps(PLAN, indent=2)}\nHope that helps.",
        f"{json.dumps(PLAN)} {json.dumps({'outcome': 'refuse', 'reason': 'x'})}",
    ],
    ids=["bare", "fenced", "prose", "two"],
)
def test_the_first_object_is_found(text: str) -> None:
    assert object_in(text) == PLAN


@pytest.mark.parametrize(
    "text",
    ["", "no", "[1, 2]", '{"half": ', "{{{{"],
    ids=["empty", "words", "list", "half", "braces"],
)
def test_other_texts_are_none(text: str) -> None:
    with pytest.raises(NoObject):
        object_in(text)


def test_a_flood_is_refused_before_it_is_read() -> None:
    with pytest.raises(NoObject, match="characters long"):
        object_in("x" * (MOST_CHARACTERS + 1))
