"""What can be done to plans."""

from apps.plans.actions.discard import discard
from apps.plans.actions.give_up import give_up
from apps.plans.actions.open_plan import open_plan
from apps.plans.actions.think import think
from apps.plans.actions.use_template import use_template

__all__ = ["discard", "give_up", "open_plan", "think", "use_template"]
