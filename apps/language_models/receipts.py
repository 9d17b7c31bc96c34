"""What an answer cost, over all questions that led to it."""

from dataclasses import dataclass
from typing import Any

from apps.language_models.faults import ModelFault
from apps.language_models.questions import Reply


@dataclass(slots=True)
class Receipt:
    """Sums over replies. `as_data` goes onto the plan."""

    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    calls: int = 0
    dollars: float | None = None

    def add(self, reply: Reply) -> None:
        """One more reply."""
        self.model = reply.model
        self.input_tokens += reply.input_tokens
        self.output_tokens += reply.output_tokens
        self.seconds = round(self.seconds + reply.seconds, 3)
        self.calls += reply.calls
        if reply.dollars is not None:
            self.dollars = round((self.dollars or 0.0) + reply.dollars, 6)

    def add_fault(self, fault: ModelFault) -> None:
        """What was spent in vain."""
        self.input_tokens += fault.input_tokens
        self.output_tokens += fault.output_tokens
        self.seconds = round(self.seconds + fault.seconds, 3)
        self.calls += fault.calls

    def as_data(self) -> dict[str, Any]:
        """Plain data; the price only where the provider's list is known."""
        data: dict[str, Any] = {
            "model": self.model,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "seconds": self.seconds,
            "calls": self.calls,
        }
        return data if self.dollars is None else data | {"dollars": self.dollars}
