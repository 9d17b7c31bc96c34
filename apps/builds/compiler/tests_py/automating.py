"""A test for each automation: what starts it, and what the row holds afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py import answering, computing, timing
from apps.builds.compiler.tests_py.cast import INSIDE
from apps.builds.compiler.tests_py.causing import caused, made
from apps.builds.compiler.tests_py.evaluating import Reader
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value, is_empty
from apps.builds.compiler.tests_py.following import Event, Following
from apps.builds.compiler.tests_py.naming import OF_THE_ROW
from apps.builds.compiler.tests_py.reaching import reached
from apps.builds.compiler.tests_py.story import Story
from apps.builds.compiler.tests_py.telling import Teller, Test
from apps.builds.compiler.tests_py.typed import typed
from apps.plans.blueprint.automations import (
    AgentStep,
    AnyStep,
    Automation,
    CreateStep,
    Decide,
    Notify,
    UpdateStep,
    Webhook,
)
from apps.plans.blueprint.expressions import ExpressionErrors, parse_who, places
from apps.plans.blueprint.triggers import Created, OnDate, OnSchedule, Saved


def tests(teller: Teller) -> Iterator[Test]:
    """What is worked out, then the tests of all automations of which something can be told, and is
    not told already.
    """
    yield from computing.tests(teller)
    for automation in teller.tool.blueprint.automations:
        if f"automations.{automation.id}" in teller.shown:
            continue
        if lines := teller.told(partial(_automation, automation)):
            yield from teller.once(automation.name or automation.id.replace("_", " "), lines)


def show(story: Story, called: str) -> None:
    """An automation does what it says."""
    known = {one.id: one for one in story.tool.blueprint.automations}
    if called not in known:
        raise Underivable(f"no automation {called}")
    _automation(known[called], story)


def _automation(automation: Automation, story: Story) -> None:
    step, is_new = automation.do[0], isinstance(automation.when, Created | Saved)
    if isinstance(step, Decide) and is_new:
        _decision(automation, step, story)
    elif isinstance(step, CreateStep) and is_new:
        _results(automation, step, story)
    elif isinstance(automation.when, OnDate | OnSchedule):
        timing.show(automation, story)
    else:
        row = caused(automation, story)
        if not sum(story.attempt(partial(_done, automation, one, row)) for one in automation.do):
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
    row = reached(story, automation.entity, goal, texts)
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


def _results(automation: Automation, step: CreateStep, story: Story) -> None:
    """A row for each of what its set decides on, and what is made for it."""
    field, values = _decided_by(step, story)
    shown = sum(story.attempt(partial(_result, automation, step, field, one)) for one in values)
    if not shown and not story.attempt(partial(_result, automation, step, "", "")):
        raise Underivable(f"no {step.entity} is certainly made")


def _decided_by(step: CreateStep, story: Story) -> tuple[str, list[str]]:
    """The first closed list whose value depends on something, and its values."""
    for text in step.set:
        called, _, said = (part.strip() for part in text.partition("="))
        field = story.field(step.entity, called)
        if field.values and not said.startswith("'"):
            return called, [one.id for one in field.values]
    return "", []


def _result(
    automation: Automation, step: CreateStep, called: str, value: str, story: Story
) -> None:
    def is_made(row: Fact, facts: Facts) -> Value:
        found = made_for(row, facts, step.entity)
        return bool(found) and (not called or found[-1].values.get(called) == value)

    texts = [OF_THE_ROW.sub("", one.partition("=")[2]) for one in step.set]
    row = made(automation, story, is_made, *texts)
    found = made_for(row, story.facts, step.entity)[-1]
    _look(found, [called] if called else found.values, story)


def made_for(row: Fact, facts: Facts, entity: str) -> list[Fact]:
    """The rows of an entity that point to a row, as far as they are known."""
    if entity in facts.unsure:
        raise Underivable(f"which {entity} there are")
    return [one for one in facts.of(entity) if any(row is value for value in one.values.values())]


def _look(found: Fact, called: Iterable[str], story: Story) -> None:
    """What was made last holds these values."""
    model = story.tool.names[found.entity].model
    if found is not list(story.facts.of(found.entity))[-1]:
        raise Underivable("another one was made after it")
    latest = f'{model}.everything.latest("pk")'
    told = [one for one in called if not is_empty(found.values.get(one))]
    story.holds_what_is_known(replace(found, name=latest), told)


def _done(automation: Automation, step: AnyStep, row: Fact, story: Story) -> None:
    """What a step did, for a row for which it has run."""
    if isinstance(step, UpdateStep):
        _holds_all([text.split("=")[0].strip() for text in step.set], row, story)
    elif isinstance(step, Decide):
        story.holds(row, step.field)
    elif isinstance(step, CreateStep):
        made = made_for(row, story.facts, step.entity)
        if not made:
            raise Underivable(f"no {step.entity} is certainly made")
        _look(made[-1], made[-1].values, story)
    elif isinstance(step, Notify):
        told = list(_told(step, row, story))
        if not told or step.kind != "notify":
            raise Underivable("nobody is certainly told")
        story.say(call("self.assertTold", row.name, *told))
    elif isinstance(step, Webhook):
        story.say(call("self.assertSent", literals.text(step.host), row.name))
    elif isinstance(step, AgentStep):
        answering.show(automation, step, row, story)
    else:
        raise Underivable("what was done")


def _told(step: Notify, row: Fact, story: Story) -> Iterator[str]:
    """Whom of the cast the row certainly names, and those who hold a named role by hand."""
    by_hand = {role.id for role in story.tool.resolved.roles if role.held_by == "people"}
    people = [one for one in step.to if one.startswith("row.") and _is_person(one, row, story)]
    entries = [*people, *(one for one in step.to if one in by_hand)]
    for person in INSIDE:
        if story.rights.is_meant(entries, row.entity, person, row) is True:
            yield person.source


def _is_person(entry: str, row: Fact, story: Story) -> bool:
    """Whether a path leads to somebody, and not to an address."""
    try:
        return bool(parse_who(entry, row.entity, story.tool.world))
    except ExpressionErrors:
        return False


def _holds_all(written: Iterable[str], row: Fact, story: Story) -> None:
    shown = [story.attempt(partial(_holds, row, one)) for one in written]
    if not any(shown):
        raise Underivable("nothing of it can be told")


def _holds(row: Fact, called: str, story: Story) -> None:
    relation, _, far = called.rpartition(".")
    target = row.values.get(relation) if relation else row
    if not isinstance(target, Fact) or not target.name:
        raise Underivable(f"where {called} leads")
    story.holds(target, far)
