"""What a planner answers: one of four outcomes, as plain data that can be stored."""

from dataclasses import dataclass, field
from typing import Any, Literal

OutcomeKind = Literal["plan", "clarify", "refuse", "command"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One outcome.

    A plan carries the whole resulting blueprint (canonical data) and, on a follow-up, the edits.
    """

    outcome: OutcomeKind
    notes: tuple[str, ...] = ()
    blueprint: dict[str, Any] | None = None
    edits: tuple[dict[str, Any], ...] = ()
    questions: tuple[dict[str, Any], ...] = ()
    reason: str = ""
    instead: str = ""
    command: dict[str, str] | None = None
    receipt: dict[str, Any] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """All keys of this kind of outcome, those of the others left away."""
        data: dict[str, Any] = {
            "outcome": self.outcome,
            "notes": list(self.notes),
            "receipt": dict(self.receipt),
        }
        if self.outcome == "plan":
            data |= {"blueprint": self.blueprint, "edits": list(self.edits)}
        elif self.outcome == "clarify":
            data["questions"] = list(self.questions)
        elif self.outcome == "refuse":
            data |= {"reason": self.reason, "instead": self.instead}
        else:
            data["command"] = self.command
        return data
