"""A test for each rule that creates rows: its cause, and what came with it."""

from __future__ import annotations

import re

from apps.builds.compiler.tests_py.facts import Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.reaching import ready
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.rules import Creates
from apps.plans.blueprint.words import PERSON

ON_CREATION = "created"
OF_THE_CAUSE = re.compile(r"\brow\.([a-z]\w*)")


def show(rule: Creates, entity: str, story: Story) -> None:
    """A row is made, or a button pressed, and what comes with it is there."""
    if rule.each and rule.each != PERSON:
        story.make(rule.each)
    before = len(story.facts.rows)
    if rule.on == ON_CREATION:

        def goal(row: Fact, facts: Facts) -> Value:
            return any(_is_of(rule, one) for one in facts.rows[before:])

        story.find(entity, goal, _asked_of_the_cause(rule))
    else:
        action = story.tool.entity(entity).action(rule.on)
        row, person = ready(story, action)
        before = len(story.facts.rows)
        story.run(action, row, person)
    made = [row for row in story.facts.rows[before:] if _is_of(rule, row)]
    if not made or rule.entity in story.facts.unsure:
        raise Underivable(f"no {rule.entity} is certainly made")
    _look(made[-1], story)


def _asked_of_the_cause(rule: Creates) -> list[str]:
    """The expressions over the cause on which it depends whether a row is made."""
    named = OF_THE_CAUSE.findall(rule.where)
    return named if rule.each or named else [rule.where] if rule.where else []


def _is_of(rule: Creates, row: Fact) -> bool:
    return row.entity == rule.entity and row.rule == rule.id


def _look(made: Fact, story: Story) -> None:
    """How many there are by now, and what the one that was made last holds."""
    every = list(story.facts.of(made.entity))
    model = story.tool.names[made.entity].model
    story.equal(f"{model}.everything.count()", str(len(every)))
    made.name = story.free_name(made.entity)
    place = f'order_by("pk")[{every.index(made)}]' if made is not every[-1] else 'latest("pk")'
    story.say(f"{made.name} = {model}.everything.{place}")
    story.holds_what_is_known(made, made.values)
