"""What a test knows: rows as they will be, and values that may be unknown.

A value is what Python has for it: text, Decimal, bool, date, datetime, time; the id of a choice;
a `Person`, a `Fact` for a row, a tuple for several; None for empty. `UNKNOWN` is a value that
cannot be told from the blueprint alone; what depends on it is not asserted.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from apps.builds.compiler.tests_py.cast import Person


class Unknown:
    """The type of `UNKNOWN`."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()
NOW = datetime.datetime(2026, 3, 11, 10, 0)
TODAY = NOW.date()
"""Where the clock of the tests stands: a Wednesday at ten."""

Value = Any


class Underivable(Exception):
    """Something that cannot be told from the blueprint with certainty; no test says it."""


@dataclass(eq=False)
class Fact:
    """A row as it will be: its entity, what each field holds, who made it, how a test calls it.

    `rule` is the rule that made it, if one did.
    """

    entity: str
    values: dict[str, Value]
    creator: Person
    name: str = ""
    changed_by: Person | None = None
    rule: str = ""

    def copy(self) -> Fact:
        """The same row, to be tried out."""
        return Fact(
            self.entity, dict(self.values), self.creator, self.name, self.changed_by, self.rule
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A row by its place among those of a test; -1 for one that is not among them."""

    number: int


ELSEWHERE = Placed(-1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was true after a write, for rows as they were before it: by places, so that it can be
    told again of any rows that are alike.
    """

    rows: list[dict[str, Value]]
    made: list[Fact]
    unsure: set[str]


@dataclass(frozen=True, slots=True)
class Memory:
    """How the rows of a test were at some moment."""

    rows: list[tuple[Fact, dict[str, Value]]]
    unsure: set[str]


@dataclass
class Facts:
    """All rows of one test, in the order of their making.

    `unsure` are entities of which there may be rows that nobody here knows. `said` are the texts
    that the blueprint's samples have for a field, by the identity of its declaration.
    """

    rows: list[Fact] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)
    said: Mapping[int, Sequence[str]] = field(default_factory=dict)

    def of(self, entity: str) -> Iterator[Fact]:
        """The rows of one entity."""
        return (row for row in self.rows if row.entity == entity)

    def memory(self) -> Memory:
        """How everything is now, for `restore`."""
        return Memory([(row, dict(row.values)) for row in self.rows], set(self.unsure))

    def restore(self, memory: Memory) -> None:
        """Back to how everything was; the rows stay the same objects."""
        for row, values in memory.rows:
            row.values = dict(values)
        self.rows = [row for row, _ in memory.rows]
        self.unsure = set(memory.unsure)

    def state(self) -> Hashable:
        """What everything is now: the same for rows that hold and mean the same."""
        placed = self.placing()
        rows = (
            (
                *(row.entity, row.creator, row.changed_by, row.rule),
                frozenset(placed(row.values).items()),
            )
            for row in self.rows
        )
        return (*rows, frozenset(self.unsure))

    def outcome(self, before: int) -> Outcome:
        """How everything is now; of the rows, so many were there `before`."""
        placed = self.placing()
        made = [Fact(row.entity, {}, row.creator, rule=row.rule) for row in self.rows[before:]]
        return Outcome([placed(row.values) for row in self.rows], made, set(self.unsure))

    def come_to(self, outcome: Outcome) -> None:
        """Make everything what it was then."""
        self.rows = [*self.rows, *(row.copy() for row in outcome.made)]
        for row, values in zip(self.rows, outcome.rows, strict=True):
            row.values = self.in_place(values)
        self.unsure = set(outcome.unsure)

    def placing(self) -> Callable[[Mapping[str, Value]], dict[str, Value]]:
        """Tells values with the places of rows, as these are now, instead of the rows."""
        places = {id(row): Placed(place) for place, row in enumerate(self.rows)}

        def told(value: Value) -> Value:
            if isinstance(value, tuple):
                return tuple(map(told, value))
            return places.get(id(value), ELSEWHERE) if isinstance(value, Fact) else value

        return lambda values: {called: told(value) for called, value in values.items()}

    def in_place(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values with the rows that stand in these places now."""

        def told(value: Value) -> Value:
            if isinstance(value, tuple):
                return tuple(map(told, value))
            return self.rows[value.number] if isinstance(value, Placed) else value

        return {called: told(value) for called, value in values.items()}

    def twin(self) -> Facts:
        """New rows that are like these, and point to each other as these do."""
        twins = {id(row): row.copy() for row in self.rows}

        def twin(value: Value) -> Value:
            if isinstance(value, tuple):
                return tuple(twin(one) for one in value)
            return twins[id(value)] if isinstance(value, Fact) else value

        for row in twins.values():
            row.values = {called: twin(value) for called, value in row.values.items()}
        return Facts(list(twins.values()), set(self.unsure), self.said)


def is_number(value: Value) -> bool:
    """Whether a value is a number."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def is_empty(value: Value) -> bool:
    """Whether a value is what the language calls empty."""
    return value is None or value in ("", ())
