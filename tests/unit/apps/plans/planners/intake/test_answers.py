"""Answers to our own question, which arrive as a text with what was asked before."""

import pytest

from apps.plans.planners.intake import answer_at_once
from apps.plans.planners.intake.emptiness import answered, question_for_unread


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Flurb\n\nWhat should be different? Add a filter", "Add a filter"),
        (
            "Flurb\n\n“Flurb” was not understood. What should be different? Add a filter",
            "Add a filter",
        ),
        ("Add a page.\n\nWhat should be different? Nothing\nelse", ""),
        ("What should be different? Add a filter", ""),
        ("Add a field\n\nAnd a filter", ""),
    ],
)
def test_an_answer_is_read_without_what_it_replaces(text: str, read: str) -> None:
    assert answered(text) == (read or text)


def test_the_question_quotes_at_most_three_wishes_and_has_a_default() -> None:
    question = question_for_unread(["a b", "c\n d", "e", "f"], ["Add a location", "Add a photo"])
    assert question["text"].startswith("“a b” and “c d” and “e” were not understood.")
    assert question["default"] == "Add a location"


@pytest.mark.parametrize(
    "text", ["go back to how it was", "Change it back to how it was before", "back to how it was"]
)
def test_how_it_was_is_a_wish_and_no_rolling_back(text: str) -> None:
    assert answer_at_once(text, follow_up=True) is None
