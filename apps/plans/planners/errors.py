"""What stops a planner: a sentence for whoever has to act, and what it cost until then."""

from typing import Any, Literal


class PlanningFailed(Exception):
    """No plan came about. `turn` says whose turn it is: the asker's, an admin's, or nobody's for
    now.
    """

    def __init__(
        self,
        sentence: str,
        *,
        called: str,
        turn: Literal["asker", "admin", "later"],
        receipt: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.id = called
        self.turn = turn
        self.receipt = receipt or {}
