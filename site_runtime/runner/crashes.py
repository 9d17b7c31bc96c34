"""How often the process of a site has died lately, so that a site that cannot run does not eat the
machine.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque

MANY, WINDOW = 5, 20.0


class Crashes:
    """Deaths by key; more than `MANY` in `WINDOW` seconds are too many."""

    def __init__(self) -> None:
        self._deaths: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=MANY))

    def add(self, key: str) -> None:
        """One more."""
        self._deaths[key].append(time.monotonic())

    def too_many(self, key: str) -> bool:
        """Whether it should be left alone for a few seconds."""
        deaths = self._deaths.get(key)
        if deaths is None or len(deaths) < MANY:
            return False
        return time.monotonic() - deaths[0] < WINDOW
