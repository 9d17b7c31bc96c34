"""Bringing a row to where it has to be: made so, alone or after rows that it adds up, or moved
there by one or two actions.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Sequence
from functools import partial

from apps.builds.compiler.tests_py import deciding
from apps.builds.compiler.tests_py.cast import INSIDE, Person
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.making import MAKERS, Goal, Made
from apps.builds.compiler.tests_py.naming import rolled_up
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.resolved import ResolvedAction

MOST_STEPS = 2
MOST_NEEDED = 2


def reached(
    story: Story,
    entity: str,
    goal: Goal,
    texts: Sequence[str],
    steps: int = MOST_STEPS,
    called: str = "",
) -> Fact:
    """A row for which the goal is True, by the fewest sentences. Raises `Underivable`. What the
    goal is `called` says it all of it: then what was found once is known.
    """
    found: list[Fact] = []

    def made(told: Story, by: Sequence[Person] = MAKERS) -> None:
        if called:
            found.append(_known(told, entity, goal, texts, by, called))
        else:
            found.append(told.find(entity, goal, texts, by))

    def supported(support: Sequence[str], told: Story) -> None:
        for one in support:
            told.make(one)
        made(told, _first_maker(story, entity) if support else MAKERS)

    needed = _needed(story, entity, texts) if steps == MOST_STEPS else []
    ways = [[], *([one] for one in needed), *([needed] if len(needed) > 1 else [])]
    if any(story.attempt(partial(supported, way)) for way in ways):
        return found[-1]
    for action in story.tool.entity(entity).actions if steps else ():
        if action.kind in ("transition", "update"):
            way = _Way(entity, goal, texts, action, steps)
            if story.attempt(way.go):
                return way.row
    raise Underivable(f"no row of {entity} comes there")


def _known(
    story: Story, entity: str, goal: Goal, texts: Sequence[str], by: Sequence[Person], called: str
) -> Fact:
    """A row as it is found among rows as these are, however often that is asked."""
    facts = story.facts
    known: dict[Hashable, tuple[Person, dict[str, Value]] | None]
    known = story.tool.remembered("known_ways", dict)
    asked = (called, entity, tuple(texts), tuple(by), facts.state())
    if asked not in known:
        known[asked] = None
        made = story.maker.find(facts, entity, goal, texts, by=by)
        known[asked] = made.by, facts.placing()(made.given)
    again = known[asked]
    if again is None:
        raise Underivable(f"no row of {entity}")
    person, given = again
    return story.tell(Made(person, facts.in_place(given), Fact(entity, {}, person)))


def _first_maker(story: Story, entity: str) -> list[Person]:
    """The first who may make such a row: of rows that need others first, not everybody is tried."""
    may = (one for one in MAKERS if story.rights.may("create", entity, one, None) is not False)
    return list(itertools.islice(may, 1))


def _needed(story: Story, entity: str, texts: Sequence[str]) -> list[str]:
    """The entities of which a row may have to be there first, because it is added up."""
    found = [one for one in rolled_up(story.tool, entity, texts) if one in story.tool.sources]
    own = [one for one in found if story.tool.sources[one].child_of == entity]
    return [one for one in found if one not in (entity, *own)][:MOST_NEEDED]


class _Way:
    """To the goal by one action, after whatever leads to where it may be run."""

    def __init__(
        self, entity: str, goal: Goal, texts: Sequence[str], action: ResolvedAction, steps: int
    ) -> None:
        self.entity, self.goal, self.texts = entity, goal, texts
        self.action, self.steps = action, steps
        self.row: Fact

    def go(self, story: Story) -> None:
        row, actor = ready(story, self.action, self.steps - 1)
        story.run(self.action, row, actor)
        if self.goal(row, story.facts) is not True:
            raise Underivable(f"{self.action.id} does not lead there")
        self.row = row


def ready(story: Story, action: ResolvedAction, steps: int = MOST_STEPS) -> tuple[Fact, Person]:
    """A row to which somebody certainly may do an action, and who. Raises `Underivable`.

    Where none was found once, none is looked for among the same rows again.
    """
    in_vain = story.tool.remembered("ready_in_vain", set[Hashable])
    asked = (action.entity, action.id, steps, story.facts.state())
    if asked in in_vain:
        raise Underivable(f"nobody comes to {action.id}")
    try:
        return _ready(story, action, steps)
    except Underivable:
        in_vain.add(asked)
        raise


def _ready(story: Story, action: ResolvedAction, steps: int) -> tuple[Fact, Person]:
    texts, by = _depends_on(action)

    def goal(row: Fact, facts: Facts) -> Value:
        return True if next(actors(story, action, row, facts), None) else UNKNOWN

    own = [path.split(".")[1] for path in by if path.startswith("row.")]
    row = reached(story, action.entity, goal, [*texts, *own], steps, f"ready to {action.id}")
    return row, next(actors(story, action, row, story.facts))


def actors(story: Story, action: ResolvedAction, row: Fact, facts: Facts) -> Iterator[Person]:
    """Those who certainly may do an action to a row, those with the fewest rights first."""
    rights = Rights(story.tool, story.cast, facts)
    for person in INSIDE:
        if rights.may_run(action, person, row) is True:
            yield person


def _depends_on(action: ResolvedAction) -> tuple[list[str], Sequence[str]]:
    """The expressions on which it depends whether a button is there, and whom its list names."""
    if action.approval:
        return deciding.texts(action.approval), ()
    if action.source is None:
        raise Underivable(f"{action.id} comes with a rule")
    return [text for text in (action.source.when, action.field) if text], action.source.by
