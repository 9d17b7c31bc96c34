"""What is wrong with a blueprint: the planner's or the editing person's to mend, all at once.

`where` is an address in ids (`entities.invoice.fields.amount.min`), `id` a stable word for the sort
of problem.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend (or, as a warning, to look at)."""

    where: str
    id: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class BlueprintErrors(Exception):
    """A blueprint, or edits, that cannot be used as they are."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def nearest(word: str, words: Iterable[str]) -> str:
    """The part of a sentence that proposes the nearest of the words, or lists a few of them."""
    known = sorted(set(words))
    if close := get_close_matches(word, known, n=1, cutoff=0.6):
        return f"did you mean “{close[0]}”?"
    if not known:
        return "there are none"
    return "there are " + ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
