"""A test for each requirement: what provides it is used by somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.tests_py import (
    automating,
    calling,
    celling,
    counting,
    doing,
    filtering,
    grouping,
    importing,
    in_time,
    looking,
    permitting,
    queueing,
    ruling,
)
from apps.builds.compiler.tests_py.facts import Underivable
from apps.builds.compiler.tests_py.story import Story
from apps.builds.compiler.tests_py.telling import Teller, Test
from apps.builds.compiler.tool import Tool

MOST_SHOWN = 4
NOT_LET_IN = "This tool is not open to you."
NOT_SIGNED_IN = "Sign in to open this tool."
UNSHOWN = "No test of its own shows"

KEPT_ANYWHERE = ("platform.storage", "platform.forms", "platform.detail", "platform.history")

Way = Callable[[Story], None]


def tests(teller: Teller) -> Iterator[Test]:
    """The tests of all requirements, each thing shown once; of a tool without any, who opens it."""
    told: list[Test] = []
    unshown: list[str] = []
    for requirement in teller.tool.blueprint.requirements:
        story = teller.story()
        story.preferred = frozenset(one.split(".")[-1] for one in requirement.provides)
        if shown := _show(story, list(_telling(story.tool, requirement.provides))):
            teller.shown.update(shown)
            told += teller.once(requirement.quote, story.body())
        else:
            unshown.append(requirement.quote)
    yield from told
    if unshown:
        opening = teller.told(_opens, _is_closed)
        yield teller.test("it opens", opening, also=unshown, lead=UNSHOWN)
    if not teller.tool.blueprint.requirements:
        yield teller.test("only those who are let in open it", teller.told(sign_in))


def _show(story: Story, waiting: list[str]) -> list[str]:
    """Show what stands at these addresses, fields of one entity together; those that went."""
    shown: list[str] = []
    while waiting and len(shown) < MOST_SHOWN:
        address = waiting.pop(0)
        entity, beside = _fields_beside(story, address, waiting)
        if beside and story.attempt(partial(doing.fields, entity, list(beside.values()))):
            waiting[:] = [one for one in waiting if one not in beside]
            shown.append(address)
        elif (way := way_of(address)) is not None and story.attempt(way):
            shown.append(address)
    return shown


def _fields_beside(
    story: Story, address: str, waiting: Sequence[str]
) -> tuple[str, dict[str, str]]:
    """The entity of a stored field, and it with the others of that entity; none if it is alone."""
    found: dict[str, str] = {}
    above = address.rpartition(".")[0]
    for one in (address, *waiting):
        first, *rest = one.split(".")
        if first == "entities" and rest[1:2] == ["fields"] and one.rpartition(".")[0] == above:
            field = story.tool.field(rest[0], rest[-1])
            if field is not None and not field.is_computed:
                found[one] = field.id
    return above.split(".")[1] if found else "", found if address in found and len(
        found
    ) > 1 else {}


def _telling(tool: Tool, addresses: Sequence[str]) -> Iterator[str]:
    """The addresses without those that another one shows too."""
    for address in addresses:
        first, *rest = address.split(".")
        others = [one.split(".") for one in addresses if one != address]
        if address in KEPT_ANYWHERE and any(_keeps(one, address) for one in others):
            continue
        is_field = first == "entities" and rest[1:2] == ["fields"]
        if is_field and any(_shows_field(tool, one, rest[0], rest[-1]) for one in others):
            continue
        yield address


def _keeps(other: list[str], address: str) -> bool:
    """Whether showing this shows anyway that rows are kept."""
    return other[0] == "entities" and (len(other) == 2 or address == "platform.storage")


def _shows_field(tool: Tool, other: list[str], entity: str, field: str) -> bool:
    """Whether a column shows a field, or somebody uses a right to change it."""
    if other[:3] == ["entities", entity, "permissions"]:
        rights = tool.entity(entity).permissions
        return any(one.id == other[-1] and {"edit", "all"} & {*one.can} for one in rights)
    return other[0] == "pages" and other[2:] == ["columns", field]


def way_of(address: str) -> Way | None:
    """How what stands at an address is shown; nothing for what cannot be shown."""
    first, *rest = address.split(".")
    if first == "platform" and rest:
        return PLATFORM.get(rest[0])
    if first == "pages" and rest:
        return _of_page(rest)
    if first == "entities" and rest:
        return _of_entity(rest)
    if first == "roles" and rest:
        return partial(permitting.role, rest[0])
    if first == "automations" and rest:
        return lambda story: automating.show(story, rest[0])
    return None


def _of_page(rest: list[str]) -> Way:
    called, key, one = (*rest, "", "", "")[:3]
    ways: dict[str, Way] = {
        "columns": lambda story: (
            looking.column(story, called, one) if one else looking.headings(story, called)
        ),
        "scope": lambda story: (
            queueing.turns if queueing.is_queue(story, called) else looking.scope
        )(story, called),
        "sort": lambda story: (
            grouping.ranks if grouping.is_ranked(story, called) else looking.order
        )(story, called),
        "between": lambda story: looking.scope(story, called),
        "group_by": lambda story: grouping.groups(story, called),
        "inline_edit": lambda story: celling.cells(story, called),
        "totals": lambda story: grouping.totals(story, called),
        "filters": lambda story: filtering.filters(story, called, one),
        "counts": lambda story: counting.counts(story, called, one),
        "parts": lambda story: counting.part(story, called, one),
    }
    way = ways.get(key)
    laid_out = (partial(one, called=called) for one in (in_time.stands, in_time.crosses))
    others = partial(looking.of_all_tools, called=called)
    is_plain = key == "columns" or way is None
    plainly = [partial(_is_there_at_all, called)] if is_plain else []
    otherwise = (others, *laid_out, *plainly)
    return partial(_first, [*([way] if way else []), *otherwise])


def _is_there_at_all(called: str, story: Story) -> None:
    """The page opens, where nothing that was said before has opened it."""
    if not any(f".opens({literals.text(called)}" in line for line in story.lines):
        looking.is_there(story, called)


def _of_entity(rest: list[str]) -> Way:
    entity, key, one = (*rest, "", "", "")[:3]
    ways: dict[str, Way] = {
        "fields": lambda story: doing.field(story, entity, one),
        "actions": lambda story: doing.action(story, entity, one),
        "permissions": lambda story: doing.permission(story, entity, one),
        "rules": lambda story: ruling.show(story, entity, one),
        "comments": lambda story: doing.comments(story, entity),
    }
    return ways.get(key, lambda story: doing.kept(story, entity))


def _first(ways: list[Way], story: Story) -> None:
    """The first of several that can be told."""
    if not any(story.attempt(way) for way in ways):
        raise Underivable("none of them")


def sign_in(story: Story) -> None:
    """Nobody comes in who is not signed in and let in."""
    page = literals.text(story.tool.resolved.pages[0].id)
    for person, sentence in (("otto", NOT_LET_IN), ("nobody", NOT_SIGNED_IN)):
        said = f"with self.assertRefused({literals.text(sentence)}):"
        story.say(f"{said}\n    self.{person}.opens({page})")


def _kept_anywhere(story: Story) -> None:
    """Rows of the first entity for which it can be told are there later."""
    _first([partial(_kept, entity) for entity in story.tool.sources], story)


def _kept(entity: str, story: Story) -> None:
    doing.kept(story, entity)


def _opens(story: Story) -> None:
    """The first page that somebody certainly opens."""
    _first([partial(_is_there, page.id) for page in story.tool.resolved.pages], story)


def _imported(story: Story) -> None:
    """Somebody brings in a row of the first entity for which it can be told."""
    _first([partial(importing.brought, entity) for entity in story.tool.sources], story)


def _by_program(story: Story) -> None:
    """A program makes a row of the first entity for which it can be told."""
    _first([partial(calling.made_by_program, entity) for entity in story.tool.sources], story)


def _is_there(called: str, story: Story) -> None:
    looking.is_there(story, called)


def _is_closed(story: Story) -> None:
    """What is true of every tool."""
    said = f"with self.assertRefused({literals.text(NOT_SIGNED_IN)}):"
    story.say(f"{said}\n    self.nobody.opens()")


PLATFORM: dict[str, Way] = {
    "sign_in": sign_in,
    "import": _imported,
    "api": _by_program,
    **{one.partition(".")[2]: _kept_anywhere for one in KEPT_ANYWHERE},
}
