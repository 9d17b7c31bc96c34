"""One change."""

from dataclasses import dataclass
from typing import Literal

Risk = Literal["adds", "moves", "loses"]
"""`adds`: nothing that is there is touched. `moves`: rows stay and something about them or their
pages changes. `loses`: something that is kept goes away."""


@dataclass(frozen=True, slots=True)
class Change:
    """What changes at an address, as a sentence for people."""

    where: str
    words: str
    risk: Risk

    def as_data(self) -> dict[str, str]:
        """For storing with a plan: `where`, `text` and `risk`."""
        return {"where": self.where, "text": self.words, "risk": self.risk}
