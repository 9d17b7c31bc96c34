"""Rows that part people: of which one condition of a button, or of a right, decides who may."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from apps.builds.compiler.tests_py.cast import INSIDE, Person
from apps.builds.compiler.tests_py.facts import Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.reaching import reached
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.resolved import ResolvedAction, ResolvedEntity
from apps.plans.blueprint.rights import Permission

CONDITIONS = ("by", "not_by", "when", "from_")


@dataclass(frozen=True)
class Condition:
    """A button or a right as it is, and as it would be without one of its conditions."""

    entity: str
    texts: Sequence[str]
    action: ResolvedAction | None = None
    looser: ResolvedAction | None = None
    right: Permission | None = None

    def decides(self, rights: Rights, row: Fact, person: Person) -> bool:
        """Whether somebody who sees a row may not, and without the condition would."""
        if self.action is not None and self.looser is not None:
            freed = rights.may_run(self.looser, person, row) is True
            return freed and rights.may_run(self.action, person, row) is False
        loose = replace(rights, unbound=self.right)
        return any(
            rights.may(verb, row.entity, person, row) is False
            and loose.may(verb, row.entity, person, row) is True
            for verb in ("view", "edit", "delete")
        )


def add_rows(story: Story, entity: ResolvedEntity, most: int) -> None:
    """Rows for the conditions that no row of the story shows yet, at most so many."""
    for condition in _conditions(entity):
        if len(list(story.facts.of(entity.id))) < most and not _is_shown(story, condition):
            story.attempt(partial(_parted, condition))


def parted(story: Story, entity: ResolvedEntity, row: Fact) -> set[str]:
    """The keys of those for whom a condition decides what they may do to a row."""
    found = list(_conditions(entity))
    several = (one for one in INSIDE if any(c.decides(story.rights, row, one) for c in found))
    return {person.key for person in several}


def _conditions(entity: ResolvedEntity) -> Iterator[Condition]:
    for action in entity.actions:
        source = action.source
        if source is None or action.approval:
            continue
        paths = (path for path in (*source.by, *source.not_by) if path.startswith("row."))
        own = [path.split(".")[1] for path in paths]
        texts = [*own, *(text for text in (source.when, action.field) if text)]
        for one in CONDITIONS:
            if held := getattr(source, one):
                looser = replace(action, source=source.model_copy(update={one: type(held)()}))
                yield Condition(entity.id, texts, action, looser)
    for right in entity.permissions:
        if right.where:
            own = [path.split(".")[1] for path in right.by if path.startswith("row.")]
            yield Condition(entity.id, [*own, right.where], right=right)


def _is_shown(story: Story, condition: Condition) -> bool:
    rows = [row for row in story.facts.of(condition.entity) if row.name]
    return any(condition.decides(story.rights, row, one) for row in rows for one in INSIDE)


def _parted(condition: Condition, story: Story) -> None:
    def goal(row: Fact, facts: Facts) -> Value:
        rights = Rights(story.tool, story.cast, facts)
        return any(condition.decides(rights, row, person) for person in INSIDE)

    reached(story, condition.entity, goal, condition.texts)
    if not _is_shown(story, condition):
        raise Underivable("it decides nothing")
