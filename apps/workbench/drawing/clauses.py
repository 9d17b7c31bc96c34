"""The brief with its clauses marked and numbered: which words led to what, and which to nothing."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the brief. `number` is its clause (0: none); `out` marks what is not built."""

    text: str
    number: int = 0
    out: bool = False


def marked(brief: str, quotes: list[str], left_out: Iterable[str]) -> list[Segment]:
    """The brief in segments; `quotes` are numbered from 1. Where two quotes overlap, the earlier
    one in the text is marked.
    """
    found = [(_find(brief, quote), quote, n, False) for n, quote in enumerate(quotes, 1)]
    found += [(_find(brief, quote), quote, 0, True) for quote in left_out]
    segments: list[Segment] = []
    done = 0
    for at, quote, number, out in sorted(one for one in found if one[0] >= 0):
        if at < done:
            continue
        segments += [Segment(brief[done:at]), Segment(brief[at : at + len(quote)], number, out)]
        done = at + len(quote)
    return [one for one in (*segments, Segment(brief[done:])) if one.text]


def _find(brief: str, quote: str) -> int:
    return brief.lower().find(quote.lower()) if quote.strip() else -1
