"""Tests of calendars and timelines: a row stands on its day."""

from __future__ import annotations

import datetime

from apps.builds.compiler import literals
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py.facts import TODAY, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.looking import (
    in_scope,
    opened,
    page_of,
    scope_of,
    starts_filtered,
    viewer_of,
)
from apps.builds.compiler.tests_py.reaching import reached
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.pages import RowPage


def stands(story: Story, called: str) -> None:
    """A row that begins today is there where today is."""
    page = page_of(story, called)
    if not isinstance(page.source, RowPage) or page.kind not in ("calendar", "timeline"):
        raise Underivable(f"{called} shows no days")
    start, titled = page.source.start, story.tool.entity(page.entity).title
    is_plain = story.field(page.entity, titled).kind == "text"
    is_stored = story.field(page.entity, start).kind in ("date", "datetime")
    viewer, scope = viewer_of(story, page), scope_of(page)
    sees = (story.rights.may_see_field(page.entity, one, viewer, None) for one in (start, titled))
    if (
        not (is_plain and is_stored)
        or starts_filtered(page)
        or any(one is not True for one in sees)
    ):
        raise Underivable(f"where a row of {called} stands")

    def goal(row: Fact, facts: Facts) -> Value:
        is_today = _day(row.values.get(start)) == TODAY and isinstance(row.values[titled], str)
        return is_today and in_scope(story, page, viewer, row, facts)

    row = reached(story, page.entity, goal, [titled, start, *filter(None, [scope])])
    where = "days[self.today]" if page.kind == "calendar" else 'column("title")'
    title = " ".join(row.values[titled].split())
    story.say(call("self.assertIn", literals.text(title), f"{opened(story, page)}.{where}"))


def _day(value: Value) -> Value:
    return value.date() if isinstance(value, datetime.datetime) else value
