"""Planners: what people ask for in words becomes a plan, a question, a polite no, or a command.

Takes a brief or a follow-up with the present blueprint; gives an `Answer` whose blueprint has
passed the checker. Two stand behind one interface: `builtin` (a grammar and a lexicon, offline, the
same answer every time) and `model` (a language model through `apps.language_models`). Not in charge
of storing anything, of rights, or of doing what a command says.
"""

from apps.plans.planners.answer import Answer
from apps.plans.planners.choose import choose_planner
from apps.plans.planners.context import Context
from apps.plans.planners.protocol import Planner

__all__ = ["Answer", "Context", "Planner", "choose_planner"]
