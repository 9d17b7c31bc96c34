"""What can be done to rights."""

from apps.access.actions.answer_request import answer_request
from apps.access.actions.ask_for_access import ask_for_access
from apps.access.actions.give_tool_role import give_tool_role, take_tool_role
from apps.access.actions.open_form import ask_to_open_form, close_form, open_form, refuse_form
from apps.access.actions.set_access import set_access
from apps.access.actions.set_switch import set_switch

__all__ = [
    "answer_request",
    "ask_for_access",
    "ask_to_open_form",
    "close_form",
    "give_tool_role",
    "open_form",
    "refuse_form",
    "set_access",
    "set_switch",
    "take_tool_role",
]
