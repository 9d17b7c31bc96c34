"""What a language model is asked, and that its answer is written: a test answers in its place."""

from __future__ import annotations

from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py import samples
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Underivable, Value
from apps.builds.compiler.tests_py.following import Following
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.automations import AgentStep, Automation


def show(automation: Automation, step: AgentStep, row: Fact, story: Story) -> None:
    """Of what it may write, the first that certainly holds is written; else a task waits."""
    for called in step.may:
        if story.tool.field(row.entity, called) is not None:
            field = story.field(row.entity, called)
            for value in samples.candidates(field, len(story.facts.rows) + 1, story.facts, ()):
                if story.attempt(partial(_answered, automation, called, value, row)):
                    return
    story.say(call("self.assertAsked", literals.text(automation.id), row.name))


def _answered(automation: Automation, called: str, value: Value, row: Fact, story: Story) -> None:
    if row.values.get(called) in (value, UNKNOWN) or story.field(row.entity, called).show_if:
        raise Underivable(f"what {called} becomes")
    if not Following(story.tool, story.facts).answered(row, {called: value}):
        raise Underivable(f"whether {called} may become so")
    (attribute, source), *_ = story.typed(row.entity, {called: value}).items()
    values = f"{{{literals.text(attribute)}: {source}}}"
    story.say(call("self.model_answers", literals.text(automation.id), row.name, values))
    story.holds(row, called)
