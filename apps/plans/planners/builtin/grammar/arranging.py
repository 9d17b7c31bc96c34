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
    r"\b(?:sort(?:ed|able|ing|s)?|order(?:ed)?|ranked)\b(?: (?:the (?:list|table)|them|it|"
    r"results|rows|everything))? (?:by|on) (?P<list>.+)"
)


_FIRST = re.compile(
    r"\b(?P<what>newest|latest|most recent|oldest|most urgent|highest|lowest|cheapest|most "
    r"expensive|overdue(?: ones| items)?|soonest|nearest(?: due)?|biggest|largest|smallest|"
    r"earliest)(?: \w+)? (?:first|on top|at the top)\b"
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


def read_order(clause: Clause, world: World) -> Iterator[Wish]:
    """`sorted by due date`, `newest first`, `grouped by team`."""
    key = world.focus(clause)
    if not key:
        return
    for pattern, group in ((_SORT, False), (_GROUP, True)):
        if found := pattern.search(clause.text):
            items = [
                item
                for item in split_list(until_stop(found["list"]), found.start("list"))
                if len(item.text.split()) <= 6
            ][:3]
            if items:
                text = found["list"]
                down = bool(
                    re.search(
                        r"\b(?:descending|newest|latest|highest|largest|biggest|most recent) "
                        r"?(?:first)?\b",
                        text,
                    )
                )
                fields = tuple(
                    bare(
                        re.sub(
                            r"\b(?:ascending|descending|(?:newest|latest|oldest|highest|lowest|"
                            r"soonest|earliest|most recent)(?: first)?|first)\b",
                            "",
                            item.text,
                        )
                    ).strip()
                    for item in items
                )
                yield Ordered(
                    span=clause.place(found.start(), items[-1].span.end),
                    of=key,
                    fields=tuple(f for f in fields if f),
                    descending=down,
                    group=group,
                )
    if found := _FIRST.search(clause.text):
        yield Ordered(
            span=clause.place(found.start(), found.end()),
            of=key,
            fields=(f"{found['what']} first",),
        )
    elif (found := RANKED.match(clause.text)) and world.focus(clause):
        thing = world.named_in(found["what"])
        yield Ordered(
            span=clause.place(0, found.end()),
            of=thing.key if thing else key,
            fields=(f"{found['what']} first",),
        )
