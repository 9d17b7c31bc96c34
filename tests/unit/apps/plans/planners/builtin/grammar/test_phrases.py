"""Noun phrases: where they end, and what they are without their first words."""

import pytest

from apps.plans.planners.builtin.grammar.phrases import bare, content, head_of, key_of, up_to_end
from apps.plans.planners.builtin.lexicon import lexicon


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("a list, sorted", "a list"),
        ("all of our open requests that are late", "all of our open requests"),
        ("each of the rooms with a bed", "each of the rooms"),
        ("the team's laptops with a bag", "the team's laptops"),
        ("an order - or two", "an order"),
        ("status is new", "status"),
        ("on-call shifts per week", "on-call shifts"),
        ("check-in times of guests", "check-in times"),
        ("requests", "requests"),
        ("", ""),
    ],
)
def test_where_a_phrase_ends(text: str, phrase: str) -> None:
    assert up_to_end(text) == phrase


@pytest.mark.parametrize(
    ("phrase", "plain"),
    [
        ("all of our open requests", "open requests"),
        ("list of the new suppliers", "list the new suppliers"),
        ("the", ""),
        ("each machine", "machine"),
        ("my own personal tasks", "tasks"),
        ("theory", "theory"),
    ],
)
def test_without_articles_and_counting_words(phrase: str, plain: str) -> None:
    assert bare(phrase) == plain


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("the team's laptops", "team laptop"),
        ("our categories", "category"),
        ("supplier's invoices", "supplier invoice"),
        ("statuses", "status"),
        ("the", ""),
    ],
)
def test_phrases_are_compared_bare_and_singular(phrase: str, key: str) -> None:
    assert key_of(phrase) == key


@pytest.mark.parametrize(
    ("phrase", "head"), [("our purchase orders", "order"), ("boss's", "boss"), ("the", "")]
)
def test_the_last_word_is_the_head(phrase: str, head: str) -> None:
    assert head_of(phrase) == head


def test_content_leaves_glue_away() -> None:
    assert content("please show me the unmatched invoices", lexicon()) == ["unmatched", "invoices"]
