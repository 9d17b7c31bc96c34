"""Planners for tests: they answer what they are given, and remember what they were asked."""

from collections.abc import Callable
from typing import Any

from apps.plans.planners.context import Context
from apps.plans.planners.errors import PlanningFailed
from tests.made import BLUEPRINT

QUESTION = {"id": "a", "text": "Who may see it?", "options": ["All", "Some"], "default": "Some"}
PLANNED: dict[str, Any] = {"outcome": "plan", "blueprint": BLUEPRINT}
ASKED: dict[str, Any] = {"outcome": "clarify", "questions": [QUESTION]}
REFUSED: dict[str, Any] = {"outcome": "refuse", "reason": "It keeps cards.", "instead": "Bills."}
COMMANDED: dict[str, Any] = {"outcome": "command", "command": {"name": "deploy", "target": ""}}


class Thinker:
    """One answer for every text. `meanwhile` happens while it thinks."""

    label = "A planner for tests"
    seconds = 10.0

    def __init__(
        self,
        answer: dict[str, Any] | PlanningFailed,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> None:
        self.answer, self.meanwhile = answer, meanwhile
        self.texts: list[str] = []
        self.blueprints: list[dict[str, Any] | None] = []
        self.contexts: list[Context] = []

    def plan(self, text: str, *, blueprint: dict[str, Any] | None, context: Context) -> "Thinker":
        self.texts.append(text)
        self.blueprints.append(blueprint)
        self.contexts.append(context)
        self.meanwhile()
        if isinstance(self.answer, PlanningFailed):
            raise self.answer
        return self

    def as_data(self) -> dict[str, Any]:
        assert isinstance(self.answer, dict)
        return {"notes": [], **self.answer}


def named(name: str) -> dict[str, Any]:
    """The blueprint of the office keys under another name."""
    return {**BLUEPRINT, "name": name}
