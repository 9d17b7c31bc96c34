"""Tests of queues: the row that waits stands there, and after it the next."""

from __future__ import annotations

from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.tests_py import looking
from apps.builds.compiler.tests_py.cast import Person
from apps.builds.compiler.tests_py.facts import Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.reaching import reached
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.resolved import ResolvedPage


def is_queue(story: Story, called: str) -> bool:
    """Whether a page shows one row after the other."""
    return looking.page_of(story, called).kind == "queue"


def turns(story: Story, called: str) -> None:
    """Of two rows the one that waits stands in the queue, the other does not."""
    page = looking.page_of(story, called)
    viewer, scope = looking.viewer_of(story, page), looking.scope_of(page)
    entity = story.tool.entity(page.entity)
    title = story.tool.field(page.entity, entity.title)
    if title is None or title.kind != "text" or title.is_computed or looking.starts_filtered(page):
        raise Underivable(f"what stands on {called}")
    reached(story, page.entity, partial(_waits, story, page, viewer), [scope] if scope else [])
    rows = list(looking.on_page(story, page, viewer))
    names = [row.values.get(title.id) for row in rows]
    if len(names) != 1 or not isinstance(names[0], str) or names[0] != " ".join(names[0].split()):
        raise Underivable(f"who waits on {called}")
    story.equal(f"{looking.opened(story, page)}.title", literals.text(names[0]))


def _waits(story: Story, page: ResolvedPage, viewer: Person, row: Fact, facts: Facts) -> Value:
    return looking.in_scope(story, page, viewer, row, facts)
