"""Words of a stretch of text with their places."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_](?:[\w'&+.-]*\w)?|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark, in plain text, and where it stands."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number, not a mark."""
        return self.text[0].isalnum()


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words and marks of `text[start:end]`, with places in `text`."""
    stop = len(text) if end is None else end
    return [
        Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text, start, stop)
    ]
