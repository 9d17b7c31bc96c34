"""The one interface that every planner has."""

from typing import Any, Protocol

from apps.plans.planners.answer import Answer
from apps.plans.planners.context import Context


class Planner(Protocol):
    """Turns words into an answer. `label` is stored with the plan and shown to people; `seconds` is
    the longest it may think.
    """

    label: str
    seconds: float

    def plan(self, text: str, *, blueprint: dict[str, Any] | None, context: Context) -> Answer:
        """Answers a brief (no blueprint) or a follow-up (the present one, as canonical data)."""
