"""What follows a write by itself, told in advance: the automations over rows that are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apps.builds.compiler.tests_py import deciding
from apps.builds.compiler.tests_py.cast import Cast, Person
from apps.builds.compiler.tests_py.creating import created, made_by_step
from apps.builds.compiler.tests_py.doubting import Doubt
from apps.builds.compiler.tests_py.evaluating import Reader
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.holding import Holding
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.typed import typed
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.automations import (
    ActionStep,
    AnyStep,
    Automation,
    CreateStep,
    Decide,
    ExtensionStep,
    UpdateStep,
)
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.nodes import Assignment
from apps.plans.blueprint.triggers import Acted, Changed, Created, Saved

DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a row: `created`, `changed` or `acted`; `before` is how it was."""

    kind: str
    row: Fact
    before: Fact | None = None
    changed: frozenset[str] = frozenset()
    action: str = ""
    by: Person | None = None


@dataclass(frozen=True)
class Following:
    """The automations of one tool."""

    tool: Tool
    facts: Facts

    def follow(self, event: Event, depth: int = 0) -> None:
        """Change the rows as rules and automations will; what cannot be told becomes UNKNOWN.

        Raises `Underivable` where a row that a rule creates cannot be told.
        """
        rights = Rights(self.tool, Cast(self.tool), self.facts)
        deciding.begun(rights, event.row, None if event.kind == "created" else event.changed)
        for made in self._created(event):
            if depth >= DEEPEST:
                raise Underivable("rows that make rows")
            self.follow(Event("created", made, by=event.by), depth + 1)
        for automation in self.tool.blueprint.automations:
            if automation.entity == event.row.entity and starts(automation, event):
                self._run(automation, event, depth)

    def _created(self, event: Event) -> list[Fact]:
        on = event.action or event.kind
        return list(created(self.tool, self.facts, event.row, on, event.by))

    def strike(self, automation: Automation, row: Fact) -> None:
        """Change a row as an automation will that a date or the clock starts."""
        self._run(automation, Event("timed", row), 0)

    def answered(self, row: Fact, values: dict[str, Value]) -> bool:
        """Change a row as the answer of a language model will; False where it may be refused."""
        return self._change(row, values, 0)

    def _run(self, automation: Automation, event: Event, depth: int) -> None:
        place = places.automated(event.row.entity, after_change=event.before is not None)
        holds = self._reader(event).holds(automation.where, place)
        if holds is False:
            return
        if isinstance(automation.when, Changed) and automation.when.to:
            is_known = event.row.values.get(automation.when.field) is not UNKNOWN
            holds = holds if is_known else UNKNOWN
        memory = self.facts.memory()
        if holds is not True or depth >= DEEPEST or not self._done(automation, event, depth):
            self.facts.restore(memory)
            Doubt(self.tool, self.facts).of(automation, event.row)

    def _done(self, automation: Automation, event: Event, depth: int) -> bool:
        """Do all steps; False where one of them cannot be told, or may be refused."""
        return all(self._do(step, event, depth) for step in automation.do)

    def _reader(self, event: Event) -> Reader:
        before = {"before": event.before} if event.before else {}
        return Reader(self.tool, self.facts, event.row, None, before)

    def _do(self, step: AnyStep, event: Event, depth: int) -> bool:
        """Do a step; False where it cannot be told what it does."""
        if isinstance(step, Decide):
            return self._change(event.row, {step.field: self.decided(step, event)}, depth)
        if isinstance(step, UpdateStep):
            return self._update(event.row, dict(self._assigned(step, event.row)), depth)
        if isinstance(step, CreateStep):
            return self._make(step, event, depth)
        return not isinstance(step, ActionStep | ExtensionStep)

    def decided(self, step: Decide, event: Event) -> Value:
        """The value of the first case that holds."""
        field = self.tool.field(event.row.entity, step.field)
        place = places.automated(event.row.entity, after_change=event.before is not None)
        if field is None:
            return UNKNOWN
        for case in step.cases:
            holds = self._reader(event).holds(case.when, place)
            if holds is not False:
                return typed(field, case.value) if holds is True else UNKNOWN
        return typed(field, step.otherwise) if step.otherwise else event.row.values.get(step.field)

    def _assigned(self, step: UpdateStep, row: Fact) -> Iterator[tuple[str, Value]]:
        yield from assigned(self.tool, self.facts, step.set, row, None)

    def _update(self, row: Fact, values: dict[str, Value], depth: int) -> bool:
        """Write fields of a row, then those of rows that it points to."""
        own = {called: value for called, value in values.items() if "." not in called}
        elsewhere: dict[str, dict[str, Value]] = {}
        for called in values.keys() - own.keys():
            relation, _, field = called.partition(".")
            elsewhere.setdefault(relation, {})[field] = values[called]
        told = self._change(row, own, depth)
        for relation, written in elsewhere.items():
            target = row.values.get(relation)
            if isinstance(target, Fact):
                told = self._change(target, written, depth) and told
            elif target is not None:
                return False
        return told

    def _change(self, row: Fact, values: dict[str, Value], depth: int) -> bool:
        before = row.copy()
        row.values.update(values)
        changed = frozenset(one for one in values if before.values.get(one) != values[one])
        if any(True for _ in Holding(self.tool, self.facts).broken(row)):
            return False
        if changed:
            self.follow(Event("changed", row, before, changed), depth + 1)
        return True

    def _make(self, step: CreateStep, event: Event, depth: int) -> bool:
        made = made_by_step(self.tool, self.facts, event.row, event.before, step)
        self.facts.rows.append(made)
        if any(True for _ in Holding(self.tool, self.facts).broken(made)):
            return False
        self.follow(Event("created", made), depth + 1)
        return True


def starts(automation: Automation, event: Event) -> bool:
    """Whether an event is what an automation waits for."""
    trigger = automation.when
    if isinstance(trigger, Created):
        return event.kind == "created"
    if isinstance(trigger, Acted):
        return event.action == trigger.action
    if isinstance(trigger, Saved):
        return event.kind == "created" or bool(event.changed & set(trigger.fields))
    if isinstance(trigger, Changed) and trigger.field in event.changed:
        now = event.row.values.get(trigger.field)
        return event.kind != "created" and (not trigger.to or now in (trigger.to, UNKNOWN))
    return False


def assigned(
    tool: Tool, facts: Facts, texts: tuple[str, ...], row: Fact, me: Person | None
) -> Iterator[tuple[str, Value]]:
    """What assignments write to a row; a path through a relation keeps its dots."""
    reader = Reader(tool, facts, row, me, {"row": row}, fixed=True)
    place = places.changed(row.entity)
    read: list[Assignment] = [tool.assignment(one, place, row.entity) for one in texts]
    for assignment, value in [(one, reader.read(one.value)) for one in read]:
        yield assignment.target.text, value
