"""Tests of toggles: pressed, counted, taken back or kept."""

from __future__ import annotations

from apps.builds.compiler import literals, words
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py.cast import Person
from apps.builds.compiler.tests_py.facts import Fact
from apps.builds.compiler.tests_py.reaching import ready
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.resolved import ResolvedAction


def toggle(story: Story, one: ResolvedAction) -> None:
    """A button is there, is pressed, says so, and takes back what it made unless that stays."""
    row, person = ready(story, one)
    made = story.tool.entity(one.target)
    story.say(call("self.assertFalse", _pressed(one, row, person)))
    story.say(_runs(one, row, person))
    story.facts.unsure.add(one.target)
    story.say(call("self.assertTrue", _pressed(one, row, person)))
    if story.rights.may("view", one.target, person, None) is True:
        beside = call(f"{_page(row, person)}.beside", literals.text(one.id))
        story.equal(beside, literals.text(f"1 {words.noun(made)}"))
    if not made.source.append_only:
        story.say(_runs(one, row, person))
        story.say(call("self.assertFalse", _pressed(one, row, person)))
        return
    refused = literals.text(f"{one.name}: done already, and it stays.")
    story.say(f"with self.assertRefused({refused}):\n    {_runs(one, row, person)}")


def offered(story: Story, one: ResolvedAction) -> None:
    """A button is there; what code of the tool's own does is not known here."""
    row, person = ready(story, one)
    story.offers(one.id, row, person)


def sheet(story: Story, one: ResolvedAction) -> None:
    """A button is there and leads to a sheet that has the row's plain values in it."""
    row, person = ready(story, one)
    story.offers(one.id, row, person)
    story.say(f"page = {call(f'{person.source}.prints', literals.text(one.id), row.name)}")
    for field in story.tool.sources[one.entity].fields:
        value = row.values.get(field.id)
        is_shown = one.source is None or not one.source.body or f"{{{field.id}}}" in one.source.body
        if field.kind == "text" and is_shown and isinstance(value, str) and not field.seen_by:
            story.say(call("self.assertIn", literals.text(value), "page"))


def _page(row: Fact, person: Person) -> str:
    return call(f"{person.source}.sees", row.name)


def _pressed(one: ResolvedAction, row: Fact, person: Person) -> str:
    return call(f"{_page(row, person)}.pressed", literals.text(one.id))


def _runs(one: ResolvedAction, row: Fact, person: Person) -> str:
    return call(f"{person.source}.runs", literals.text(one.id), row.name)
