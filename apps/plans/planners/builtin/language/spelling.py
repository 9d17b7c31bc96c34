"""Slips of the finger in common words: `temprature`, `evry`, `delet`. A letter too few, one too
many or two changed about, in a word that is none otherwise; names and rare words stay as they are.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from apps.plans.planners.builtin.language.words import plural

_WORD = re.compile(r"(?<![\w'@./-])[A-Za-z][a-z]{3,}(?![\w'@/-])")
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Slip:
    """A word as typed, where it stood, and what is read for it."""

    start: int
    typed: str
    read: str


@dataclass(frozen=True)
class Spelled:
    """A text with its slips put right; quotes are found again as they were typed."""

    typed: str
    slips: tuple[Slip, ...]

    @cached_property
    def text(self) -> str:
        """The text to be read."""
        parts, at = [], 0
        for slip in self.slips:
            parts += [self.typed[at : slip.start], slip.read]
            at = slip.start + len(slip.typed)
        return "".join([*parts, self.typed[at:]])

    def as_typed(self, quote: str) -> str:
        """A stretch of the text that was read, in the asker's own letters."""
        start = self.text.find(quote)
        if start < 0 or not self.slips:
            return quote
        return self.typed[self._place(start) : self._place(start + len(quote))]

    def _place(self, at: int) -> int:
        """Where a place of the read text lies in the typed one."""
        moved = 0
        for slip in self.slips:
            begins = slip.start + moved
            if at <= begins:
                break
            if at < begins + len(slip.read):
                return slip.start
            moved += len(slip.read) - len(slip.typed)
        return at - moved


def spelled(text: str, common: Collection[str], known: Collection[str]) -> Spelled:
    """The text with the slips that can only be one common word; `known` words are right."""
    right = {form for word in common for form in (word, plural(word))}
    near: dict[str, set[str]] = {}
    for word in right:
        for slip in _slips(word) if len(word) >= _SHORTEST else ():
            near.setdefault(slip, set()).add(word)
    slips = []
    for found in _WORD.finditer(text):
        typed = found[0].lower()
        meant = near.get(typed, set())
        if found[0] != typed and not _begins(text, found.start()):
            continue
        if len(meant) == 1 and typed not in right and typed not in known:
            word = next(iter(meant))
            slips.append(
                Slip(found.start(), found[0], word if found[0] == typed else word.capitalize())
            )
    return Spelled(text, tuple(slips))


def _begins(text: str, place: int) -> bool:
    """Whether a sentence begins there: elsewhere a capital is a name's."""
    return text[:place].rstrip()[-1:] in {"", ".", "!", "?", ":"}


def _slips(word: str) -> Iterator[str]:
    """The word with one letter left out, doubled, or changed about with the next."""
    for place, letter in enumerate(word):
        if place:
            yield word[:place] + word[place + 1 :]
        yield word[: place + 1] + letter + word[place + 1 :]
        if place + 1 < len(word) and word[place + 1] != letter:
            yield word[:place] + word[place + 1] + letter + word[place + 2 :]
