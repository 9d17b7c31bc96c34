"""Small matters of English that errors and labels share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

REQUIRED = "This field is required."


BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
UNSEEN = re.compile(r"[\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks that turn the direction of what follows, so that a name reads as another."""


def one_line(text: str) -> str:
    """A text on one line, without signs that nobody sees."""
    return UNSEEN.sub("", BREAKS.sub(" ", text)).strip()


def nearest(name: str, among: Iterable[str]) -> str:
    """` Did you mean 'status'?`, or nothing where no name is near."""
    found = get_close_matches(name, list(among), n=1)
    return f" Did you mean {found[0]!r}?" if found else ""


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def snake(name: str) -> str:
    """`ApproveInvoice` -> `approve_invoice`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def in_words(name: str) -> str:
    """`match_status` -> `Match status`."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def first_name(name: str) -> str:
    """`Mara Lind` -> `Mara`: what somebody is greeted by."""
    return next(iter(name.split()), "")
