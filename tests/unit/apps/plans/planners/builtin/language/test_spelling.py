"""Slips of the finger: put right where they can only be one common word."""

import pytest

from apps.plans.planners.builtin.language.spelling import spelled
from apps.plans.planners.builtin.lexicon import lexicon


def read(text: str) -> str:
    words = lexicon()
    return spelled(text, words.tools["common"], words.right_words).text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("evry temprature", "every temperature"),
        ("delet the temperture", "delete the temperature"),
        ("the cusotmer and the invocie", "the customer and the invoice"),
        ("requird commments", "required comments"),
        ("Evry day. Delet it", "Every day. Delete it"),
        ("very crates of Temprature", "very crates of Temprature"),
        ("a costumer rents costumes", "a costumer rents costumes"),
        ("our oder numbers", "our oder numbers"),
        ("kichen@firm.example", "kichen@firm.example"),
    ],
)
def test_only_a_slip_in_a_common_word_is_put_right(typed: str, expected: str) -> None:
    assert read(typed) == expected


def test_a_quote_is_found_again_as_it_was_typed() -> None:
    words = lexicon()
    said = spelled("evry temprature, delet it", words.tools["common"], words.right_words)
    assert said.as_typed("every temperature") == "evry temprature"
    assert said.as_typed("delete it") == "delet it"
    assert said.as_typed("temperature, delete") == "temprature, delet"
    assert said.as_typed("nothing of it") == "nothing of it"
