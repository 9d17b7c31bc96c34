"""Texts in which nothing is asked."""

import pytest

from apps.plans.planners.intake import answer_at_once
from apps.plans.planners.intake.emptiness import has_words


@pytest.mark.parametrize(
    "text",
    ["", "   ", "x", "🙂", "???", "@Sites", "asdfghjkl qwrtzp", "aaaa aaaa", "12345", "\x00\x01"],
)
def test_nothing_is_asked_back_before_anything_is_spent(text: str) -> None:
    answer = answer_at_once(text, follow_up=False)
    assert answer is not None
    assert answer.outcome == "clarify"
    (question,) = answer.questions
    assert question["default"] in question["options"]


@pytest.mark.parametrize(
    "text", ["loans", "QR codes", "Track it", "Список гостей", "備品の貸出リスト を作る"]
)
def test_words_of_any_language_are_words(text: str) -> None:
    assert has_words(text)


def test_a_follow_up_is_asked_about_a_change() -> None:
    answer = answer_at_once("?", follow_up=True)
    assert answer is not None
    assert answer.questions[0]["text"] == "What should be different?"
