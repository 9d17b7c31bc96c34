"""Chance: what the drawers ask for. The same number to begin with gives the same tool."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
Data = dict[str, Any]

NAMES = ("Plain", 'A "quoted" name', "It's \\ odd", "{braces} %s", "Überlänge", "<b>bold</b>")


class Chance:
    """Dice."""

    def __init__(self, seed: int | str) -> None:
        self._dice = random.Random(seed)

    def below(self, most: int) -> int:
        """A number from 0, less than `most`."""
        return self._dice.randrange(most)

    def hits(self, times: int = 1, of: int = 2) -> bool:
        """Whether something comes about that does so `times` of `of` times."""
        return self.below(of) >= of - times

    def one(self, choices: Sequence[T]) -> T:
        """One of them."""
        return choices[self.below(len(choices))]

    def some(self, choices: Iterable[T], times: int = 1, of: int = 2) -> list[T]:
        """Some of them, in their order."""
        return [one for one in choices if self.hits(times, of)]

    def several(self, choices: Sequence[T], most: int) -> list[T]:
        """At least one and at most so many of them, each once."""
        left, found = list(choices), []
        for _ in range(1 + self.below(most)):
            if left:
                found.append(left.pop(self.below(len(left))))
        return found

    def text(self) -> str:
        """Words that somebody might write, with signs that mean something elsewhere."""
        return self.one(NAMES)

    def keys(self, times: int = 1, of: int = 3, /, **makers: Callable[[], Any]) -> Data:
        """Some of these keys, with what is made for them; `x_` is the key `x`."""
        return {key.rstrip("_"): make() for key, make in makers.items() if self.hits(times, of)}
