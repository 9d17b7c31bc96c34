"""Tests of series: pressed with a number of weeks, and the days of the rows that are there then."""

from __future__ import annotations

import datetime

from apps.builds.compiler import literals
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py import samples
from apps.builds.compiler.tests_py.cast import INSIDE, Person
from apps.builds.compiler.tests_py.copying import copied
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.following import Event, Following
from apps.builds.compiler.tests_py.holding import Holding
from apps.builds.compiler.tests_py.reaching import reached
from apps.builds.compiler.tests_py.rights import Rights
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.resolved import ResolvedAction

WEEKS = 2
WEEK = datetime.timedelta(weeks=1)


def repeat(story: Story, one: ResolvedAction) -> None:
    """A button is there and asks how often; the rows are there a week and two weeks later."""
    source = one.source
    if source is None:
        raise Underivable(f"{one.id} comes with a rule")

    def goal(row: Fact, facts: Facts) -> Value:
        is_dated = isinstance(row.values.get(source.date), datetime.date)
        person = _actor(story, one, row, facts)
        return True if is_dated and person is not None else UNKNOWN

    row = reached(story, one.entity, goal, [source.date, *filter(None, [source.when])])
    person = _actor(story, one, row, story.facts)
    if person is None:
        raise Underivable(f"nobody may {one.id}")
    made = [_later(story, one, row, person, number) for number in range(1, WEEKS + 1)]
    story.offers(one.id, row, person)
    asked = {"every": '"week"', "times": str(WEEKS)}
    story.say(call(f"{person.source}.runs", literals.text(one.id), row.name, **asked))
    model = story.tool.names[one.entity].model
    name = story.tool.names[one.entity].attribute(source.date)
    newest = f'{model}.everything.order_by("-pk").values_list("{name}", flat=True)[:{WEEKS}]'
    field = story.field(one.entity, source.date)
    days = (
        samples.expected(story.tool, field, row.values[source.date], one.entity) for row in made
    )
    story.equal(f"sorted({newest})", literals.listing(days))


def _actor(story: Story, one: ResolvedAction, row: Fact, facts: Facts) -> Person | None:
    rights = Rights(story.tool, story.cast, facts)
    return next((who for who in INSIDE if rights.may_run(one, who, row) is True), None)


def _later(story: Story, one: ResolvedAction, row: Fact, person: Person, number: int) -> Fact:
    """The row so many weeks later, which is certainly kept."""
    copy = copied(story, one, row, person)
    for name in filter(None, (one.source.date, one.source.end) if one.source else ()):
        day = copy.values.get(name)
        copy.values[name] = day + number * WEEK if isinstance(day, datetime.date) else day
    story.facts.rows.append(copy)
    may = bool(one.by) or story.rights.may("create", one.entity, person, copy) is True
    if not may or any(True for _ in Holding(story.tool, story.facts).broken(copy)):
        raise Underivable(f"{one.id} may be refused")
    Following(story.tool, story.facts).follow(Event("created", copy, by=person))
    return copy
