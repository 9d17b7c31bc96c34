"""Tests of groups and totals: the heads under which rows stand, and the figures at the foot."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from apps.builds.compiler import literals, names
from apps.builds.compiler.tests_py import looking, samples
from apps.builds.compiler.tests_py.cast import Person
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value, is_empty
from apps.builds.compiler.tests_py.reaching import reached
from apps.builds.compiler.tests_py.story import Story
from apps.plans.blueprint.expressions import nodes, places
from apps.plans.blueprint.fields import NUMBERS, Field
from apps.plans.blueprint.pages import RowPage
from apps.plans.blueprint.resolved import ResolvedPage

NAMED = ("text", "choice", "status", "person")


def is_ranked(story: Story, called: str) -> bool:
    """Whether a page ranks groups."""
    page, source = _page(story, called)
    return page.kind == "leaderboard" and bool(source.group_by)


def ranks(story: Story, called: str) -> None:
    """The group with more stands before the one with less, whichever was there first."""
    page, source = _page(story, called)
    field = story.field(page.entity, source.group_by[0])
    measured = _summed(story, page, looking.viewer_of(story, page), _ranked_by(story, page, source))
    names = list(itertools.islice(_two(field, story.facts), 2))
    if len(names) < 2 or measured is None or source.scope or source.between:
        raise Underivable(f"who is first on {called}")
    path = measured[0]
    amounts: list[dict[str, Value]] = (
        [{path: Decimal(1)}, {path: Decimal(5)}] if path else [{}, {}, {}]
    )
    for value, more in zip([names[0], *names[1:] * 2], amounts, strict=False):
        story.make(page.entity, {field.id: value} | more)
    known = [_named(field, value) for value in reversed(names)]
    found = f"{looking.opened(story, page)}.group_names"
    story.equal(found, literals.listing(map(literals.text, known)))


def groups(story: Story, called: str) -> None:
    """Rows stand under the heads of their groups; on a leaderboard, in the order of their rank."""
    page, source = _page(story, called)
    if is_ranked(story, called) and story.attempt(partial(_ranks, called)):
        return
    path = source.group_by[0] if source.group_by else ""
    field = story.field(page.entity, path)
    if field.kind not in NAMED or field.is_computed or field.seen_by:
        raise Underivable(f"the groups of {called}")
    rows = _rows(story, page, path)
    shown = {_named(field, row.values[path]) for row in rows}
    opening = looking.opened(story, page)
    for name in sorted(shown):
        said = literals.text(name)
        story.say(f"self.assertIn({said}, {opening}.group_names)")


def _ranks(called: str, story: Story) -> None:
    ranks(story, called)


def _ranked_by(story: Story, page: ResolvedPage, source: RowPage) -> nodes.Node:
    sort = source.sort[0] if source.sort else ""
    text = sort.removeprefix("-") if sort.startswith("-") else source.totals[0]
    if text not in source.totals or (sort and not sort.startswith("-")):
        raise Underivable(f"what ranks {page.id}")
    return story.tool.node(text, places.measured(page.entity))


def _two(field: Field, facts: Facts) -> Iterator[Value]:
    """Two values of a field by which groups are told apart."""
    if field.kind == "text" and not field.is_computed:
        yield from ("Alpha", "Beta")
    elif field.kind in ("person", "choice") and not field.is_computed:
        yield from samples.candidates(field, 1, facts, ())


def _named(field: Field, value: Value) -> str:
    if isinstance(value, Person):
        return value.name
    known = {one.id: one.name or names.words(one.id) for one in field.values}
    if isinstance(value, str) and value == " ".join(value.split()):
        return known.get(value, value)
    raise Underivable(f"what {value} is called")


def totals(story: Story, called: str) -> None:
    """What a page adds up, over the rows that are on it."""
    page, source = _page(story, called)
    if page.kind == "leaderboard":
        ranks(story, called)
        return
    viewer = looking.viewer_of(story, page)
    for text in source.totals:
        node = story.tool.node(text, places.measured(page.entity))
        known = _summed(story, page, viewer, node)
        if known is None:
            continue
        path = known[0]
        first = _rows(story, page, path)[0] if path else None
        story.attempt(partial(_another, page.entity, {path: first.values[path]} if first else {}))
        rows = list(looking.on_page(story, page, viewer))
        figure = sum((Decimal(row.values[path]) for row in rows), Decimal(0)) if path else len(rows)
        if figure != int(figure) or not rows:
            raise Underivable(f"the totals of {called}")
        found = f"{looking.opened(story, page)}.totals_of()[{literals.text(known[1])}]"
        story.equal(found, str(int(figure)))
        return
    raise Underivable(f"the totals of {called}")


def _another(entity: str, values: dict[str, Value], story: Story) -> None:
    """A row beside the one that is there."""
    story.make(entity, values)


def _summed(
    story: Story, page: ResolvedPage, viewer: Person, node: nodes.Node
) -> tuple[str, str] | None:
    """The field that a plain sum is over, and how the page names the figure."""
    if not isinstance(node, nodes.Measure) or node.where is not None:
        return None
    if node.function == "count" and node.argument is None:
        return "", "rows"
    if node.function != "sum" or not isinstance(node.argument, nodes.Path):
        return None
    field = story.tool.field(page.entity, node.argument.text)
    if field is None or field.kind not in NUMBERS or field.is_computed:
        return None
    if story.rights.may_see_field(page.entity, field.id, viewer, None) is not True:
        return None
    return field.id, story.tool.names[page.entity].attribute(field.id)


def _page(story: Story, called: str) -> tuple[ResolvedPage, RowPage]:
    page = looking.page_of(story, called)
    if not isinstance(page.source, RowPage) or looking.starts_filtered(page):
        raise Underivable(f"what stands on {called}")
    return page, page.source


def _rows(story: Story, page: ResolvedPage, path: str) -> list[Fact]:
    """The rows of the page, of which there is one at least, with a known value each."""
    viewer = looking.viewer_of(story, page)

    def goal(row: Fact, facts: Facts) -> Value:
        value = row.values.get(path)
        is_filled = value is not UNKNOWN and not is_empty(value)
        return is_filled and looking.in_scope(story, page, viewer, row, facts)

    scope = looking.scope_of(page)
    reached(story, page.entity, goal, [path, *filter(None, [scope])])
    rows = list(looking.on_page(story, page, viewer))
    if any(row.values.get(path) is UNKNOWN or is_empty(row.values.get(path)) for row in rows):
        raise Underivable(f"what {path} is in every row")
    return rows
