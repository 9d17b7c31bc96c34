"""What is settled before any planner thinks, so that it costs nothing: empty messages, and commands
said in plain words.

Takes the text; gives an `Answer` or nothing. Both planners ask here first.
"""

from apps.plans.planners.answer import Answer
from apps.plans.planners.intake.commands import command_in
from apps.plans.planners.intake.emptiness import question_for_nothing

__all__ = ["answer_at_once"]


def answer_at_once(text: str, *, follow_up: bool) -> Answer | None:
    """The answer to a text that asks for nothing or for a command; None for all others."""
    nothing = question_for_nothing(text, follow_up=follow_up)
    if nothing is not None:
        return Answer("clarify", questions=(nothing,))
    command = command_in(text, follow_up=follow_up)
    return Answer("command", command=command) if command else None
