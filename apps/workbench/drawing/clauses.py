"""The brief with its clauses marked and numbered: which words led to what, and which to nothing."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the brief, the numbers of its clauses, and whether it is not built (`out`)."""

    text: str
    numbers: tuple[int, ...] = ()
    out: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a quote stands in the brief; number 0 is one that is left out."""

    start: int
    end: int
    number: int


def marked(brief: str, quotes: list[str], left_out: Iterable[str]) -> list[Segment]:
    """The brief in segments; `quotes` are numbered from 1.

    Quotes that overlap are marked as one stretch with all their numbers.
    """
    numbered = [*enumerate(quotes, 1), *((0, quote) for quote in left_out)]
    marks = sorted(
        (mark for number, quote in numbered if (mark := _find(brief, quote, number))),
        key=lambda mark: (mark.start, -mark.end),
    )
    segments: list[Segment] = []
    done = 0
    for group in _groups(marks):
        start, end = group[0].start, max(mark.end for mark in group)
        numbers = tuple(sorted(mark.number for mark in group if mark.number))
        segments += [Segment(brief[done:start]), Segment(brief[start:end], numbers, not numbers)]
        done = end
    return [one for one in (*segments, Segment(brief[done:])) if one.text]


def _groups(marks: list[Mark]) -> list[list[Mark]]:
    """Marks that share a letter, together."""
    groups: list[list[Mark]] = []
    for mark in marks:
        if groups and mark.start < max(one.end for one in groups[-1]):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _find(brief: str, quote: str, number: int) -> Mark | None:
    at = brief.lower().find(quote.lower()) if quote.strip() else -1
    return Mark(at, at + len(quote), number) if at >= 0 else None
