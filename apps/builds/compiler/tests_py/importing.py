"""Tests of rows that are brought in from a file."""

from __future__ import annotations

from functools import partial

from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py.cast import Person
from apps.builds.compiler.tests_py.facts import Underivable
from apps.builds.compiler.tests_py.making import MAKERS
from apps.builds.compiler.tests_py.story import Story

PLAIN = frozenset(("text", "long_text", "integer", "decimal", "money", "percent", "date", "choice"))
"""Kinds whose cells read like what a test types."""


def brought(entity: str, story: Story) -> None:
    """The first who certainly may bring in a row does, and it is there."""
    for person in MAKERS:
        may = story.rights.may("import", entity, person, None)
        if may is True and story.attempt(partial(_brought, entity, person)):
            return
    raise Underivable(f"nobody certainly imports {entity}")


def _brought(entity: str, person: Person, story: Story) -> None:
    made = story.maker.make(story.facts, entity, {}, (person,))
    if any(story.field(entity, called).kind not in PLAIN for called in made.given):
        raise Underivable(f"{entity} has cells that are not plain")
    given = story.typed(entity, made.given)
    row = story.maker.keep(story.facts, made, story.free_name(entity))
    bringing = call(f"{person.source}.brings", story.tool.names[entity].model, **given)
    story.say(f"{row.name} = {bringing}")
    story.holds_what_is_known(row, made.given)
