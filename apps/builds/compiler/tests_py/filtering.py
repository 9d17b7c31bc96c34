"""Tests of filters: two rows, and the one that is left."""

from __future__ import annotations

from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.tests_py import looking, samples
from apps.builds.compiler.tests_py.evaluating import Reader
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.making import Goal
from apps.builds.compiler.tests_py.reaching import reached
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.resolved import ResolvedPage

FILTERED = ("status", "choice", "relation", "person", "boolean", "text")


def filters(story: Story, called: str, only: str = "") -> None:
    """The filters of a page (or the one that is asked for), as far as it can be told."""
    page = looking.page_of(story, called)
    if page.kind not in looking.LISTED or looking.starts_filtered(page):
        raise Underivable(f"what {called} shows at first")
    wanted = [path for path in looking.filters_of(page) if path == only or not only]
    if not sum(story.attempt(partial(_by_field, page, path)) for path in wanted):
        raise Underivable(f"no filter of {called} can be shown")


def _by_field(page: ResolvedPage, path: str, story: Story) -> None:
    field = story.field(page.entity, path)
    if field.kind not in FILTERED or (field.is_computed and field.kind != "boolean"):
        raise Underivable(f"how {path} is filtered")
    if field.kind == "relation" and not any(True for _ in story.facts.of(field.to)):
        story.make(field.to)
    number = len(list(story.facts.of(page.entity))) + 1
    options = [one for one in samples.candidates(field, number, story.facts, ()) if one]
    ways = (partial(_by_value, page, field, value) for value in reversed(options))
    if not any(story.attempt(way) for way in ways):
        raise Underivable(f"no row for {path}")


def _by_value(page: ResolvedPage, field: Field, value: Value, story: Story) -> None:
    viewer, scope = looking.viewer_of(story, page), looking.scope_of(page)

    def held(row: Fact, facts: Facts) -> Value:
        place = places.own(page.entity)
        reader = Reader(story.tool, facts, row, viewer)
        return reader.holds(field.id, place) if field.is_computed else row.values.get(field.id)

    def goal(wanted: bool, row: Fact, facts: Facts) -> Value:
        found, now = looking.in_scope(story, page, viewer, row, facts), held(row, facts)
        if found is UNKNOWN or now is UNKNOWN:
            return UNKNOWN
        return found and (now == value) is wanted

    texts = [field.id, *filter(None, [scope])]
    kept = _there(story, page, partial(goal, True), texts)
    _there(story, page, partial(goal, False), texts)
    shown = looking.telling_column(story, page, [kept])
    on_page = looking.on_page(story, page, viewer)
    rows = [row for row in on_page if held(row, story.facts) == value]
    if _is_part_of_others(story, page, field, value, rows):
        raise Underivable("which rows the filter leaves")
    attribute = story.tool.names[page.entity].attribute(field.id)
    opening = looking.opened(story, page, **{attribute: _typed(story, page, field, value)})
    found = looking.column_of(story, page, opening, shown)
    looking.equal_texts(story, found, [str(row.values.get(shown)) for row in rows])


def _there(story: Story, page: ResolvedPage, goal: Goal, texts: list[str]) -> Fact:
    """A row for which the goal is true: one that is there already, or a new one."""
    rows = (row for row in story.facts.of(page.entity) if goal(row, story.facts) is True)
    return next(rows, None) or reached(story, page.entity, goal, texts)


def _typed(story: Story, page: ResolvedPage, field: Field, value: Value) -> str:
    if isinstance(value, bool):
        return literals.text("yes" if value else "no")
    return samples.source(story.tool, field, value, page.entity)


def _is_part_of_others(
    story: Story, page: ResolvedPage, field: Field, value: Value, rows: list[Fact]
) -> bool:
    """A text filter asks for what contains it, so that it might leave others too."""
    if field.kind != "text":
        return False
    others = (row for row in story.facts.of(page.entity) if row not in rows)
    return any(str(value) in str(row.values.get(field.id)) for row in others)
