"""Who comes first, where not everybody can be served at once: each in turn, nobody always last."""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import TypeVar

One = TypeVar("One")


def begun_elsewhere(several: Sequence[One], now: datetime, every: float) -> list[One]:
    """The same, with another one first each time, where one is asked `every` so many seconds."""
    start = int(now.timestamp() // every) % len(several) if several else 0
    return [*several[start:], *several[:start]]


def in_turns(queues: Sequence[Sequence[One]]) -> list[One]:
    """The first of each queue, then the second of each: a long queue holds up no short one."""
    missing = object()
    rounds = zip_longest(*queues, fillvalue=missing)
    return [one for several in rounds for one in several if one is not missing]  # type: ignore[misc]
