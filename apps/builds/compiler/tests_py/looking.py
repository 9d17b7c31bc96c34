"""Tests of pages: what stands on them, as somebody sees it who certainly may."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial

from apps.builds.compiler import literals, names
from apps.builds.compiler.source import call
from apps.builds.compiler.tests_py import samples
from apps.builds.compiler.tests_py.cast import ADA, INSIDE, Person
from apps.builds.compiler.tests_py.evaluating import Reader
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value, is_empty
from apps.builds.compiler.tests_py.reaching import reached
from apps.builds.compiler.tests_py.sending import sent
from apps.builds.compiler.tests_py.story import Story
from apps.builds.compiler.tool import OF_THE_KIT
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.fields import NUMBERS, Field
from apps.plans.blueprint.pages import DashboardPage, FormPage, RowPage
from apps.plans.blueprint.parts import AnyPart
from apps.plans.blueprint.resolved import ResolvedPage

LAID_OUT = ("board", "calendar", "timeline", "matrix")
LISTED = ("table", "cards")
ALONE = ("form", "dashboard", "text", "extension")
SHOWN = (*LISTED, "queue", "report", "leaderboard", *LAID_OUT, *ALONE)
MOST_PAGED = 20
ORDERED = (*NUMBERS, "date", "datetime")
SYSTEM_NAMES = {
    "created_at": "Created at",
    "created_by": "Created by",
    "updated_at": "Updated at",
    "updated_by": "Updated by",
    "link": "Link",
    "comment": "Comment",
}


def page_of(story: Story, called: str) -> ResolvedPage:
    """A page by its id; else `Underivable`."""
    found = next((page for page in story.tool.resolved.pages if page.id == called), None)
    if found is None or found.kind not in SHOWN or found.entity in OF_THE_KIT:
        raise Underivable(f"no page {called}")
    return found


def scope_of(page: ResolvedPage) -> str:
    """The condition that a page begins with, its month included; nothing for all rows."""
    if not isinstance(page.source, RowPage):
        return ""
    scope, date = page.source.scope, page.source.between
    month = f"month_start({date}) == month_start(today)" if date else ""
    return f"({scope}) and {month}" if scope and month else scope or month


def filters_of(page: ResolvedPage) -> tuple[str, ...]:
    """The filters of a page."""
    return page.source.filters if isinstance(page.source, RowPage) else ()


def starts_filtered(page: ResolvedPage) -> bool:
    """Whether a filter has a start value, so that the page begins with fewer rows."""
    return any("=" in text for text in filters_of(page))


def parts_of(page: ResolvedPage) -> tuple[AnyPart, ...]:
    """The parts of a page that are of the tool's own rows."""
    several = page.source.parts if isinstance(page.source, RowPage | DashboardPage) else ()
    return tuple(one for one in several if getattr(one, "entity", "") not in OF_THE_KIT)


def viewer_of(story: Story, page: ResolvedPage) -> Person:
    """The first who certainly opens a page and sees every row on it."""
    if (person := next(viewers_of(story, page), None)) is None:
        raise Underivable(f"nobody certainly opens {page.id}")
    return person


def viewers_of(story: Story, page: ResolvedPage) -> Iterator[Person]:
    """Those who certainly open a page and see every row on it; members before admins."""
    entities = [page.entity] if page.entity else []
    entities += [part.entity for part in parts_of(page) if part.kind != "text"]
    verb = "create" if page.kind == "form" else "view"
    for person in INSIDE:
        roles = page.source.open_to
        is_let_in = not roles or any(story.cast.holds(person, role) for role in roles)
        sees = (story.rights.may(verb, one, person, None) is True for one in entities)
        if is_let_in and all(sees):
            yield person


def opened(story: Story, page: ResolvedPage, **filters: str) -> str:
    """The sentence that opens a page."""
    return call(f"{viewer_of(story, page).source}.opens", literals.text(page.id), **filters)


def column_of(story: Story, page: ResolvedPage, opening: str, path: str) -> str:
    """The sentence that reads a column of an opened page."""
    attribute = story.tool.names[page.entity].attribute(path)
    return f"{opening}.column({literals.text(attribute)})"


def of_all_tools(story: Story, called: str) -> None:
    """What every tool can read is listed for an admin, who sees all of it, under its headings."""
    page = next((page for page in story.tool.resolved.pages if page.id == called), None)
    if page is None or page.entity not in OF_THE_KIT:
        raise Underivable(f"{called} is of the tool's own rows")
    opening = f"{ADA.source}.opens({literals.text(called)})"
    columns = getattr(page.source, "columns", ())
    if page.kind != "table" or not columns or any("." in path for path in columns):
        story.say(opening)
        return
    heads = [literals.text(names.words(path)) for path in columns]
    story.equal(f"{opening}.headings", literals.listing(heads))


def is_there(story: Story, called: str) -> None:
    """A page opens, and a table has its headings."""
    page = page_of(story, called)
    if page.kind == "table":
        headings(story, called)
    elif not (isinstance(page.source, FormPage) and story.attempt(partial(sent, page.source))):
        story.say(opened(story, page))


def headings(story: Story, called: str) -> None:
    """A table has these columns, in this order, as far as its viewer may see them."""
    page = page_of(story, called)
    if page.kind != "table":
        raise Underivable(f"{called} has no headings")
    viewer = viewer_of(story, page)
    shown = filter(None, [_heading(story, page, path, viewer) for path in page.columns])
    story.equal(f"{opened(story, page)}.headings", literals.listing(map(literals.text, shown)))


def _heading(story: Story, page: ResolvedPage, path: str, viewer: Person) -> str:
    if path in SYSTEM_NAMES:
        return SYSTEM_NAMES[path]
    field = story.tool.field(page.entity, path)
    may_see = story.rights.may_see_field(page.entity, path, viewer, None)
    if field is None or may_see is UNKNOWN:
        raise Underivable(f"the heading of {path}")
    return heading_of(field) if may_see else ""


def heading_of(field: Field) -> str:
    """How a field is called above its column."""
    name = field.name or names.words(field.id)
    if name[:1] != name[:1].upper():
        raise Underivable(f"how {name} begins")
    return " ".join(name.split())


def column(story: Story, called: str, path: str) -> None:
    """A value that was typed stands in its column."""
    page = page_of(story, called)
    field = story.field(page.entity, path)
    if field.kind not in ("text", "person") or field.is_computed or page.kind not in LISTED:
        raise Underivable(f"how {path} is written")
    viewer, scope = viewer_of(story, page), scope_of(page)

    def goal(row: Fact, facts: Facts) -> Value:
        value = row.values.get(path)
        is_filled = value is not UNKNOWN and not is_empty(value)
        return is_filled and in_scope(story, page, viewer, row, facts)

    reached(story, page.entity, goal, [path, *filter(None, [scope])])
    expect(story, page, viewer, path)


def in_scope(story: Story, page: ResolvedPage, viewer: Person, row: Fact, facts: Facts) -> Value:
    """Whether a row stands on a page."""
    place = places.listed(page.entity)
    return Reader(story.tool, facts, row, viewer).holds(scope_of(page), place)


def scope(story: Story, called: str) -> None:
    """Of two rows, the one that the page is about stands on it."""
    page = page_of(story, called)
    viewer, text = viewer_of(story, page), scope_of(page)
    if not text:
        raise Underivable(f"{called} shows everything")

    def goal(wanted: bool, row: Fact, facts: Facts) -> Value:
        found = in_scope(story, page, viewer, row, facts)
        return found if found is UNKNOWN else found is wanted

    def another(told: Story) -> None:
        reached(told, page.entity, partial(goal, False), [text])

    reached(story, page.entity, partial(goal, True), [text])
    story.attempt(another)
    expect(story, page, viewer)


def order(story: Story, called: str) -> None:
    """Rows stand in the order of a page, which is not the one in which they were made."""
    page = page_of(story, called)
    first = page.source.sort[0] if isinstance(page.source, RowPage) and page.source.sort else ""
    path, is_down = first.lstrip("-"), first.startswith("-")
    field = story.field(page.entity, path)
    if page.kind not in LISTED or field.kind not in ORDERED or starts_filtered(page):
        raise Underivable(f"the order of {called}")
    (_by_what_is_worked_out if field.is_computed else _by_what_is_typed)(
        story, page, field, is_down
    )
    rows = list(on_page(story, page, viewer_of(story, page)))
    held = {row: _held(story, field, row, story.facts) for row in rows}
    values = list(held.values())
    if UNKNOWN in values or None in values or len(set(values)) < len(values) or len(values) < 2:
        raise Underivable(f"which row of {called} is first")
    rows.sort(key=lambda row: held[row], reverse=is_down)
    shown = telling_column(story, page, rows)
    texts = [literals.text(str(row.values[shown])) for row in rows]
    story.equal(column_of(story, page, opened(story, page), shown), literals.listing(texts))


def _held(story: Story, field: Field, row: Fact, facts: Facts) -> Value:
    return Reader(story.tool, facts, row).value(field.id, places.own(row.entity))


def _by_what_is_typed(story: Story, page: ResolvedPage, field: Field, is_down: bool) -> None:
    several = samples.candidates(field, 1, story.facts, ())
    for value in sorted(itertools.islice(several, 2), reverse=is_down):
        story.make(page.entity, {field.id: value})


def _by_what_is_worked_out(story: Story, page: ResolvedPage, field: Field, is_down: bool) -> None:
    """A row that stands before a plain one made after it, else one that stands behind it."""
    is_there = any(True for _ in story.facts.of(page.entity))
    plain = story.maker.make(story.facts, page.entity, {}).row
    usual = _held(story, field, plain, story.facts)

    def goal(is_less: bool, row: Fact, facts: Facts) -> Value:
        value = _held(story, field, row, facts)
        if value is UNKNOWN or value is None or usual is UNKNOWN or usual is None:
            return UNKNOWN
        return value < usual if is_less else value > usual

    def before(told: Story) -> None:
        reached(told, page.entity, partial(goal, not is_down), [field.id])
        told.make(page.entity)

    def behind(told: Story) -> None:
        if not is_there:
            told.make(page.entity)
        reached(told, page.entity, partial(goal, is_down), [field.id])

    if not ((not is_there and story.attempt(before)) or story.attempt(behind)):
        raise Underivable(f"two rows that differ in {field.id}")


def expect(story: Story, page: ResolvedPage, viewer: Person, path: str = "") -> None:
    """The page shows exactly the rows that are in its scope."""
    rows = list(on_page(story, page, viewer))
    path = path or telling_column(story, page, rows)
    values = [row.values.get(path) for row in rows]
    texts = [value.name if isinstance(value, Person) else value or "" for value in values]
    if (
        page.kind not in LISTED
        or len(rows) > MOST_PAGED
        or UNKNOWN in values
        or starts_filtered(page)
    ):
        raise Underivable(f"what stands in {path}")
    equal_texts(story, column_of(story, page, opened(story, page), path), texts)


def equal_texts(story: Story, found: str, texts: list[str]) -> None:
    """A column holds these texts, in whatever order where there are several."""
    if any(text != " ".join(text.split()) for text in texts):
        raise Underivable("a page folds white space")
    how = "self.assertEqual" if len(texts) < 2 else "self.assertCountEqual"
    story.say(call(how, found, literals.listing(map(literals.text, texts))))


def on_page(story: Story, page: ResolvedPage, viewer: Person) -> Iterator[Fact]:
    """The rows of a page, of those that are known; `Underivable` where one may be or not."""
    limit = page.source.limit if isinstance(page.source, RowPage) else 0
    if page.entity in story.facts.unsure or limit:
        raise Underivable(f"which rows of {page.entity} there are")
    for row in story.facts.of(page.entity):
        found = in_scope(story, page, viewer, row, story.facts)
        if found is UNKNOWN:
            raise Underivable("whether a row is in the scope")
        if found:
            yield row


def telling_column(story: Story, page: ResolvedPage, rows: list[Fact]) -> str:
    """A column of plain text by which rows are told apart."""
    for path in page.columns:
        field = story.tool.field(page.entity, path)
        if field is None or field.kind != "text" or field.is_computed or field.seen_by:
            continue
        if all(isinstance(row.values.get(path), str) for row in rows):
            return path
    raise Underivable(f"no column of {page.id} tells rows apart")
