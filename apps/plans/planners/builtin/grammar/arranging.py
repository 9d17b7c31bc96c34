"""Reads how lists are filtered, sorted and grouped."""

import re
from collections.abc import Iterator

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.pages import FILTER
from apps.plans.planners.builtin.grammar.phrases import bare
from apps.plans.planners.builtin.grammar.ranked import RANKED
from apps.plans.planners.builtin.grammar.wishes import (
    Filtered,
    Ordered,
    Wish,
)
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.lists import split_list, until_stop
from apps.plans.planners.builtin.language.words import last_word

_SORT = re.compile(
    r"\b(?:sort(?:ed|able|ing|s)?|order(?:ed)?|ranked)\b(?: (?:(?:the|all|our) [a-z]+(?: [a-z]+)?|"
    r"them|it|results|rows|everything))? (?:by|on) (?P<list>.+)"
)


_FIRST = re.compile(
    r"(?:\b(?:(?:put|show|list|have|with|sort) )?(?:the )?(?:ones|[a-z]+s) (?:that are |which are "
    r")?"
    r"(?:needed|due|wanted|expected|required) )?\b(?P<what>newest|latest|most recent|oldest|most "
    r"urgent|highest|lowest|cheapest|most "
    r"expensive|overdue(?: ones| items)?|soonest|nearest(?: due)?|biggest|largest|smallest|"
    r"earliest)(?: \w+){0,2}? (?:first|on top|at the top)\b"
)


_NEVER = re.compile(r"^(?:and |but )?(?:never|nobody|no one|don't|do not|please don't)\b")
_FIGURES = re.compile(
    r"\b(?:chart|graph|plot|diagram|trend|counts?|counters?|how many|totals?)s?\b"
)
_GROUP = re.compile(
    r"\bgroup(?:ed|s|ing)?(?: (?:the (?:list|table)|them|it|\w+))? (?:by|per) (?P<list>.+)"
)


def read_filters(clause: Clause, world: World) -> Iterator[Wish]:
    """`filter the list`, `filters for status and owner`, `a filter dropdown for supplier name`."""
    found = FILTER.search(clause.text)
    if not found or not world.focus(clause):
        return
    fields: list[str] = []
    end = found.end() if not found["list"] else found.start("list")
    for item in split_list(until_stop(found["list"]), found.start("list")) if found["list"] else ():
        if len(item.text.split()) > 5 or last_word(item.text) in {
            "chart",
            "graph",
            "button",
            "table",
            "board",
            "export",
            "trend",
            "page",
        }:
            break
        fields.append(bare(item.text))
        end = item.span.end
    named = re.search(r"\b(?P<what>[a-z]+(?: [a-z]+)?) filters?\b", clause.text)
    if (
        not fields
        and named
        and not clause.does("filter")
        and world.things.exactly(named["what"]) is None
        and last_word(named["what"])
        not in {"a", "the", "and", "with", "can", "to", "search", "has", "have"}
    ):
        fields = [bare(named["what"].removeprefix("a ").removeprefix("the ").removeprefix("and "))]
    thing = world.named_in(clause.text[: found.start()] + (found["what"] or ""))
    begin = (
        len(clause.text) - len(clause.rest)
        if clause.does("filter") and not clause.frame.subject
        else found.start()
    )
    yield Filtered(
        span=clause.place(0 if clause.does("filter") else min(begin, found.start()), end),
        of=thing.key if thing else world.focus(clause),
        fields=tuple(fields),
    )


_DOWN = re.compile(
    r"\b(?:descending|newest|latest|highest|largest|biggest|most recent) ?(?:first)?\b"
)
_DIRECTION = re.compile(
    r"\b(?:ascending|descending|(?:newest|latest|oldest|highest|lowest|soonest|earliest|nearest|"
    r"largest|smallest|biggest|most (?:recent|urgent))(?: (?:ones? )?(?:first|on top))?|first)\b"
)


def read_order(clause: Clause, world: World) -> Iterator[Wish]:
    """`sorted by due date`, `newest first`, `grouped by team`. What follows a field ("by due date,
    soonest first") is its direction.
    """
    key = world.focus(clause)
    if not key:
        return
    named = [wish for how in ((_SORT, False), (_GROUP, True)) for wish in _by(clause, key, *how)]
    yield from named
    if named:
        return
    if found := _FIRST.search(clause.text):
        yield Ordered(
            span=clause.place(found.start(), found.end()),
            of=key,
            fields=(f"{found['what']} first",),
        )
    elif (found := RANKED.match(clause.text)) and not _FIGURES.search(found["what"]):
        thing = world.named_in(found["what"])
        yield Ordered(
            span=clause.place(0, found.end()),
            of=thing.key if thing else key,
            fields=(f"{found['what']} first",),
        )


def _by(clause: Clause, key: str, pattern: re.Pattern[str], group: bool) -> Iterator[Ordered]:
    """A field named after "by"; the words behind it that say the direction belong to it."""
    found = pattern.search(clause.text)
    if found is None or clause.frame.negated or _NEVER.match(clause.text):
        return
    items = [
        item
        for item in split_list(until_stop(found["list"]), found.start("list"))
        if len(item.text.split()) <= 6
    ][:3]
    fields = [bare(_DIRECTION.sub("", item.text)).strip() for item in items]
    if items:
        yield Ordered(
            span=clause.place(found.start(), items[-1].span.end),
            of=key,
            fields=tuple(field for field in fields if field),
            descending=bool(_DOWN.search(found["list"])),
            group=group,
        )
