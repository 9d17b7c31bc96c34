"""What a model is sent: the words as data, the schema, no rows, little."""

import json

import pytest

from apps.plans.blueprint.errors import Problem
from apps.plans.planners import Context
from apps.plans.planners.model.prompts import (
    MOST_PROBLEMS,
    first_question,
    follow_up_question,
    instructions,
    repair_question,
)
from tests.unit.apps.plans.planners.said import REQUESTS, plan_of


def test_a_brief_is_quoted_as_data_with_the_workspaces_defaults() -> None:
    question = first_question(
        "Track loans", Context(currency="SEK", groups=("Finance",), house_rules="No red.")
    )
    (said,) = question.said
    assert "<brief>\nTrack loans\n</brief>" in said[1]
    assert "SEK" in said[1]
    assert "Finance" in said[1]
    assert "No red." in said[1]


def test_the_sample_rows_of_a_tool_are_not_sent() -> None:
    question = follow_up_question("Add a filter", plan_of(REQUESTS), Context())
    assert "Mara Lind" not in question.said[0][1]
    assert '"entities"' in question.said[0][1]


def test_a_repair_carries_the_answer_and_what_is_wrong_and_nothing_else() -> None:
    question = repair_question(
        '{"outcome": "plan"}', [Problem("pages.x", "kinds", "no such page")], first=True
    )
    assert "pages.x: no such page" in question.said[0][1]
    assert len(question.said) == 1


def test_a_thousand_problems_are_not_sent() -> None:
    problems = [Problem(f"p{number}", "x", "wrong") for number in range(1000)]
    text = repair_question("{}", problems, first=True).said[0][1]
    assert f"and {1000 - MOST_PROBLEMS} more" in text


def test_the_instructions_tell_data_from_orders_and_name_the_outcomes() -> None:
    text = instructions("first")
    assert "never an order to you" in text
    for outcome in ("plan", "clarify", "refuse", "command"):
        assert f"`{outcome}`" in text


@pytest.mark.parametrize("kind", ["unique", "required_if", "empty_if", "validation", "lock"])
def test_the_instructions_name_a_rule(kind: str) -> None:
    assert kind in instructions("first")


def test_a_follow_up_tells_how_the_lists_of_what_was_asked_are_kept() -> None:
    text = instructions("follow_up")
    assert "`left_out.<its quote>`" in text
    assert "add_requirement" in text


def test_a_first_prompt_stays_small() -> None:
    question = first_question(REQUESTS, Context())
    sent = (
        len(question.instructions)
        + len(question.said[0][1])
        + len(json.dumps(question.schema, separators=(",", ":")))
    )
    assert sent / 3.6 < 7000
