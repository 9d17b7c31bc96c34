"""A brief as it was typed, and the same text made plain, character for character.

All reading happens on `plain` (lower case, straight quotes, markers blanked out); since both texts
have the same length, any place found in `plain` can be quoted exactly from `text`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from apps.plans.planners.builtin.language.explained import explained

MOST_CHARACTERS = 12_000

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019", "'"),
        **dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2013\u2014", "-"),
        **dict.fromkeys("\u00a0\t\r", " "),
        "\u2192": ">",
        "\u2028": "\n",
    }
)
_MENTION = re.compile(r"@sites\b[,:]?", re.I)
_BULLET = re.compile(r"^[ ]*(?:[-*\u2022>+]|\d{1,2}[.)]|\[[ x]?\])[ ]+", re.M)
_EDGES = " \n\r\t,;:.-\u2013\u2014"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text, end not included."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether both share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether the other lies inside."""
        return self.start <= other.start and other.end <= self.end

    def to(self, other: "Span") -> "Span":
        """From the beginning of this to the end of the other, in whichever order they stand."""
        return Span(min(self.start, other.start), max(self.end, other.end))


def _lower(character: str) -> str:
    small = character.lower()
    return small if len(small) == 1 else character


def _seen(character: str) -> str:
    """Signs that nobody sees (control, direction, surrogates) become blanks; line breaks and tabs
    stay.
    """
    if character in "\n\t" or unicodedata.category(character)[0] != "C":
        return character
    return " "


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


class Source:
    """The text of one brief or follow-up."""

    def __init__(self, text: str) -> None:
        self.text = "".join(map(_seen, text[:MOST_CHARACTERS]))
        self.cut = len(text) > MOST_CHARACTERS

    @cached_property
    def plain(self) -> str:
        """Lower case, straight quotes, "@Sites" blanked; bullets become commas where they stand."""
        small = "".join(
            _lower(c) if c.isprintable() or c == "\n" else " " for c in self.text.translate(_PLAIN)
        )
        return _MENTION.sub(_blank, small)

    @cached_property
    def listed(self) -> tuple[int, ...]:
        """Where a bulleted line begins."""
        return tuple(found.start() for found in _BULLET.finditer(self.plain))

    @cached_property
    def _unbulleted(self) -> str:
        return explained(_BULLET.sub(_blank, self.plain))

    def unbulleted(self) -> str:
        """`plain` with the markers of bulleted lines blanked, explaining lists in brackets."""
        return self._unbulleted

    def trim(self, start: int, end: int) -> Span:
        """The same stretch without punctuation and blanks at its edges; a closing bracket keeps its
        opening one.
        """
        while start < end and self.plain[start] in _EDGES:
            start += 1
        while end > start and self.plain[end - 1] in _EDGES:
            end -= 1
        return Span(start, end)

    def quote(self, span: Span) -> str:
        """The asker's own words there."""
        inner = self.trim(span.start, span.end)
        return self.text[inner.start : inner.end]
