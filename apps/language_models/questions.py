"""A question to a model, and its answer."""

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import SecretStr

Said = tuple[Literal["user", "assistant"], str]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Which model, and where. An empty address means the provider's own, an empty key its
    variable.
    """

    model: str
    base_url: str = ""
    api_key: SecretStr = field(default_factory=lambda: SecretStr(""))


@dataclass(frozen=True, slots=True)
class Question:
    """Instructions, what was said so far, and the JSON schema of the answer.

    `strict_schema` is the same schema with every key required, for providers that hold answers to
    it
    by themselves.
    """

    instructions: str
    said: tuple[Said, ...]
    schema: dict[str, Any]
    strict_schema: dict[str, Any]
    schema_name: str = "outcome"
    max_tokens: int = 16_000


@dataclass(frozen=True, slots=True)
class Reply:
    """The text of an answer and what it cost. `calls` counts every request, refused ones too;
    `dollars` is the provider's list price, None where nobody knows it.
    """

    text: str
    model: str
    input_tokens: int
    output_tokens: int
    seconds: float
    calls: int
    dollars: float | None = None
