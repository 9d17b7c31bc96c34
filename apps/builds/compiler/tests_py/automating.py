"""A test for each automation: what starts it, and what the row holds afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py import timing
from apps.builds.compiler.tests_py.evaluating import Reader
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.following import Event, Following
from apps.builds.compiler.tests_py.reaching import ready
from apps.builds.compiler.tests_py.story import Story
from apps.builds.compiler.tests_py.telling import Teller, Test
from apps.builds.compiler.tests_py.typed import typed
from apps.plans.blueprint.automations import Automation, Decide, UpdateStep, Webhook
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.triggers import Acted, Created, OnDate, OnSchedule, Saved


def tests(teller: Teller) -> Iterator[Test]:
    """The tests of all automations of which something can be told."""
    for automation in teller.tool.blueprint.automations:
        if lines := teller.told(partial(_automation, automation)):
            yield teller.test(automation.name or automation.id.replace("_", " "), lines)


def show(story: Story, called: str) -> None:
    """An automation does what it says."""
    known = {one.id: one for one in story.tool.blueprint.automations}
    if called not in known:
        raise Underivable(f"no automation {called}")
    _automation(known[called], story)


def _automation(automation: Automation, story: Story) -> None:
    step = automation.do[0]
    if isinstance(step, Decide) and isinstance(automation.when, Created | Saved):
        _decision(automation, step, story)
    elif isinstance(step, UpdateStep) and isinstance(automation.when, Created | Saved):
        _update(automation, step, story)
    elif isinstance(step, Webhook) and isinstance(automation.when, Created | Saved):
        row = _row_for(automation, story)
        story.say(call("self.assertSent", literals.text(step.host), row.name))
    elif isinstance(automation.when, Acted):
        _acted(automation, story)
    elif isinstance(automation.when, OnDate | OnSchedule):
        timing.show(automation, story)
    else:
        raise Underivable(f"{automation.id} writes nothing that could be looked at")


def _decision(automation: Automation, step: Decide, story: Story) -> None:
    """A row for each case, the first of which holds of it, and one for the rest."""
    shown = 0
    for number in range(len(step.cases) + bool(step.otherwise)):
        shown += story.attempt(partial(_case, automation, step, number))
    if not shown:
        raise Underivable(f"no case of {automation.id} can be told")


def _case(automation: Automation, step: Decide, number: int, story: Story) -> None:
    field = story.field(automation.entity, step.field)
    values = [*(case.value for case in step.cases), step.otherwise]
    expected = typed(field, values[number])

    def goal(row: Fact, facts: Facts) -> Value:
        following = Following(story.tool, facts)
        before = row.copy()
        is_first = _first_case(following, step, Event("created", before)) == number
        return is_first and row.values.get(step.field) == expected

    texts = [case.when for case in step.cases] + list(filter(None, [automation.where]))
    row = story.find(automation.entity, goal, texts)
    story.holds(row, step.field)


def _first_case(following: Following, step: Decide, event: Event) -> int:
    """The number of the first case that holds; of the rest, the number behind the last."""
    reader = Reader(following.tool, following.facts, event.row)
    for number, case in enumerate(step.cases):
        holds = reader.holds(case.when, places.automated(event.row.entity))
        if holds is UNKNOWN:
            return -1
        if holds:
            return number
    return len(step.cases)


def _row_for(automation: Automation, story: Story) -> Fact:
    """A row for which it starts."""

    def goal(row: Fact, facts: Facts) -> Value:
        reader = Reader(story.tool, facts, row)
        return reader.holds(automation.where, places.automated(automation.entity))

    return story.find(automation.entity, goal, list(filter(None, [automation.where])))


def _update(automation: Automation, step: UpdateStep, story: Story) -> None:
    _holds_all(step, _row_for(automation, story), story)


def _holds_all(step: UpdateStep, row: Fact, story: Story) -> None:
    written = [text.split("=")[0].strip() for text in step.set]
    shown = [story.attempt(partial(_holds, row, one)) for one in written]
    if not any(shown):
        raise Underivable("nothing of it can be told")


def _holds(row: Fact, called: str, story: Story) -> None:
    story.holds(row, called)


def _acted(automation: Automation, story: Story) -> None:
    """The action that starts it is done, and the row holds what it should."""
    trigger, step = automation.when, automation.do[0]
    assert isinstance(trigger, Acted)
    action = story.tool.entity(automation.entity).action(trigger.action)
    row, person = ready(story, action)
    story.run(action, row, person)
    if isinstance(step, UpdateStep):
        _holds_all(step, row, story)
    elif isinstance(step, Decide):
        story.holds(row, step.field)
    else:
        raise Underivable(f"{automation.id} writes nothing that could be looked at")
