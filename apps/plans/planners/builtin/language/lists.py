"""Enumerations: "a, b (x, y), and c" cut into items with their places."""

import itertools
import re
from dataclasses import dataclass, replace

from apps.plans.planners.builtin.language.source import Span

_STOP = re.compile(
    r"\b(?:so that|so we|so i|so they|sorted by|ordered by|for (?:each|every|all) (?!of)|on "
    r"(?:each|every) |at the (?:top|bottom)|(?<!, )(?<!and )(?<!by )(?:where|which|when|if) |"
    r"that (?:is|are|can|must|should)|in order to|"
    r"as well as (?:a|an) \w+ (?:button|page|chart|filter)|grouped by|filterable|with (?:a |the "
    r")?(?:filter|search|option|button|possibility|ability)|because|while|to (?:see|make|help|"
    r"keep|track|know|show|filter|approve)|"
    r"per (?:row|week|month|day|year)\b|over time|in a (?:table|list|chart|board)|from the)"
)
_ASKED = re.compile(r"(?:on |at |in )?(?:who|which|what|how)\b")
_JOIN = re.compile(r"\s*(?:,|;|\band\b|\bor\b|&|\bplus\b|\bas well as\b)\s*")
_KEPT = (
    "date and time",
    "or not",
    "yes or no",
    "time and date",
    "terms and conditions",
    "health and safety",
    "research and development",
    "name and surname",
    "pros and cons",
    "first and last name",
    "profit and loss",
)
_PAIRS = {
    ("start", "end"),
    ("start", "finish"),
    ("begin", "end"),
    ("from", "to"),
    ("arrival", "departure"),
    ("opening", "closing"),
    ("check-in", "check-out"),
    ("pick-up", "return"),
    ("pickup", "return"),
    ("departure", "return"),
    ("planned", "actual"),
    ("first", "last"),
    ("birth", "death"),
}
_INNER = re.compile(r"^(?P<head>[^(\[]*?)\s*[(\[](?P<inner>[^)\]]*)[)\]]?(?P<tail>.*)$", re.S)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: its text without brackets, what stood in brackets, and where
    it stands.
    """

    text: str
    inner: str
    span: Span


def until_stop(text: str) -> str:
    """The part of a list before words that begin something else ("sorted by", "for each", "so
    that").
    """
    for found in _STOP.finditer(text):
        begun = re.split(r",|\band ", text[: found.start()])[-1].strip()
        asks = found[0].strip() in {"which", "when", "where"}
        if not asks or (begun and not _ASKED.match(begun)):
            return text[: found.start()]
    return text


def split_list(text: str, offset: int = 0, *, slashes: bool = False) -> list[Item]:
    """The items of `text`, whose first character stands at `offset`. Brackets keep together."""
    items: list[Item] = []
    for start, end in _stretches(text, slashes):
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip(" :,-"))
        piece = piece.strip(" :,.-")
        if not piece:
            continue
        found = _INNER.match(piece)
        inner = found["inner"].strip() if found else ""
        head = f"{found['head']} {found['tail']}".strip() if found else piece
        items.append(
            Item(
                " ".join(head.split()),
                inner,
                Span(offset + start + lead, offset + start + lead + len(piece)),
            )
        )
    return _shared(items)


def _shared(items: list[Item]) -> list[Item]:
    """A pair that shares a word gets it twice: `start and end time`, `time of arrival and
    departure`.
    """
    whole = list(items)
    for place, (one, other) in enumerate(itertools.pairwise(items)):
        head = other.text.split()
        if (one.text, head[0] if head else "") in _PAIRS and len(head) > 1:
            whole[place] = replace(one, text=f"{one.text} {' '.join(head[1:])}")
        lead, of, last = one.text.rpartition(" of ")
        if of and (last, other.text) in _PAIRS:
            whole[place + 1] = replace(other, text=f"{lead} of {other.text}")
    return whole


def _stretches(text: str, slashes: bool) -> list[tuple[int, int]]:
    """Where the items lie: cut at joining words outside brackets."""
    hidden = _hide(text)
    cuts = [(found.start(), found.end()) for found in _JOIN.finditer(hidden)]
    if slashes:
        cuts += [
            (found.start(), found.end()) for found in re.finditer(r"\s*(?:/|\||>|->|=>)\s*", hidden)
        ]
    stretches: list[tuple[int, int]] = []
    start = 0
    for left, right in sorted(cuts):
        if left >= start:
            stretches.append((start, left))
        start = max(start, right)
    stretches.append((start, len(text)))
    return stretches


def _hide(text: str) -> str:
    """The text with brackets' contents, and fixed phrases that contain `and`, masked."""
    masked = list(text)
    depth = 0
    for index, character in enumerate(text):
        depth += character in "(["
        if depth > 0:
            masked[index] = "_"
        depth -= character in ")]" and depth > 0
    hidden = "".join(masked)
    for phrase in _KEPT:
        hidden = hidden.replace(phrase, "_" * len(phrase))
    return hidden
