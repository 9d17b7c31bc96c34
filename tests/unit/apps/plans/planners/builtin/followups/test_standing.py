"""The lists of what was asked, after a follow-up: what stands, what is open, and nothing stale."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.builtin.followups.examples_of import ASKABLE
from tests.unit.apps.plans.planners.builtin.followups.tools import TOOLS, after, asked, changes
from tests.unit.apps.plans.planners.said import answer_to

TEXTS, PLACE, SMALL = "Send text messages to customers", "with a location", "Our workshop is small"


def open_wishes(plan: dict[str, Any]) -> list[str]:
    """What is left out."""
    return [entry["quote"] for entry in plan.get("left_out", [])]


def requirements(plan: dict[str, Any]) -> list[str]:
    """What was asked and stands."""
    return [entry["quote"] for entry in plan["requirements"]]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Make the note required", [TEXTS, PLACE]),
        ("Add a location", [TEXTS]),
        ("Each case should have a location", [TEXTS]),
        ("Never mind the text messages", [PLACE]),
        ("We don't need text messages after all", [PLACE]),
        ("Forget the location", [TEXTS]),
        ("Add a deposit. Flurb the snozzle.", [TEXTS, PLACE, "Flurb the snozzle"]),
    ],
)
def test_only_what_is_open_stays_left_out(text: str, left: list[str]) -> None:
    assert open_wishes(TOOLS["repairs"]) == [TEXTS, PLACE, SMALL]
    assert open_wishes(after("repairs", text)) == left


def test_what_is_said_away_changes_nothing_else() -> None:
    assert changes(asked("repairs", "Never mind the text messages")) == []


def test_what_a_first_prompt_could_not_say_is_gone_once_a_later_one_says_it() -> None:
    first = answer_to("Add a deposit. Flurb the snozzle.", TOOLS["requests"]).blueprint
    assert first is not None
    assert open_wishes(first)[-1] == "Flurb the snozzle"
    second = answer_to("Forget the snozzle. Add a location.", first).blueprint
    assert second is not None
    assert "Flurb the snozzle" not in open_wishes(second)


def test_earlier_requirements_stand_and_the_new_one_comes_after_them() -> None:
    before = requirements(TOOLS["repairs"])
    assert requirements(after("repairs", "Add a deposit")) == [*before, "Add a deposit"]


def test_a_requirement_that_nothing_provides_any_more_is_gone() -> None:
    plan = after("repairs", "Remove the chart Cases per month")
    assert requirements(plan) == [
        "Cases with customer, note and cost",
        "Remove the chart Cases per month",
    ]


def test_undo_brings_back_both_lists_as_they_were() -> None:
    later = after("repairs", "Add a location. Remove the chart Cases per month.")
    answer = answer_to("go back to how it was", later, earlier=(TOOLS["repairs"],))
    assert answer.blueprint == TOOLS["repairs"]


@pytest.mark.parametrize("tool", TOOLS)
def test_what_is_not_understood_is_quoted_and_wishes_that_fit_are_offered(tool: str) -> None:
    answer = asked(tool, "Flurb the snozzle")
    (question,) = answer.questions
    assert answer.outcome == "clarify"
    assert question["text"] == "“Flurb the snozzle” was not understood. What should be different?"
    assert 2 <= len(question["options"]) <= 3
    for wish in question["options"]:
        assert changes(asked(tool, wish)), wish


def test_several_that_are_not_understood_are_all_quoted() -> None:
    answer = asked("repairs", "Flurb the snozzle. Also grumble the frotz.")
    assert answer.questions[0]["text"].startswith(
        "“Flurb the snozzle” and “Also grumble the frotz” were not understood."
    )


def test_an_answer_to_that_question_is_read_alone() -> None:
    text = "Flurb the snozzle"
    (question,) = asked("repairs", text).questions
    answer = asked("repairs", f"{text}\n\n{question['text']} {question['options'][0]}")
    assert answer.edits == asked("repairs", question["options"][0]).edits
    assert TEXTS in open_wishes(answer.blueprint or {})


@pytest.mark.parametrize(("data", "wishes"), ASKABLE, ids=[", ".join(row[1]) for row in ASKABLE])
def test_wishes_are_offered_by_what_a_tool_has(data: dict[str, Any], wishes: list[str]) -> None:
    answer = answer_to("Flurb the snozzle", data)
    assert answer.questions[0]["options"] == wishes


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Add a monthly chart of requests by status in pastel tones", "“pastel tones”"),
        (
            "Send an e-mail to the requester by carrier pigeon when the status changes",
            "“carrier pigeon”",
        ),
        ("Add a page for overdue requests with confetti", "“with confetti”"),
    ],
)
def test_words_that_nothing_built_claims_are_named(text: str, lost: str) -> None:
    (said,) = [
        edit["item"] for edit in asked("requests", text).edits if edit["kind"] == "add_requirement"
    ]
    assert lost in said["partly"]
