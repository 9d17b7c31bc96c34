"""A conversation as it is read: each message with the plan that came of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from apps.plans.models import Plan
from apps.prompts.models import Message
from apps.workbench.words.states import Label, of_plan


@dataclass(frozen=True, slots=True)
class Said:
    """One message."""

    message: Message
    plan: Plan | None
    state: Label | None


def talk_of(messages: Iterable[Message], plans: Iterable[Plan]) -> list[Said]:
    """The messages in order, each prompt with its plan."""
    by_message = {plan.message_id: plan for plan in plans}
    said = []
    for message in messages:
        plan = by_message.get(message.pk)
        said.append(Said(message, plan, of_plan(plan) if plan else None))
    return said
