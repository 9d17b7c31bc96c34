"""A whole brief: nothing vanishes, nothing is read twice."""

import re

import pytest

from apps.plans.planners.builtin.grammar.wishes import Background, Beyond, Extra, HasFields
from apps.plans.planners.builtin.lexicon import lexicon
from tests.briefs.score import briefs
from tests.unit.apps.plans.planners.said import answer_to, reading_of, wishes_of

TEXTS = [entry["brief"] for entry in briefs() if entry["checks"].get("outcome", "plan") == "plan"]


@pytest.mark.parametrize("brief", TEXTS, ids=lambda brief: brief[:40])
def test_every_word_that_says_something_is_quoted(brief: str) -> None:
    plan = answer_to(brief).blueprint
    assert plan is not None
    quotes = [entry["quote"] for key in ("requirements", "left_out") for entry in plan.get(key, [])]
    covered = bytearray(len(brief))
    for quote in quotes:
        assert quote in brief
        for found in re.finditer(re.escape(quote), brief):
            covered[found.start() : found.end()] = b"\1" * len(quote)
    silent = lexicon().glue | {"sites"}
    missed = [
        word[0]
        for word in re.finditer(r"[A-Za-z][\w'-]*", brief)
        if not all(covered[word.start() : word.end()]) and word[0].lower() not in silent
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("People sign in with their workspace account", "sign_in"),
        ("Keep the data saved between visits", "storage"),
        ("Export to CSV", "export"),
        ("Keep an audit log", "history"),
        ("A comment thread on each loan", "comments"),
        ("Attach a photo", "files"),
        ("It must work on a phone", "phone"),
        ("Dark mode please", "dark"),
        ("Use a green accent", "accent"),
    ],
)
def test_extras_are_known_by_pattern(text: str, what: str) -> None:
    assert what in {wish.what for wish in wishes_of(f"Track loans. {text}.", Extra)}


@pytest.mark.parametrize(
    "text",
    [
        "Pay online by card",
        "Sync with Salesforce",
        "Show it on a map",
        "Scan QR codes",
        "Predict delays with AI",
    ],
)
def test_what_is_beyond_is_said_to_be(text: str) -> None:
    assert wishes_of(f"Track loans. {text}.", Beyond)


def test_a_column_called_comment_is_no_thread() -> None:
    text = "Track loans with columns for item, comment and photo."
    assert [wish.what for wish in wishes_of(text, Extra)] == []
    assert len(wishes_of(text, HasFields)[0].fields) == 3


@pytest.mark.parametrize(
    "text",
    ["We're a small bakery", "Thanks", "It should be easy to use", "Right now we use spreadsheets"],
)
def test_background_is_background(text: str) -> None:
    assert wishes_of(f"Track loans. {text}.", Background)


def test_what_nobody_understands_is_unread() -> None:
    reading = reading_of("Track loans. Flurbify the snozzle.")
    assert [reading.source.quote(span) for span in reading.unread] == ["Flurbify the snozzle"]


def test_calling_something_else_names_no_tool() -> None:
    plan = answer_to("Track loans. Call this webhook with every new loan.").blueprint
    assert plan is not None
    assert "webhook" not in plan["name"].lower()
