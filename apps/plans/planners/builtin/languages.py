"""Recognises languages that the built-in planner cannot read, to answer in them."""

import re
from typing import Any

from apps.plans.planners.builtin.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "and",
        "to",
        "for",
        "with",
        "that",
        "is",
        "are",
        "in",
        "on",
        "by",
        "it",
        "we",
        "i",
        "you",
        "they",
        "each",
        "can",
        "should",
        "must",
        "show",
        "add",
        "build",
        "create",
        "need",
        "want",
        "tool",
        "list",
        "let",
        "people",
        "when",
        "who",
    ]
)


def other_language(text: str, lexicon: Lexicon) -> dict[str, Any] | None:
    """The entry of `languages.yaml` for a text that is clearly not English; None for English and
    for what is not clear.
    """
    words = [word.lower() for word in _WORD.findall(text[:4000])]
    english = sum(word in _ENGLISH for word in words)
    best, most = None, 0
    for entry in lexicon.languages.values():
        own = set(entry["words"]) - _ENGLISH
        hits = sum(word in own for word in words)
        if hits > most:
            best, most = entry, hits
    return dict(best) if best is not None and most >= 3 and most > english * 1.5 else None
