"""Short ways to ask the model planner in tests, over a server that speaks the real protocol."""

from typing import Any

from pydantic import SecretStr

from apps.plans.planners import Answer, Context
from apps.plans.planners.errors import PlanningFailed
from apps.plans.planners.model.planner import ModelPlanner
from tests.fakes.model_server import ModelServer, Said

BRIEF = "Who has which office key?"
KEY = "k3y-for-the-model"
PLAN: dict[str, Any] = {
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
        "requirements": [{"quote": BRIEF, "provides": ["entities.key.fields.holder"]}],
    },
}


class Settings:
    """An OpenAI-compatible server by its address."""

    model = "openai:bridge-1"
    model_api_key = SecretStr(KEY)

    def __init__(self, url: str) -> None:
        self.model_base_url = url


def planned(
    *replies: Said,
    text: str = BRIEF,
    blueprint: dict[str, Any] | None = None,
    context: Context | None = None,
) -> tuple[Answer, ModelServer]:
    """The planner's answer, and the server with what it was sent."""
    with ModelServer(*replies) as server:
        planner = ModelPlanner(Settings(server.url))
        return planner.plan(text, blueprint=blueprint, context=context or Context()), server


def failed(*replies: Said, **asked: Any) -> PlanningFailed:
    """The failure that the planner ends in."""
    try:
        answer, _ = planned(*replies, **asked)
    except PlanningFailed as failure:
        return failure
    raise AssertionError(f"It did not fail: {answer}")
