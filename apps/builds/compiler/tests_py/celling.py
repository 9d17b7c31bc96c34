"""Tests of cells that are edited in place: whoever may change a row finds its cells open."""

from __future__ import annotations

from apps.builds.compiler import literals
from apps.builds.compiler.tests_py import looking
from apps.builds.compiler.tests_py.facts import Underivable
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.fields import FILES
from apps.plans.blueprint.pages import RowPage


def cells(story: Story, called: str) -> None:
    """The cells of a row that somebody may edit."""
    page = looking.page_of(story, called)
    source = page.source
    if not isinstance(source, RowPage) or page.kind != "table" or looking.starts_filtered(page):
        raise Underivable(f"the cells of {called}")
    row = story.make(page.entity)
    for person in looking.viewers_of(story, page):
        stands = looking.in_scope(story, page, person, row, story.facts)
        may = story.rights.may("edit", page.entity, person, row)
        fields = (story.tool.field(page.entity, path) for path in page.columns)
        for field in fields:
            if field is None or field.is_computed or field.kind in FILES:
                continue
            mine = story.rights.may_edit_field(page.entity, field.id, person, row)
            if stands is True and may is True and mine is True:
                attribute = story.tool.names[page.entity].attribute(field.id)
                opening = f"{person.source}.opens({literals.text(page.id)})"
                said = f"{literals.text(attribute)}, {opening}.cells({row.name})"
                story.say(f"self.assertIn({said})")
                return
    raise Underivable(f"who edits the cells of {called}")
