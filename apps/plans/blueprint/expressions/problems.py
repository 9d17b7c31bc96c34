"""What is wrong with an expression, gathered while it is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field


class ExpressionErrors(Exception):
    """An expression that cannot be used: a sentence for each fault, without echoes."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = tuple(messages)


@dataclass(slots=True)
class Faults:
    """The sentences found so far."""

    messages: list[str] = field(default_factory=list)

    def say(self, message: str) -> None:
        """Notes a sentence, once."""
        if message not in self.messages:
            self.messages.append(message)
