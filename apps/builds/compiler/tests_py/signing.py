"""A test for each round of decisions: everybody whose turn it is says yes, or one says no."""

from __future__ import annotations

from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py import deciding
from apps.builds.compiler.tests_py.cast import INSIDE, Person
from apps.builds.compiler.tests_py.evaluating import all_hold
from apps.builds.compiler.tests_py.facts import Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.reaching import actors, reached, ready
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.resolved import ResolvedAction
from apps.plans.blueprint.rules import Approval


def show(story: Story, action: ResolvedAction) -> None:
    """The button is there for whose turn it is, again and again until the round is over."""
    rule = action.approval
    if rule is None:
        raise Underivable(f"{action.id} comes with no rule")
    row, person = _asked_of_all(story, action) or ready(story, action)
    for _ in rule.steps:
        story.offers(action.id, row, person)
        story.run(action, row, person)
        if row.values.get(action.field) != rule.pending:
            break
        following = next(actors(story, action, row, story.facts), None)
        if following is None:
            raise Underivable("who decides next")
        person = following
    story.holds(row, action.field)


def _asked_of_all(story: Story, action: ResolvedAction) -> tuple[Fact, Person] | None:
    """A row that every step of the rule belongs to, each with somebody of its own."""
    rule = action.approval
    assert rule is not None
    found: list[tuple[Fact, Person]] = []

    def goal(row: Fact, facts: Facts) -> Value:
        rights = Rights(story.tool, story.cast, facts)
        holds = [rights.reader(row, None).holds(one.when, places.own(row.entity)) for one in steps]
        nobody = [deciding.finds_nobody(rights, rule, one, row) for one in steps]
        first = next(actors(story, action, row, facts), None)
        return all(one is True for one in holds) and not any(nobody) and first is not None

    def made(told: Story) -> None:
        row = reached(told, action.entity, goal, deciding.texts(rule))
        found.append((row, next(actors(told, action, row, told.facts))))

    steps = rule.steps
    return found[0] if story.attempt(made) else None


def left_out(story: Story, action: ResolvedAction) -> None:
    """Somebody who would be asked, were they not left out, sees the row and has no button."""
    rule = action.approval
    if rule is None or not rule.not_by:
        raise Underivable("nobody is left out")
    for person in INSIDE:
        if story.attempt(partial(_without_button, rule, action, person)):
            return
    raise Underivable("nobody is certainly left out")


def _without_button(rule: Approval, action: ResolvedAction, person: Person, story: Story) -> None:
    def goal(row: Fact, facts: Facts) -> Value:
        rights = Rights(story.tool, story.cast, facts)
        meant = [rights.is_meant(one, action.entity, person, row) for one in lists]
        seen = rights.may("view", action.entity, person, row)
        return all_hold((deciding.is_pending(story.tool, row), seen, *meant))

    lists = (rule.steps[0].by, rule.not_by)
    row = reached(story, action.entity, goal, [*deciding.texts(rule), action.field])
    button = literals.text(action.id)
    story.say(call("self.assertNotIn", button, f"{person.source}.sees({row.name}).buttons()"))
