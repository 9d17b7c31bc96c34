"""Tests of what a date or the clock starts: a row that is due, the stroke, and what it did."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator

from apps.builds.compiler import literals
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py.cast import MARA
from apps.builds.compiler.tests_py.evaluating import Reader
from apps.builds.compiler.tests_py.facts import NOW, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.following import Following
from apps.builds.compiler.tests_py.story import Story
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.automations import (
    AgentStep,
    AnyStep,
    Automation,
    CreateStep,
    Decide,
    Notify,
    Webhook,
)
from apps.plans.blueprint.automations import UpdateStep as Update
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.triggers import OnDate, OnSchedule
from apps.plans.blueprint.words import PERSON


def show(automation: Automation, story: Story) -> None:
    """The clock strikes, and it has run; what it writes is in the row."""
    row = _due(automation, story)
    if not all(_is_certain(story.tool, step) for step in automation.do):
        raise Underivable(f"{automation.id} may be refused")
    name = row.name if isinstance(row, Fact) else row
    story.say("self.clock_strikes()")
    written = list(_written(automation)) if isinstance(row, Fact) else []
    if isinstance(row, Fact) and written:
        if len(list(_timed(story.tool))) > 1:
            raise Underivable("another clock may write the row as well")
        Following(story.tool, story.facts).strike(automation, row)
        story.holds(row, *written)
    story.say(call("self.assertRan", literals.text(automation.id), name))


def _due(automation: Automation, story: Story) -> Fact | str:
    """A row for which it starts by now; or the source of who stands for one, or nothing."""
    if not automation.entity:
        return ""
    if automation.entity == PERSON:
        if automation.where:
            raise Underivable("of whom it holds cannot be told")
        return f"{MARA.source}.person"

    def goal(row: Fact, facts: Facts) -> Value:
        reader = Reader(story.tool, facts, row)
        return reader.holds(automation.where, places.automated(automation.entity))

    texts = [automation.where] if automation.where else []
    return story.find(automation.entity, goal, texts, wishes=_dated(automation, story))


def _dated(automation: Automation, story: Story) -> dict[str, Value]:
    """The date of a row for which a date starts it today."""
    when = automation.when
    if not isinstance(when, OnDate):
        return {}
    field = story.field(automation.entity, when.field)
    resolved = story.tool.entity(automation.entity).field(field.id)
    if not resolved.is_typed_in or field.show_if or field.kind not in ("date", "datetime"):
        raise Underivable(f"{field.id} is not typed in")
    moment = _asking_for(when)
    return {field.id: moment.date() if field.kind == "date" else moment}


def _asking_for(when: OnDate) -> datetime.datetime:
    """A moment, whole days from now, so long before or after which it is now or just was."""
    if when.unit == "months":
        year, month = divmod(NOW.year * 12 + NOW.month - 1 - when.offset, 12)
        return NOW.replace(year=year, month=month + 1)
    days = {"hours": math.ceil(when.offset / 24), "weeks": when.offset * 7}
    return NOW - datetime.timedelta(days=days.get(when.unit, when.offset))


def _is_certain(tool: Tool, step: AnyStep) -> bool:
    """Whether nothing can refuse a step, or what it writes is looked at."""
    if isinstance(step, CreateStep):
        return not tool.entity(step.entity).rules
    return isinstance(step, Notify | Update | Decide | Webhook | AgentStep)


def _written(automation: Automation) -> Iterator[str]:
    for step in automation.do:
        if isinstance(step, Update):
            yield from (text.split("=")[0].strip() for text in step.set)
        elif isinstance(step, Decide):
            yield step.field


def _timed(tool: Tool) -> Iterator[Automation]:
    several = tool.blueprint.automations
    return (one for one in several if isinstance(one.when, OnDate | OnSchedule))
