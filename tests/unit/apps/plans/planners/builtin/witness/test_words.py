"""Words and numbers in the form in which a brief and a tool are compared."""

import pytest

from apps.plans.planners.builtin.witness.words import number, numbers, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("approval", "approves"),
        ("owner", "owns"),
        ("expiring", "expiry"),
        ("waters", "watered"),
        ("categories", "category"),
        ("planned", "planning"),
        ("supplier's", "suppliers"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("order", "item"), ("matched", "unmatched")])
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_number_is_the_same_however_it_is_written() -> None:
    assert number("1,000") == number("1000.00") == number("1000")
    assert numbers("due <= today() + 14, max 2.5") == {14.0, 2.5}
