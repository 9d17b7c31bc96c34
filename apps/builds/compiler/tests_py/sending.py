"""Tests of form pages: filled in by somebody, and what the page sets by itself is in the row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py.cast import Person
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Underivable, Value
from apps.builds.compiler.tests_py.following import assigned
from apps.builds.compiler.tests_py.holding import Holding
from apps.builds.compiler.tests_py.making import MAKERS, Made
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.pages import FormPage

STRANGER = "self.stranger"
"""Somebody without an account, as a test names them."""


def sent(page: FormPage, story: Story) -> None:
    """The form is filled in: a public one by a stranger, else by the first who certainly may and
    sees the row."""
    if page.public and story.attempt(partial(_sent_by_stranger, page)):
        return
    for person in MAKERS:
        let_in = not page.open_to or any(story.cast.holds(person, one) for one in page.open_to)
        if let_in and story.attempt(partial(_sent, page, person)):
            return
    raise Underivable(f"nobody certainly sends {page.id}")


def _sent_by_stranger(page: FormPage, story: Story) -> None:
    """What anybody may send who has the right is what a stranger sends; the row is nobody's, and
    under its reference stands what the page replies."""
    if page.set or _asks_who(page, story):
        raise Underivable(f"{page.id} says who sends it")
    made = story.maker.make(story.facts, page.entity, {}, MAKERS)
    row = _filled_in(page, story, made, {}, STRANGER)
    story.say(call("self.assertIsNone", f"{row.name}.created_by"))
    fields = story.tool.entity(page.entity).fields
    references = [f.id for f in fields if f.kind == "reference" and "{random}" in f.source.pattern]
    if page.reply and references:
        reference = f"{row.name}.{story.tool.names[page.entity].attribute(references[0])}"
        found = call(f"{STRANGER}.looks_up", literals.text(page.id), reference)
        story.equal(f"len({found})", str(len(page.reply)))


def _asks_who(page: FormPage, story: Story) -> bool:
    """Whether a field of the row starts with whoever acts, whom a stranger is not."""
    fields = story.tool.entity(page.entity).fields
    return any(re.search(r"\bme\b", field.default) for field in fields)


def _sent(page: FormPage, person: Person, story: Story) -> None:
    entity = page.entity
    blank = Fact(entity, {}, person)
    sets = dict(assigned(story.tool, story.facts, page.set, blank, person))
    if UNKNOWN in sets.values() or any("." in called for called in sets):
        raise Underivable(f"what {page.id} sets cannot be told")
    fields = {field.id: field for field in story.tool.entity(entity).fields}
    wishes = {called: value for called, value in sets.items() if fields[called].is_typed_in}
    made = story.maker.make(story.facts, entity, wishes, (person,))
    if story.rights.may("view", entity, person, made.row) is not True:
        raise Underivable(f"{person.key} may not see what {page.id} makes")
    _filled_in(page, story, made, sets, person.source)


def _filled_in(
    page: FormPage, story: Story, made: Made, sets: Mapping[str, Value], by: str
) -> Fact:
    """The page is filled in so that it makes this row."""
    entity = page.entity
    typed = {called: value for called, value in made.given.items() if called not in sets}
    offered = page.fields or [called for step in page.steps for called in step.fields] or typed
    if typed.keys() - set(offered):
        raise Underivable(f"{page.id} does not ask for all of it")
    row = story.maker.keep(story.facts, made, story.free_name(entity))
    row.values.update(sets)
    if any(True for _ in Holding(story.tool, story.facts).broken(row)):
        raise Underivable(f"what {page.id} sets may be refused")
    sending = call(
        f"{by}.sends",
        literals.text(page.id),
        story.tool.names[entity].model,
        **story.typed(entity, typed),
    )
    story.say(f"{row.name} = {sending}")
    story.holds_what_is_known(row, sets or typed)
    return row
