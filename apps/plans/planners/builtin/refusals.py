"""Purposes that are out: taking payments, keeping credentials or card numbers, scraping, watching
people.
"""

import re
from functools import lru_cache

from apps.plans.planners.builtin.language.source import Source
from apps.plans.planners.builtin.lexicon import Lexicon
from apps.plans.planners.builtin.lexicon.entries import Refusal


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def refused(source: Source, lexicon: Lexicon) -> Refusal | None:
    """The refusal that a brief's purpose meets, if any.

    A part that is out only leaves that part out.
    """
    text = " ".join(source.plain.split())
    for refusal in lexicon.refusals:
        if _meets(refusal, text):
            return refusal
    return None


def _meets(refusal: Refusal, text: str) -> bool:
    if any(_compiled(pattern).search(text) for pattern in refusal.unless):
        return False
    if not any(_compiled(pattern).search(text) for pattern in refusal.any):
        return False
    return any(_compiled(pattern).search(text) for pattern in refusal.purpose)
