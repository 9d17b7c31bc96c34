"""Tests of form pages: filled in by somebody, and what the page sets by itself is in the row."""

from __future__ import annotations

from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py.cast import Person
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Underivable
from apps.builds.compiler.tests_py.following import assigned
from apps.builds.compiler.tests_py.holding import Holding
from apps.builds.compiler.tests_py.making import MAKERS
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.pages import FormPage


def sent(page: FormPage, story: Story) -> None:
    """The form is filled in; the first who certainly may and sees the row does it."""
    for person in MAKERS:
        let_in = not page.open_to or any(story.cast.holds(person, one) for one in page.open_to)
        if let_in and story.attempt(partial(_sent, page, person)):
            return
    raise Underivable(f"nobody certainly sends {page.id}")


def _sent(page: FormPage, person: Person, story: Story) -> None:
    entity = page.entity
    blank = Fact(entity, {}, person)
    sets = dict(assigned(story.tool, story.facts, page.set, blank, person))
    if UNKNOWN in sets.values() or any("." in called for called in sets):
        raise Underivable(f"what {page.id} sets cannot be told")
    fields = {field.id: field for field in story.tool.entity(entity).fields}
    wishes = {called: value for called, value in sets.items() if fields[called].is_typed_in}
    made = story.maker.make(story.facts, entity, wishes, (person,))
    typed = {called: value for called, value in made.given.items() if called not in sets}
    offered = page.fields or [called for step in page.steps for called in step.fields] or typed
    sees = story.rights.may("view", entity, person, made.row)
    if typed.keys() - set(offered) or sees is not True:
        raise Underivable(f"{page.id} does not ask for all of it")
    row = story.maker.keep(story.facts, made, story.free_name(entity))
    row.values.update(sets)
    if any(True for _ in Holding(story.tool, story.facts).broken(row)):
        raise Underivable(f"what {page.id} sets may be refused")
    sending = call(
        f"{person.source}.sends",
        literals.text(page.id),
        story.tool.names[entity].model,
        **story.typed(entity, typed),
    )
    story.say(f"{row.name} = {sending}")
    story.holds_what_is_known(row, sets or typed)
