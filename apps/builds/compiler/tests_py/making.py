"""Making rows that will be accepted, told in advance: who may, with which values.

What cannot be told for certain is `Underivable`, and no test is built on it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.builds.compiler.fields import is_optional
from apps.builds.compiler.tests_py import deciding, samples
from apps.builds.compiler.tests_py.cast import ADA, INES, JON, MARA, Cast, Person
from apps.builds.compiler.tests_py.facts import (
    UNKNOWN,
    Fact,
    Facts,
    Outcome,
    Underivable,
    Value,
    is_empty,
)
from apps.builds.compiler.tests_py.following import Event, Following, assigned
from apps.builds.compiler.tests_py.holding import Holding
from apps.builds.compiler.tests_py.naming import fields_named, numbers_held, numbers_in
from apps.builds.compiler.tests_py.numbering import reference
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.typed import start
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.fields import FILES, Field
from apps.plans.blueprint.resolved import ResolvedAction

MOST_TRIES, MOST_TO_BREAK, MOST_OF_OTHERS = 64, 240, 24
MOST_FIELDS = 3
MAKERS = (MARA, INES, JON, ADA)

Wishes = Mapping[str, Value]
Goal = Callable[[Fact, Facts], Value]


@dataclass(frozen=True)
class Made:
    """A row that will be accepted: who makes it, what is typed, and what it will hold."""

    by: Person
    given: dict[str, Value]
    row: Fact


@dataclass(frozen=True)
class Maker:
    """Makes rows of one tool, in the head."""

    tool: Tool
    cast: Cast

    def make(
        self, facts: Facts, entity: str, wishes: Wishes, by: Sequence[Person] = MAKERS
    ) -> Made:
        """A row with these values, made by the first of these people who certainly may."""
        return self.find(facts, entity, _always, (), wishes, by)

    def find(
        self,
        facts: Facts,
        entity: str,
        goal: Goal,
        texts: Sequence[str],
        wishes: Wishes = {},  # noqa: B006 - never written to
        by: Sequence[Person] = MAKERS,
        breaking: str = "",
    ) -> Made:
        """A row for which the goal is True. `texts` are the expressions that it depends on.

        `breaking` is a rule that the row may break; all others hold. Where none is found by what
        has to be typed, what the entity's rules compare is typed too. Raises `Underivable`.
        """
        ruled = [rule.expr for rule in self.tool.sources[entity].rules if rule.kind == "validation"]
        for several in (texts, [*texts, *ruled]) if ruled else (texts,):
            made = self._first(facts, entity, goal, several, wishes, by, breaking)
            if made is not None:
                return made
        raise Underivable(f"no row of {entity}")

    def _first(
        self,
        facts: Facts,
        entity: str,
        goal: Goal,
        texts: Sequence[str],
        wishes: Wishes,
        by: Sequence[Person],
        breaking: str,
    ) -> Made | None:
        rights = Rights(self.tool, self.cast, facts)
        known: dict[Hashable, Outcome | None]
        known = self.tool.remembered(("outcomes", entity, breaking, facts.state()), dict)
        memory, placed, most = (
            facts.memory(),
            facts.placing(),
            MOST_TO_BREAK if breaking else MOST_TRIES,
        )
        for person in by:
            if rights.may("create", entity, person, None) is False:
                continue
            tries = itertools.islice(self._tries(facts, entity, texts, wishes, person), most)
            for given in tries:
                key = person, frozenset(placed(given).items())
                if key not in known:
                    planned = self._planned(facts, entity, given, person, breaking)
                    known[key] = facts.outcome(len(memory.rows)) if planned else None
                elif outcome := known[key]:
                    facts.come_to(outcome)
                row = facts.rows[len(memory.rows)] if known[key] else None
                is_found = row is not None and goal(row, facts) is True
                facts.restore(memory)
                if row is not None and is_found:
                    return Made(person, given, row)
            most = most if breaking else MOST_OF_OTHERS
        return None

    def keep(self, facts: Facts, made: Made, name: str = "") -> Fact:
        """Add a row to those that are there, with what follows its making."""
        row = self._planned(facts, made.row.entity, made.given, made.by, "")
        if row is None:
            raise Underivable(f"no row of {made.row.entity}")
        row.name = name
        return row

    def _tries(
        self, facts: Facts, entity: str, texts: Sequence[str], wishes: Wishes, by: Person
    ) -> Iterator[dict[str, Value]]:
        """What could be typed: as little as possible first."""
        number = len(list(facts.of(entity))) + 1
        free = [
            field
            for field in fields_named(self.tool, entity, texts)
            if field.id not in wishes and self._may_type(facts, field, entity, by)
        ]
        base = self._compulsory(facts, entity, wishes, by, number)
        held = numbers_held(self.tool, facts, entity, texts)
        limits = (*numbers_in(self.tool, entity, texts), *held)
        tried: set[frozenset[tuple[str, Value]]] = set()
        for size in range(min(len(free), MOST_FIELDS) + 1):
            for chosen in itertools.combinations(free, size):
                options = [self._options(facts, field, number, limits) for field in chosen]
                for values in itertools.product(*options):
                    found = zip((field.id for field in chosen), values, strict=True)
                    given = {**base, **dict(found)}
                    if (key := frozenset(given.items())) not in tried:
                        tried.add(key)
                        yield given

    def _options(
        self, facts: Facts, field: Field, number: int, limits: tuple[Decimal, ...]
    ) -> list[Value]:
        several = list(dict.fromkeys(samples.candidates(field, number, facts, limits)))
        may_be_empty = is_optional(field) and field.kind != "boolean"
        return [*several, None] if may_be_empty else several

    def _compulsory(
        self, facts: Facts, entity: str, wishes: Wishes, by: Person, number: int
    ) -> dict[str, Value]:
        """What has to be typed at least."""
        given: dict[str, Value] = {}
        for field in self.tool.sources[entity].fields:
            if field.id in wishes:
                given[field.id] = wishes[field.id]
            elif self._needs_typing(field, by):
                which = number if self._tells_apart(entity, field) else 1
                found = list(samples.candidates(field, which, facts, ()))
                given[field.id] = self._first_picked(facts, entity, field, found)
                if given[field.id] is UNKNOWN:
                    raise Underivable(f"nothing to choose for {entity}.{field.id}")
        return given

    def usual(self, facts: Facts, entity: str) -> dict[str, Value]:
        """What every row of an entity needs, but for the texts by which rows are told apart."""
        fields = {field.id: field for field in self.tool.sources[entity].fields}
        try:
            given = self._compulsory(facts, entity, {}, MARA, 1)
        except Underivable:
            return {}
        return {k: v for k, v in given.items() if not self._tells_apart(entity, fields[k])}

    def _tells_apart(self, entity: str, field: Field) -> bool:
        resolved = self.tool.entity(entity)
        together = [one for rule in resolved.rules if rule.kind == "unique" for one in rule.fields]
        is_text = field.kind in ("text", "long_text", "email", "phone", "url")
        return is_text and (field.unique or field.id in (resolved.title, *together))

    def _first_picked(self, facts: Facts, entity: str, field: Field, found: list[Value]) -> Value:
        """The first of these values that may be chosen for a field."""
        holding = Holding(self.tool, facts)
        for value in found:
            row = Fact(entity, {field.id: value}, ADA)
            if not field.pick or holding.is_picked(row, field, value) is True:
                return value
        return found[0] if found else UNKNOWN

    def _needs_typing(self, field: Field, by: Person) -> bool:
        by_itself = field.is_computed or field.readonly or field.kind in ("boolean", "reference")
        if by_itself or is_optional(field):
            return False
        value = start(field, by)
        return value is UNKNOWN or is_empty(value)

    def _may_type(self, facts: Facts, field: Field, entity: str, by: Person) -> bool:
        """Whether the form for a new row certainly offers a field to somebody."""
        return self.tool.remembered(
            ("may_type", entity, field.id, by),
            lambda: self._is_offered(facts, field, entity, by),
        )

    def _is_offered(self, facts: Facts, field: Field, entity: str, by: Person) -> bool:
        resolved = self.tool.entity(entity).field(field.id)
        if not resolved.is_typed_in or field.show_if or field.kind in FILES:
            return False
        rights = Rights(self.tool, self.cast, facts)
        return rights.may_edit_field(entity, field.id, by, None) is True

    def _planned(
        self, facts: Facts, entity: str, given: Wishes, by: Person, breaking: str
    ) -> Fact | None:
        """The row that these values give, kept in `facts`; None where it may be refused."""
        fields = {field.id: field for field in self.tool.sources[entity].fields}
        if any(not self._may_type(facts, fields[one], entity, by) for one in given):
            return None
        kept = [field for field in fields.values() if not field.is_computed]
        starts = {f.id: _start(f, by, entity, facts) for f in kept}
        row = Fact(entity, {**starts, **given}, by)
        self._hide(facts, row, kept)
        facts.rows.append(row)
        if not self._holds(facts, row, breaking):
            return None
        rights = Rights(self.tool, self.cast, facts)
        may = rights.may("create", entity, by, row) is True and _finds(rights, given, by)
        if not may or self._parent_locked(rights, row):
            return None
        return row if breaking or self._followed(facts, row, by) else None

    def _holds(self, facts: Facts, row: Fact, breaking: str) -> bool:
        """Whether all rules hold of a row, save the one that it is to break and does."""
        broken = not breaking
        for called, found in Holding(self.tool, facts).every(row):
            if called == breaking:
                broken = found is False
            elif found is not True:
                return False
        return broken

    def _followed(self, facts: Facts, row: Fact, by: Person) -> bool:
        """Whether it can be told what follows the making of a row."""
        try:
            Following(self.tool, facts).follow(Event("created", row, by=by))
        except Underivable:
            return False
        return True

    def _hide(self, facts: Facts, row: Fact, fields: list[Field]) -> None:
        """A field that is not shown is kept empty."""
        rights = Rights(self.tool, self.cast, facts)
        for field in fields:
            if field.show_if:
                shown = rights.reader(row, None).holds(field.show_if, places.own(row.entity))
                row.values[field.id] = UNKNOWN if shown is not False else None

    def _parent_locked(self, rights: Rights, row: Fact) -> bool:
        return rights.is_locked(row, row.creator) is not False if self._is_child(row) else False

    def _is_child(self, row: Fact) -> bool:
        return bool(self.tool.sources[row.entity].child_of)

    def run(
        self, facts: Facts, action: ResolvedAction, row: Fact, asked: Wishes, by: Person
    ) -> None:
        """Do an action to a row that is kept. Raises `Underivable` where it may be refused."""
        if Rights(self.tool, self.cast, facts).may_run(action, by, row) is not True:
            raise Underivable(f"{by.key} may not run {action.id}")
        source = action.source
        if action.approval:
            return self._decide(facts, action, row, by)
        if not _finds(Rights(self.tool, self.cast, facts), asked, by):
            raise Underivable(f"{by.key} may not see what {action.id} asks for")
        if source is None or action.kind not in ("transition", "update"):
            raise Underivable(f"{action.id} makes rows")
        before = row.copy()
        row.values.update(asked)
        row.values.update(assigned(self.tool, facts, source.set, row, by))
        if action.kind == "transition":
            row.values[action.field] = source.to
        if any("." in one for one in row.values):
            raise Underivable(f"{action.id} writes to another row")
        if any(True for _ in Holding(self.tool, facts).broken(row)):
            raise Underivable(f"{action.id} may break a rule")
        changed = frozenset(k for k, v in row.values.items() if before.values.get(k) != v)
        Following(self.tool, facts).follow(Event("acted", row, before, changed, action.id, by))

    def _decide(self, facts: Facts, action: ResolvedAction, row: Fact, by: Person) -> None:
        """A step of a round; the last one moves the status, and then follows what waits for it."""
        before = row.copy()
        status = deciding.decide(Rights(self.tool, self.cast, facts), action, row, by)
        if status:
            row.values[action.field] = status
            row.values.pop(deciding.DECIDED, None)
            if any(True for _ in Holding(self.tool, facts).broken(row)):
                raise Underivable(f"{action.id} may break a rule")
            changed = frozenset((action.field,))
            Following(self.tool, facts).follow(Event("acted", row, before, changed, action.id, by))

    def asked(self, facts: Facts, action: ResolvedAction) -> dict[str, Value]:
        """What an action's small form has to be given."""
        given: dict[str, Value] = {}
        for called in action.source.needs if action.source else ():
            field = self.tool.field(action.target, called)
            found = list(samples.candidates(field, 1, facts, ())) if field else []
            if field is None or not found or field.kind in FILES:
                raise Underivable(f"{action.id} asks for {called}")
            given[called] = found[-1] if field.kind == "person" else found[0]
        return given

    def edit(self, facts: Facts, row: Fact, values: Wishes, by: Person) -> None:
        """Change a row that is kept. Raises `Underivable` where it may be refused."""
        rights = Rights(self.tool, self.cast, facts)
        may = rights.may("edit", row.entity, by, row) is True and _finds(rights, values, by)
        offered = [rights.may_edit_field(row.entity, one, by, row) is True for one in values]
        typed = [self.tool.entity(row.entity).field(one).is_typed_in for one in values]
        if (
            not (may and all(offered) and all(typed))
            or rights.is_locked(row, by, values) is not False
        ):
            raise Underivable(f"{by.key} may not edit {row.entity}")
        before = row.copy()
        row.values.update(values)
        if any(True for _ in Holding(self.tool, facts).broken(row)):
            raise Underivable("a rule may be broken")
        changed = frozenset(k for k, v in row.values.items() if before.values.get(k) != v)
        Following(self.tool, facts).follow(Event("changed", row, before, changed))


def _start(field: Field, by: Person, entity: str, facts: Facts) -> Value:
    """What a field of a new row holds that nobody typed."""
    return reference(field, entity, facts) if field.kind == "reference" else start(field, by)


def _finds(rights: Rights, values: Wishes, by: Person) -> bool:
    """Whether somebody certainly finds the rows that they are to choose."""
    chosen = [value for value in values.values() if isinstance(value, Fact)]
    return all(rights.may("view", row.entity, by, row) is True for row in chosen)


def _always(row: Fact, facts: Facts) -> Value:
    return True
