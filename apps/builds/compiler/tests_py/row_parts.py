"""Tests of the parts on a row's own page: a row that points to it counts, one that does not is
not there.
"""

from __future__ import annotations

from apps.builds.compiler import literals
from apps.builds.compiler.tests_py.cast import INSIDE
from apps.builds.compiler.tests_py.facts import UNKNOWN, Underivable
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.pages import DetailPage
from apps.plans.blueprint.parts import Stat
from apps.plans.blueprint.resolved import ResolvedPage

COUNT = "count()"


def detail_of(story: Story, called: str) -> ResolvedPage | None:
    """The page of one row of that id."""
    pages = story.tool.resolved.pages
    return next((page for page in pages if page.id == called and page.kind == "detail"), None)


def part(story: Story, page: ResolvedPage, part_id: str) -> None:
    """Of two rows the one to which another points has it counted."""
    several = page.source.parts if isinstance(page.source, DetailPage) else ()
    one = next((one for one in several if one.id == part_id), None)
    if not isinstance(one, Stat) or one.measure != COUNT or one.of or one.scope or one.x:
        raise Underivable(f"what {part_id} shows")
    fields = story.tool.entity(one.entity).source.fields
    link = next((f for f in fields if f.kind == "relation" and f.to == page.entity), None)
    if link is None or one.entity == page.entity:
        raise Underivable(f"what leads from {one.entity} to {page.entity}")
    row, other = story.make(page.entity), story.make(page.entity)
    story.make(one.entity, {link.id: row})
    for target, number in ((row, "1"), (other, "0")):
        found = f"{_viewer(story, page, one)}.sees({target.name}).part({literals.text(part_id)})"
        story.equal(f"{found}.value", literals.text(number))


def _viewer(story: Story, page: ResolvedPage, one: Stat) -> str:
    """Who certainly sees every row of both."""
    for person in INSIDE:
        sees = [story.rights.may("view", of, person, None) for of in (page.entity, one.entity)]
        if UNKNOWN not in sees and all(sees):
            return person.source
    raise Underivable(f"who sees {page.id}")
