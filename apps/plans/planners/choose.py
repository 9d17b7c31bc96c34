"""Which planner this installation uses."""

from apps.plans.planners.builtin import BuiltinPlanner
from apps.plans.planners.model.endpoints import ModelSettings
from apps.plans.planners.protocol import Planner


def choose_planner(settings: ModelSettings) -> Planner:
    """The model planner where a model is configured, else the built-in one."""
    if not settings.model:
        return BuiltinPlanner()
    from apps.plans.planners.model.planner import ModelPlanner

    return ModelPlanner(settings)
