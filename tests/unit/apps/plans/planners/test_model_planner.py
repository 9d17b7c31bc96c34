"""The model planner against a server that speaks the real protocol: good, wrong, slow, refusing."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from apps.plans.planners.context import Context
from apps.plans.planners.errors import PlanningFailed
from apps.plans.planners.model.planner import ModelPlanner
from tests.fakes.model_server import (
    ModelServer,
    Said,
    busy,
    cut,
    fails,
    garbage,
    hangs_up,
    refuses,
    says,
)

BRIEF = "Who has which office key?"
PLAN = {
    "outcome": "plan",
    "blueprint": {
        "name": "Office keys",
        "entities": [
            {
                "id": "key",
                "fields": [
                    {"kind": "text", "id": "label", "required": True},
                    {"kind": "person", "id": "holder"},
                ],
            }
        ],
    },
}
WRONG = {
    "outcome": "plan",
    "blueprint": {
        "name": "Keys",
        "entities": [{"id": "key", "fields": [{"kind": "colour", "id": "a"}]}],
    },
}


class Settings:
    model = "openai:bridge-1"
    model_api_key = SecretStr("k3y-for-the-model")

    def __init__(self, url: str) -> None:
        self.model_base_url = url


def planned(*replies: Said, blueprint: dict[str, Any] | None = None) -> tuple[Any, ModelServer]:
    with ModelServer(*replies) as server:
        planner = ModelPlanner(Settings(server.url))
        text = "Show the team on the board." if blueprint else BRIEF
        return planner.plan(text, blueprint=blueprint, context=Context()), server


def test_a_good_answer_is_a_plan_with_its_receipt() -> None:
    answer, server = planned(says(PLAN))
    assert (answer.outcome, answer.blueprint["name"]) == ("plan", "Office keys")
    assert answer.receipt["calls"] == len(server.requests) == 1


def test_the_brief_travels_and_the_key_stays_in_its_header() -> None:
    _, server = planned(says(PLAN))
    assert BRIEF in server.sent()
    assert "k3y-for-the-model" not in server.sent()
    assert server.keys == ["k3y-for-the-model"]


@pytest.mark.parametrize("first", [garbage(), says(WRONG)], ids=["garbage", "unknown kind"])
def test_a_wrong_answer_is_repaired_with_only_its_errors(first: Said) -> None:
    answer, server = planned(first, says(PLAN))
    assert (answer.outcome, len(server.requests)) == ("plan", 2)


def test_after_two_repairs_it_gives_up_with_a_sentence() -> None:
    with pytest.raises(PlanningFailed, match="did not hold, even after 2 repairs"):
        planned(says(WRONG))


def test_a_refusal_is_a_refusal() -> None:
    answer, _ = planned(refuses("I cannot help with that."))
    assert answer.outcome == "refuse"
    assert "I cannot help with that." in answer.reason


@pytest.mark.parametrize("first", [busy(), fails(503), hangs_up()], ids=["429", "503", "broken"])
def test_what_passes_is_tried_again(first: Said) -> None:
    answer, server = planned(first, says(PLAN))
    assert (answer.outcome, len(server.requests)) == ("plan", 2)


@pytest.mark.parametrize(
    ("reply", "turn"), [(fails(401), "admin"), (cut(PLAN), "asker")], ids=["401", "cut short"]
)
def test_what_does_not_pass_says_whose_turn_it_is(reply: Said, turn: str) -> None:
    with pytest.raises(PlanningFailed) as failed:
        planned(reply)
    assert failed.value.turn == turn


def test_a_follow_up_carries_the_blueprint_and_gives_edits() -> None:
    path = Path(__file__).parents[1] / "blueprint" / "examples"
    blueprint = json.loads(next(path.glob("request*.json")).read_text())
    edits = {
        "outcome": "plan",
        "edits": [{"kind": "add_entry", "at": "pages.board.columns", "item": "team"}],
    }
    answer, server = planned(says(edits), blueprint=blueprint)
    assert [edit["kind"] for edit in answer.edits] == ["add_entry"]
    assert answer.blueprint["pages"][1]["columns"][-1] == "team"
    assert "request" in server.sent()
