"""Reads what is seen: lists of rows, counts, charts, filters, order."""

import re
from collections.abc import Iterator

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.frames import is_people
from apps.plans.planners.builtin.grammar.phrases import bare, content, up_to_end
from apps.plans.planners.builtin.grammar.wishes import (
    Charted,
    Counted,
    Filtered,
    Ordered,
    Shown,
    Wish,
)
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.lists import split_list, until_stop
from apps.plans.planners.builtin.language.words import first_word, last_word, singular

GRAINS = {
    "daily": "day",
    "day": "day",
    "days": "day",
    "weekly": "week",
    "week": "week",
    "weeks": "week",
    "monthly": "month",
    "month": "month",
    "months": "month",
    "quarterly": "quarter",
    "quarter": "quarter",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
    "year": "year",
    "years": "year",
}
_GRAIN = re.compile(
    r"\b(?:daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|(?:per|by|each|every|a|over the|"
    r"by the) (?:day|week|month|quarter|year)s?|(?:last|past) \w+ (?:days|weeks|months|years))\b"
)
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
_COUNTS = re.compile(
    r"\b(?:(?:show|display|see|with|and|the|a|an|of|at the top|on top) )*(?:summary |small |"
    r"quick |live )*(?:counts?|counters?|number|numbers|totals?|kpis?|tiles?|stats?|statistics|"
    r"cards|summary bar|summary|metrics|summary cards)(?: at the top| on top| above the \w+)? "
    r"(?:with (?:the )?(?:counts?|numbers?) (?:of|for)|showing (?:the )?(?:counts?|numbers?) "
    r"(?:of|for)|of|for|with|showing|by) (?P<list>.+)"
)
_COUNT_VERB = re.compile(r"\bcount(?:s|ing)? (?:also |how many |all |the |of )*(?P<list>.+)")
_HOW_MANY = re.compile(r"\bhow many (?P<list>.+)")
_CHART = re.compile(
    r"\b(?:chart|graph|plot|histogram|trend line|trendline|trend|diagram|visuali[sz]ation)s?\b"
)
_MEASURE = re.compile(
    r"\b(?:chart|graph|plot|trend|diagram|line|summary|report)s?\b(?: chart| graph| line)? (?:of|"
    r"showing|shows?|for|with|about|displaying|displays|that shows|to show|on) (?P<what>.+)"
)
_BEFORE = re.compile(
    r"(?P<what>(?:(?!and |with |by |a |an |the |show|display|add |include |chart|filter)[\w'-]+ "
    r"){1,5})(?:(?:trend|bar|line|pie|donut|area|column|summary|overview) )*(?:chart|graph|trend|"
    r"plot)\b"
)
_BY = re.compile(
    r"\b(?:by|per|for each|for every|split by|broken down by|grouped by|across) (?P<by>(?!day|"
    r"week|month|quarter|year)[a-z][\w-]*(?: [a-z][\w-]*)?)"
)
_FILTER = re.compile(
    r"\b(?:filter(?:ed|able|ing|s)?|drop-?downs?)\b(?: (?:dropdowns?|drop-downs?|options?|"
    r"controls?|menus?|boxes))?(?: (?P<what>the (?:list|table|view|board)s?|them|it|this|"
    r"everything|[a-z' ]{0,30}?))?\s*(?P<by>(?:by|on|for|per|according to|:|with|"
    r"along)\s+(?P<list>.+))?$"
)
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
_STATES = re.compile(r"\b(?:today|overdue|open|upcoming|this week|tomorrow|pending|late)\b")
_UI_WORDS = {
    "summary",
    "counts",
    "count",
    "bar",
    "top",
    "numbers",
    "number",
    "total",
    "totals",
    "overall",
}


def read_rows(clause: Clause, world: World) -> Iterator[Wish]:
    """Lists, boards, calendars: which rows, in which shape."""
    if _CHART.search(clause.text) and not re.search(
        r"\b(?:table|list|board|calendar)\b", clause.text
    ):
        return
    if (found := _SHAPE.search(clause.text)) and not clause.does("make"):
        thing = world.focus(clause)
        if thing:
            by = "" if found["by"] is None else up_to_end(found["by"])
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
    if thing is None or _COUNTS.search(clause.text[:start]):
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


def read_counts(clause: Clause, world: World) -> Iterator[Wish]:
    """`counts of matched and flagged invoices`, `how many are open`."""
    if _CHART.search(clause.text):
        return
    found = _COUNTS.search(clause.text)
    if found is None and clause.does("show", "view", "compute", "want", "keep"):
        found = _HOW_MANY.search(clause.text)
    if found is None and any(verb.name == "count" for verb in clause.verbs):
        found = _COUNT_VERB.search(clause.text)
    if (
        found is None
        or not world.focus(clause)
        or re.match(r"\s*\w+ (?:needed|required)", found["list"])
    ):
        return
    about = world.named_in(clause.text[: found.start("list")])
    if about is not None and "count" in about.word.split():
        return
    listed = until_stop(found["list"])
    groups: list[str] = []
    end = found.start("list")
    for item in split_list(listed, found.start("list")):
        words = item.text.split()
        if len(words) > 6:
            break
        groups.append(item.text)
        end = item.span.end
    if groups and (
        clause.does("show", "view", "compute", "make", "want", "keep", "create") or not clause.verbs
    ):
        thing = world.named_in(found["list"])
        yield Counted(
            span=clause.place(found.start(), end),
            of=thing.key if thing else world.focus(clause),
            groups=tuple(groups),
        )


def read_charts(clause: Clause, world: World) -> Iterator[Wish]:
    """`a weekly trend chart`, `a bar chart of spending by team per month`."""
    found = _CHART.search(clause.text)
    summary = re.search(
        r"\b(?:daily|weekly|monthly|quarterly|yearly|annual) (?:summary|totals?|report|overview|"
        r"figures|numbers|statistics|breakdown|volume|spend|spending|trend)\b",
        clause.text,
    )
    per = re.search(
        r"\b(?:number of|how many|totals?|sum of|average|amount of|count of|spend(?:ing)?|hours|"
        r"costs?) .{0,40}\b(?:per|by|each|every) (?:day|week|month|quarter|year)\b",
        clause.text,
    )
    if (
        not (found or summary or per)
        or not world.focus(clause)
        or clause.does("tell", "export")
        or "gantt" in clause.text
    ):
        return
    grain = _grain(clause.text)
    what = _MEASURE.search(clause.text)
    before = _BEFORE.search(clause.text)
    measure = (
        until_stop(what["what"])
        if what
        else before["what"]
        if before
        else (summary or per or [""])[0]
    )
    by = _BY.search(clause.text, found.start() if found else 0) or (
        _BY.search(clause.text) if not _FILTER.search(clause.text) else None
    )
    start = min(match.start() for match in (found, summary, per, before) if match)
    thing = world.named_in(re.split(r"\b(?:by|per) ", measure)[0])
    yield Charted(
        span=clause.place(
            min(start, len(clause.text) - len(clause.rest)) if clause.verbs else start,
            len(clause.text),
        ),
        of=thing.key if thing else world.focus(clause),
        grain=grain,
        measure=measure.strip(),
        by=up_to_end(by["by"]) if by else "",
        shape=_chart_shape(clause.text),
    )


def _grain(text: str) -> str:
    found = _GRAIN.search(text)
    return next((GRAINS[word] for word in found[0].split() if word in GRAINS), "") if found else ""


def _chart_shape(text: str) -> str:
    for word, shape in (
        ("pie", "donut"),
        ("donut", "donut"),
        ("doughnut", "donut"),
        ("line", "line"),
        ("area", "area"),
        ("bar", "bar"),
        ("column chart", "bar"),
    ):
        if re.search(rf"\b{word}\b", text):
            return shape
    return ""


def read_filters(clause: Clause, world: World) -> Iterator[Wish]:
    """`filter the list`, `filters for status and owner`, `a filter dropdown for supplier name`."""
    found = _FILTER.search(clause.text)
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
