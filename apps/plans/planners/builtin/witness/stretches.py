"""The shortest stretches of a clause that a reader understands, around the words that were lost."""

from collections.abc import Sequence

from apps.plans.planners.builtin.language.source import Span
from apps.plans.planners.builtin.witness.claims import Said, State

_BARRIERS = ".;:!?\n,"
_LEFT = frozenset(
    ["how", "what", "no", "not", "never", "than", "at", "over", "under", "every", "without"]
)
_MOST_FREE = 4


def stretches(quote: str, said: Sequence[Said], lost: Sequence[bool]) -> list[Span]:
    """Stretches of the quote; words of nothing between two lost ones are said with them."""
    found: list[tuple[int, int]] = []
    for index, gone in enumerate(lost):
        if not gone:
            continue
        if found and _bridged(quote, said, found[-1][1], index):
            found[-1] = (found[-1][0], index)
        else:
            found.append((_opened(quote, said, index, found[-1][1] if found else -1), index))
    return [
        _whole(quote, said[first].token.start, said[_closed(quote, said, last)].token.end)
        for first, last in found
    ]


def _bridged(quote: str, said: Sequence[Said], left: int, right: int) -> bool:
    """Whether two lost words are read as one: nothing or little stands between them."""
    between = said[left + 1 : right]
    claimed = sum(one.state is State.CLAIMED for one in between)
    gap = quote[said[left].token.end : said[right].token.start]
    if not between:
        return not any(mark in gap for mark in ".;:!?\n")
    if any(mark in gap for mark in _BARRIERS):
        return False
    return claimed <= 1 and len(between) <= _MOST_FREE


def _opened(quote: str, said: Sequence[Said], index: int, floor: int) -> int:
    """Where the stretch begins: with the small words that carry its sense (`how bad`)."""
    first = index
    while first - 1 > floor and said[first - 1].token.text in _LEFT:
        gap = quote[said[first - 1].token.end : said[first].token.start]
        if gap.strip():
            break
        first -= 1
    return first


def _closed(quote: str, said: Sequence[Said], last: int) -> int:
    """Where the stretch ends: with the noun that its last word stands before ("bank details")."""
    if last + 1 == len(said) or (said[last + 1].leads and not said[last].token.text.isdigit()):
        return last
    gap = quote[said[last].token.end : said[last + 1].token.start]
    return last + 1 if gap == " " else last


def _whole(quote: str, start: int, end: int) -> Span:
    """With the sign of a currency before and what closes a bracket or a percentage behind."""
    while start and quote[start - 1] in "€$£#":
        start -= 1
    if quote[start:end].count("(") > quote[start:end].count(")") and quote[end : end + 1] == ")":
        end += 1
    if quote[end : end + 1] in {"%", "€", "£", "$"}:
        end += 1
    return Span(start, end)
