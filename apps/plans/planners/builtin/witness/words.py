"""Words in the form in which a brief and a blueprint are compared: stems, numbers, likeness."""

import re
from functools import lru_cache

from apps.plans.planners.builtin.language.words import singular

_SUFFIXES = (
    "ations", "ation", "ions", "ments", "ment", "ings", "ing", "ers", "ors", "ion", "als", "al",
    "ies", "ied", "ed", "er", "or", "es", "ly", "y", "e", "s",
)  # fmt: skip
_LEAST = 3
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W_]+(?:'\w+)?")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """`approval`, `approves`, `approved` -> `approv`: crude, and the same on both sides."""
    bare = singular(word.split("'")[0])
    while True:
        shorter = next(
            (
                bare[: -len(suffix)]
                for suffix in _SUFFIXES
                if bare.endswith(suffix) and len(bare) - len(suffix) >= _LEAST
            ),
            bare,
        )
        if shorter == bare:
            break
        bare = shorter
    return bare[:-1] if len(bare) > _LEAST and bare[-1] == bare[-2] else bare


def stems(text: str) -> set[str]:
    """The stems of the words of a text or an id."""
    return {stem(word) for word in _WORD.findall(text.lower().replace("_", " "))}


def numbers(text: str) -> set[float]:
    """The numbers written in a text."""
    return {number(found) for found in _NUMBER.findall(text)}


def number(text: str) -> float:
    """`1,000` and `1000.00` are the same."""
    plain = re.sub(r",(?=\d{3}\b)", "", text).replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return float(re.sub(r"\D", "", plain))
