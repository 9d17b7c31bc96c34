"""Tests of calendars, timelines and matrices: a row stands on its day, or in its cell."""

from __future__ import annotations

import datetime

from apps.builds.compiler import literals
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py import samples
from apps.builds.compiler.tests_py.facts import (
    TODAY,
    UNKNOWN,
    Fact,
    Facts,
    Underivable,
    Value,
)
from apps.builds.compiler.tests_py.looking import (
    in_scope,
    on_page,
    opened,
    page_of,
    scope_of,
    starts_filtered,
    viewer_of,
)
from apps.builds.compiler.tests_py.reaching import reached
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.pages import RowPage

AXES = ("status", "choice", "person", "date")


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


def crosses(story: Story, called: str) -> None:
    """A row is counted, or shown, in the cell of its two values."""
    page = page_of(story, called)
    source = page.source
    if not isinstance(source, RowPage) or page.kind != "matrix" or starts_filtered(page):
        raise Underivable(f"{called} has no cells")
    down, across, cell = source.rows, source.across, source.cell
    shown = [cell] if cell.isidentifier() else []
    fields = [story.field(page.entity, path) for path in (down, across, *shown)]
    if cell not in ("", "count()", *shown) or any(one.kind not in AXES for one in fields[:2]):
        raise Underivable(f"what stands in a cell of {called}")
    if shown and (fields[2].kind != "text" or fields[2].is_computed):
        raise Underivable(f"how {cell} is written")
    viewer, scope = viewer_of(story, page), scope_of(page)
    for one in (down, across, *shown):
        if story.rights.may_see_field(page.entity, one, viewer, None) is not True:
            raise Underivable(f"whether {one} is seen")

    def goal(row: Fact, facts: Facts) -> Value:
        held = [row.values.get(path) for path in (down, across, *shown)]
        is_filled = all(one is not None and one is not UNKNOWN for one in held)
        dated = [one for one in held if isinstance(one, datetime.date)]
        is_today = all(_day(one) == TODAY for one in dated)
        return is_filled and is_today and in_scope(story, page, viewer, row, facts)

    row = reached(story, page.entity, goal, [down, across, *shown, *filter(None, [scope])])
    keys = (_key(story, page.entity, path, row.values[path]) for path in (down, across))
    found = call(f"{opened(story, page)}.cell", *keys)
    if shown:
        text = " ".join(row.values[cell].split())
        story.say(call("self.assertIn", literals.text(text), found))
        return
    alike = [
        one
        for one in on_page(story, page, viewer)
        if all(one.values[path] == row.values[path] for path in (down, across))
    ]
    story.equal(found, literals.text(str(len(alike))))


def _key(story: Story, entity: str, path: str, value: Value) -> str:
    """How a test names a value of an axis."""
    if isinstance(value, datetime.date):
        return "self.today"
    return samples.source(story.tool, story.field(entity, path), value, entity)


def _day(value: Value) -> Value:
    return value.date() if isinstance(value, datetime.datetime) else value
