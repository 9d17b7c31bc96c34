"""One clause of a follow-up, with the asker's own spelling of the names in it."""

import re
from dataclasses import dataclass
from typing import Any

from apps.plans.planners.builtin.followups.present import Present
from apps.plans.planners.builtin.language.source import Source, Span
from apps.plans.planners.builtin.language.words import sentence_case

Edit = dict[str, Any]
_POLITE = re.compile(
    r"^(?:please|now|also|and|then|but|finally|ok|okay|thanks|great|could you|can you|would you|"
    r"i'd like (?:you )?to|i want (?:you )?to|we want to|we'd like to|i would like to|we need to|"
    r"i need to|let's|kindly|next|additionally|in addition)[, ]+"
)


@dataclass(frozen=True, slots=True)
class Request:
    """A clause: `text` is plain, without polite words in front; `last` is what the clause before it
    spoke of.
    """

    source: Source
    span: Span
    text: str
    present: Present
    last: str = ""

    def as_typed(self, phrase: str) -> str:
        """A phrase of the clause with the asker's capitals, without quotes."""
        plain = self.source.plain[self.span.start : self.span.end]
        found = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain)
        place = found.start() if found else plain.find(phrase)
        typed = (
            self.source.text[self.span.start + place : self.span.start + place + len(phrase)]
            if place >= 0
            else phrase
        )
        return typed.strip(" \"'`\u201c\u201d\u2018\u2019.,")

    def name(self, phrase: str) -> str:
        """The phrase as a name: as typed, first letter large."""
        return sentence_case(self.as_typed(phrase))


@dataclass(frozen=True, slots=True)
class Change:
    """Edits for one clause, what provides it, how it was read, and what it spoke of (for "it" in
    the next clause). A `loose` reading may have passed over words: the witness looks for them.
    """

    edits: tuple[Edit, ...]
    provides: tuple[str, ...] = ()
    meaning: str = ""
    partly: str = ""
    notes: tuple[str, ...] = ()
    about: str = ""
    loose: bool = False


@dataclass(frozen=True, slots=True)
class NoChange:
    """A clause that was understood and cannot be done; the reason says why."""

    reason: str


def without_politeness(text: str) -> str:
    """The clause from the first word that matters."""
    plain = text.strip()
    while found := _POLITE.match(plain):
        plain = plain[found.end() :]
    return plain
