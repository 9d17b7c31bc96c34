"""What a model planner needs to know about the installation."""

from typing import Protocol

from pydantic import SecretStr


class ModelSettings(Protocol):
    """The part of `portal.config.Config` that is about a language model."""

    @property
    def model(self) -> str:
        """`provider:model`, or empty for none."""

    @property
    def model_base_url(self) -> str:
        """Address of an OpenAI-compatible server, or empty for the provider's own."""

    @property
    def model_api_key(self) -> SecretStr:
        """The key, never shown."""
