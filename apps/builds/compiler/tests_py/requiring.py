"""A test for each requirement: what provides it is used by somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from apps.builds.compiler import literals
from apps.builds.compiler.tests_py import automating, counting, doing, filtering, looking, ruling
from apps.builds.compiler.tests_py.facts import Underivable
from apps.builds.compiler.tests_py.story import Story
from apps.builds.compiler.tests_py.telling import Teller, Test

MOST_SHOWN = 4
NOT_LET_IN = "This tool is not open to you."
NOT_SIGNED_IN = "Sign in to open this tool."

Way = Callable[[Story], None]


def tests(teller: Teller) -> Iterator[Test]:
    """The tests of all requirements; of a tool without any, that it opens."""
    for requirement in teller.tool.blueprint.requirements:
        story, shown = teller.story(), 0
        story.preferred = frozenset(one.split(".")[-1] for one in requirement.provides)
        for address in _telling(requirement.provides):
            way = way_of(address)
            if shown < MOST_SHOWN and way is not None and story.attempt(way):
                shown += 1
        lines = story.body() if shown else teller.told(_opens, _is_closed)
        yield teller.test(requirement.quote, lines)
    if not teller.tool.blueprint.requirements:
        yield teller.test("only those who are let in open it", teller.told(sign_in))


def _telling(addresses: Sequence[str]) -> Iterator[str]:
    """The addresses without those that another one shows too."""
    for address in addresses:
        first, *rest = address.split(".")
        others = [one.split(".") for one in addresses if one != address]
        if address == "platform.storage" and any(one[0] == "entities" for one in others):
            continue
        is_field = first == "entities" and rest[1:2] == ["fields"]
        if is_field and any(_shows_field(one, rest[0], rest[-1]) for one in others):
            continue
        yield address


def _shows_field(other: list[str], entity: str, field: str) -> bool:
    """Whether a column shows a field, or a permission or action is about its entity."""
    if other[0] == "pages":
        return other[2:] == ["columns", field]
    return other[:2] == ["entities", entity] and other[2:3] == ["permissions"]


def way_of(address: str) -> Way | None:
    """How what stands at an address is shown; nothing for what cannot be shown."""
    first, *rest = address.split(".")
    if first == "platform" and rest:
        return PLATFORM.get(rest[0], _opens)
    if first == "pages" and rest:
        return _of_page(rest)
    if first == "entities" and rest:
        return _of_entity(rest)
    if first == "automations" and rest:
        return lambda story: automating.show(story, rest[0])
    return None


def _of_page(rest: list[str]) -> Way:
    called, key, one = (*rest, "", "", "")[:3]
    ways: dict[str, Way] = {
        "columns": lambda story: (
            looking.column(story, called, one) if one else looking.headings(story, called)
        ),
        "scope": lambda story: looking.scope(story, called),
        "filters": lambda story: filtering.filters(story, called, one),
        "counts": lambda story: counting.counts(story, called, one),
        "parts": lambda story: counting.part(story, called, one),
    }
    way = ways.get(key)
    return partial(_first, [*([way] if way else []), lambda s: looking.is_there(s, called)])


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


def _is_there(called: str, story: Story) -> None:
    looking.is_there(story, called)


def _is_closed(story: Story) -> None:
    """What is true of every tool."""
    said = f"with self.assertRefused({literals.text(NOT_SIGNED_IN)}):"
    story.say(f"{said}\n    self.nobody.opens()")


PLATFORM: dict[str, Way] = {
    "sign_in": sign_in,
    "storage": _kept_anywhere,
    "forms": _kept_anywhere,
    "detail": _kept_anywhere,
    "history": _kept_anywhere,
}
