"""The answer to a question about a right."""

from dataclasses import dataclass

from apps.access.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and the rule that said so."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed

    def demand(self) -> None:
        """Raise `NotAllowed` with the reason, unless it is a yes."""
        if not self.allowed:
            raise NotAllowed(self.reason)
