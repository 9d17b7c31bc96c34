"""Tests of numbers: counts above a list, charts and figures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.tests_py import looking, row_parts, samples
from apps.builds.compiler.tests_py.cast import Person
from apps.builds.compiler.tests_py.evaluating import Reader, all_hold
from apps.builds.compiler.tests_py.facts import NOW, TODAY, UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.reaching import reached
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.pages import RowPage
from apps.plans.blueprint.parts import Chart, ListPart, PageCount, Stat
from apps.plans.blueprint.resolved import ResolvedPage

COUNT = "count()"


def counts(story: Story, called: str, only: str = "") -> None:
    """Rows of each sort, and the numbers above the list."""
    page = looking.page_of(story, called)
    every = page.source.counts if isinstance(page.source, RowPage) else ()
    wanted = [one for one in every if one.id == only or not only]
    if not wanted or looking.starts_filtered(page):
        raise Underivable(f"{called} has no such counts")
    viewer = looking.viewer_of(story, page)
    for count in wanted:
        story.attempt(partial(_one_counted, page, count, viewer))
    known = {one.id: _number(story, page, one, viewer) for one in every}
    known = {one: number for one, number in known.items() if number is not UNKNOWN}
    if not any(known.get(count.id) for count in wanted):
        raise Underivable(f"the counts of {called}")
    _say(story, page, known, is_all=len(known) == len(every))


def _say(story: Story, page: ResolvedPage, known: dict[str, Value], *, is_all: bool) -> None:
    opening = looking.opened(story, page)
    if is_all:
        entries = ((literals.text(one), str(number)) for one, number in known.items())
        story.equal(f"{opening}.counts", literals.mapping(entries))
        return
    story.say(f"page = {opening}")
    for one, number in known.items():
        story.equal(f"page.counts[{literals.text(one)}]", str(number))


def _is_counted(
    story: Story, page: ResolvedPage, count: PageCount, viewer: Person, row: Fact, facts: Facts
) -> Value:
    reader = Reader(story.tool, facts, row, viewer)
    texts = (count.where, "" if count.opens else looking.scope_of(page))
    return all_hold(reader.holds(text, places.listed(page.entity)) for text in texts)


def _one_counted(page: ResolvedPage, count: PageCount, viewer: Person, story: Story) -> None:
    """A row that a count counts."""
    goal = partial(_is_counted, story, page, count, viewer)
    scope = "" if count.opens else looking.scope_of(page)
    reached(story, page.entity, goal, [text for text in (count.where, scope) if text])


def _number(story: Story, page: ResolvedPage, count: PageCount, viewer: Person) -> Value:
    """The number of a count; UNKNOWN where it measures something else, or cannot be told."""
    if count.measure != COUNT or page.entity in story.facts.unsure:
        return UNKNOWN
    rows = story.facts.of(page.entity)
    found = [_is_counted(story, page, count, viewer, row, story.facts) for row in rows]
    return UNKNOWN if UNKNOWN in found else sum(found)


def part(story: Story, called: str, part_id: str) -> None:
    """A part of a page, with what it shows of a row that is there."""
    if (detail := row_parts.detail_of(story, called)) is not None:
        row_parts.part(story, detail, part_id)
        return
    page = looking.page_of(story, called)
    one = next((part for part in looking.parts_of(page) if part.id == part_id), None)
    how = next((how for kind, how in PARTS if isinstance(one, kind)), None)
    if one is None or how is None:
        raise Underivable(f"no part {part_id}")
    how(story, page, one)


def _found(story: Story, page: ResolvedPage, part_id: str) -> str:
    return f"{looking.opened(story, page)}.part({literals.text(part_id)})"


def _chart(story: Story, page: ResolvedPage, one: Chart) -> None:
    field = story.tool.field(one.entity, one.x)
    is_dated = one.x == "created_at" or (field is not None and field.kind in samples.DATES)
    story.attempt(partial(_drawn, one))
    found = _found(story, page, one.id)
    if not (is_dated and one.last):
        story.say(found)
        return
    series = _by_series(story, one)
    if series:
        story.say(f"chart = {found}")
        found = "chart"
    story.equal(f"len({found}.labels)", str(one.last))
    for called, number in series.items():
        story.equal(f"chart.series[{literals.text(called)}][-1]", str(number))


def _drawn(one: Chart, story: Story) -> None:
    """A row that a chart counts in its last period, today's."""

    def goal(row: Fact, facts: Facts) -> Value:
        return _stands(story, one, row, facts)

    reached(story, one.entity, goal, [one.x, *filter(None, [one.scope])])


def _stands(story: Story, one: Chart, row: Fact, facts: Facts) -> Value:
    """Whether a row certainly stands in the last period of a chart, or not in it at all."""
    held = Reader(story.tool, facts, row).holds(one.scope, places.listed(one.entity))
    day = NOW if one.x == "created_at" else row.values.get(one.x)
    if held is False or day is None:
        return False
    return held if day in (TODAY, NOW) else UNKNOWN


def _by_series(story: Story, one: Chart) -> dict[str, int]:
    """How many rows each series has in its last period; nothing where that cannot be told."""
    field = story.tool.field(one.entity, one.split_by)
    is_plain = field is not None and bool(field.values) and not field.is_computed
    if not is_plain or {*one.measures} - {COUNT} or one.entity in story.facts.unsure:
        return {}
    rows = {row: _stands(story, one, row, story.facts) for row in story.facts.of(one.entity)}
    values = [row.values.get(one.split_by) for row, held in rows.items() if held]
    if UNKNOWN in rows.values() or not all(isinstance(value, str) for value in values):
        return {}
    return {str(value): values.count(value) for value in dict.fromkeys(values)}


def _stat(story: Story, page: ResolvedPage, one: Stat) -> None:
    found = _found(story, page, one.id)
    if one.measure != COUNT or one.of or one.kind != "stat" or page.kind != "dashboard":
        story.say(found)
        return
    viewer = looking.viewer_of(story, page)

    def goal(row: Fact, facts: Facts) -> Value:
        return Reader(story.tool, facts, row, viewer).holds(one.scope, places.listed(one.entity))

    reached(story, one.entity, goal, [one.scope] if one.scope else [])
    held = [goal(row, story.facts) for row in story.facts.of(one.entity)]
    if UNKNOWN in held or one.entity in story.facts.unsure:
        raise Underivable("which rows count")
    story.equal(f"{found}.value", literals.text(str(sum(held))))


def _list(story: Story, page: ResolvedPage, one: ListPart) -> None:
    story.say(_found(story, page, one.id))


PARTS: tuple[tuple[type, Callable[..., None]], ...] = (
    (Chart, _chart),
    (Stat, _stat),
    (ListPart, _list),
)
