"""Reads what is seen: lists of rows, counts, charts, filters, order."""

import re
from collections.abc import Iterator

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.phrases import bare, content, up_to_end
from apps.plans.planners.builtin.grammar.ranked import RANKED
from apps.plans.planners.builtin.grammar.verbs import is_people
from apps.plans.planners.builtin.grammar.wishes import (
    Shown,
    Wish,
)
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.words import first_word, singular

_ROWS = re.compile(
    r"\b(?:(?P<shape>table|list|grid|view|overview|queue|page|screen|tab|board|kanban board|"
    r"kanban|calendar|timeline|dashboard|gallery)(?: view| page)? (?:of|for|with|showing|that "
    r"shows|which shows|listing|about) )(?P<things>.+)"
)


_SHAPE = re.compile(
    r"\b(?P<shape>kanban board|kanban|board|calendar|timeline|gantt(?: chart)?|gallery|"
    r"leaderboard|matrix|map)\b(?: view| page)?(?: (?:by|grouped by|per|of|for|with) (?P<by>[\w "
    r"]+))?"
)


_MINE = re.compile(
    r"\b(?:my|their|his|her|your|our) own\b|\bmy (?!team|company|department|office|colleagues?|"
    r"staff|boss|manager)(?=\w)|\bmine\b"
)


COUNTS = re.compile(
    r"\b(?:(?:show|display|see|with|and|the|a|an|of|at the top|on top) )*(?:summary |small |"
    r"quick |live )*(?:counts?|counters?|number|numbers|totals?|kpis?|tiles?|stats?|statistics|"
    r"cards|summary bar|summary|metrics|summary cards)(?: at the top| on top| above the \w+)? "
    r"(?:with (?:the )?(?:counts?|numbers?) (?:of|for)|showing (?:the )?(?:counts?|numbers?) "
    r"(?:of|for)|of|for|with|showing|by) (?P<list>.+)"
)


CHART = re.compile(
    r"\b(?:chart|graph|plot|histogram|trend line|trendline|trend|diagram|visuali[sz]ation)s?\b"
)


FILTER = re.compile(
    r"\b(?:filter(?:ed|able|ing|s)?|drop-?downs?)\b(?: (?:dropdowns?|drop-downs?|options?|"
    r"controls?|menus?|boxes))?(?: (?P<what>the (?:list|table|view|board)s?|them|it|this|"
    r"everything|[a-z' ]{0,30}?))?\s*(?P<by>(?:by|on|for|per|according to|:|with|"
    r"along)\s+(?P<list>.+))?$"
)


_STATES = re.compile(r"\b(?:today|overdue|open|upcoming|this week|tomorrow|pending|late)\b")


def read_rows(clause: Clause, world: World) -> Iterator[Wish]:
    """Lists, boards, calendars: which rows, in which shape."""
    if CHART.search(clause.text) and not re.search(
        r"\b(?:table|list|board|calendar)\b", clause.text
    ):
        return
    if RANKED.match(clause.text):
        return
    found = _SHAPE.search(clause.text)
    if found and not clause.does("make") and found.start() >= len(clause.subject):
        thing = world.focus(clause)
        if thing:
            by = found["by"] or ""
            by = by if _shape(found["shape"]) == "matrix" else up_to_end(by)
            yield Shown(
                span=clause.place(found.start(), found.start() + len(found[0].rstrip())),
                of=thing,
                shape=_shape(found["shape"]),
                by=by,
            )
    if found := _ROWS.search(clause.text):
        yield from _shown(clause, world, found["things"], found.start(), found.start("things"))
    elif (
        clause.does("show", "view", "keep")
        and not clause.frame.passive
        and clause.rest
        and not _about_thing(clause, world)
    ):
        start = len(clause.text) - len(clause.rest)
        yield from _shown(clause, world, clause.rest, 0, start)


_HIDDEN = re.compile(
    r"^(?:and |but |please |the |all |any |hide )*(?P<state>[a-z][\w-]*(?: for [a-z]+)?) (?:ones|"
    r"items|"
    r"rows|entries|records|[a-z]+(?: [a-z]+)?)(?:,? (?:should|must|are|is|stay|stays|shall|will|"
    r"can)"
    r"(?: (?:not|never) (?:be )?(?:shown|show|listed|visible|appear|displayed|there)| (?:be |stay |"
    r"normally |usually )*hidden)| hidden)?(?P<when> (?:by default|unless|until|at first|from the "
    r"list|"
    r"normally|usually|except).*)?$"
)


def read_hidden(clause: Clause, world: World) -> Iterator[Wish]:
    """`closed matters should not be shown unless I ask for them`: the list opens without them."""
    found = _HIDDEN.match(clause.text)
    key = world.focus(clause)
    said = found and re.search(r"\b(?:hide|hidden|not|never)\b", clause.text)
    if (
        found
        and said
        and key
        and re.search(r"\b(?:from|to) (?!the list)[a-z]", clause.text) is None
    ):
        yield Shown(span=clause.span, of=key, words=("not", found["state"]), shape="hidden")


def _about_thing(clause: Clause, world: World) -> bool:
    """`each loan has …` describes; it shows nothing."""
    return (
        bool(clause.subject)
        and world.things.exactly(clause.subject) is not None
        and not is_people(clause.subject, world.lexicon)
    )


def _shape(word: str) -> str:
    plain = first_word(word)
    return {"kanban": "board", "gantt": "timeline"}.get(plain, plain)


def _shown(clause: Clause, world: World, text: str, begin: int, start: int) -> Iterator[Wish]:
    phrase = up_to_end(text)
    thing = world.named_in(phrase)
    if thing is None and _STATES.search(phrase) and world.focus(clause):
        thing = world.things[world.focus(clause)]
    if thing is None or COUNTS.search(clause.text[:start]):
        return
    own = set(" ".join(thing.names).split())
    words = tuple(
        word
        for word in content(phrase, world.lexicon)
        if word not in own and singular(word) not in own and word not in {"list", "table"}
    )
    if _MINE.search(phrase):
        words = ("mine", *words)
    tail = text[len(phrase) + text.find(phrase) :] if phrase else ""
    words += tuple(_postmodifiers(tail))
    ui = set(world.lexicon.tools["ui"]) | set(world.lexicon.tools["processes"])
    kept = tuple(word for word in words if word not in ui - {"today", "week", "month"})
    if re.search(r"\btoday'?s?\b|\bdue today\b", f"{phrase} {tail[:24]}") and not any(
        word.startswith("today") for word in kept
    ):
        kept = ("today", *kept)
    yield Shown(
        span=clause.place(begin, start + text.find(phrase) + len(phrase)), of=thing.key, words=kept
    )


def _postmodifiers(tail: str) -> Iterator[str]:
    """`that are overdue`, `due this week`, `which need approval`."""
    if found := re.match(
        r"\s*(?:that|which|who) (?:are|is|were|have been|has been|need|needs) (?P<words>[\w "
        r"-]{3,40})",
        tail,
    ):
        yield bare(up_to_end(found["words"]) or found["words"])
