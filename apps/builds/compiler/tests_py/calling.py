"""Tests of what programs do: rows that are made over the API."""

from __future__ import annotations

from functools import partial

from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py.cast import Person
from apps.builds.compiler.tests_py.facts import Underivable
from apps.builds.compiler.tests_py.making import MAKERS
from apps.builds.compiler.tests_py.story import Story


def made_by_program(entity: str, story: Story) -> None:
    """A program of the first who certainly may makes a row, and it is there."""
    for person in MAKERS:
        may = story.rights.may("create", entity, person, None)
        if may is True and story.attempt(partial(_made, entity, person)):
            return
    raise Underivable(f"nobody certainly makes {entity}")


def _made(entity: str, person: Person, story: Story) -> None:
    made = story.maker.make(story.facts, entity, {}, (person,))
    given = story.typed(entity, made.given)
    row = story.maker.keep(story.facts, made, story.free_name(entity))
    making = call(f'{person.source}.by("api").creates', story.tool.names[entity].model, **given)
    story.say(f"{row.name} = {making}")
    story.holds_what_is_known(row, made.given)
