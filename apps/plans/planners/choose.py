"""Which planner this installation uses."""

from typing import Protocol

from pydantic import SecretStr

from apps.plans.planners.builtin import BuiltinPlanner
from apps.plans.planners.protocol import Planner


class ModelSettings(Protocol):
    """What `portal.config.Config` says about a language model."""

    @property
    def model(self) -> str:
        """`provider:model`, or empty for none."""

    @property
    def model_base_url(self) -> str:
        """Address of an OpenAI-compatible server, or empty for the provider's own."""

    @property
    def model_api_key(self) -> SecretStr:
        """The key, never shown."""


def choose_planner(settings: ModelSettings) -> Planner:
    """The model planner where a model is configured, else the built-in one."""
    if not settings.model:
        return BuiltinPlanner()
    from apps.plans.planners.model import ModelPlanner

    return ModelPlanner(settings)
