"""Reads numbers to be seen: counts and charts."""

import re
from collections.abc import Iterator

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.pages import CHART, COUNTS, FILTER
from apps.plans.planners.builtin.grammar.phrases import up_to_end
from apps.plans.planners.builtin.grammar.wishes import (
    Charted,
    Counted,
    Wish,
)
from apps.plans.planners.builtin.grammar.world import World
from apps.plans.planners.builtin.language.lists import split_list, until_stop
from apps.plans.planners.builtin.lexicon.kinds import kind_of

SHAPES = {
    "pie": "donut",
    "donut": "donut",
    "doughnut": "donut",
    "line": "line",
    "area": "area",
    "bar": "bar",
    "column chart": "bar",
}
"""Words for the shape of a chart, in the order in which they count."""

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
    r"by the) (?:[a-z]+ and )?(?:day|week|month|quarter|year)s?|"
    r"(?:last|past) \w+ (?:days|weeks|months|years))\b"
)


_COUNT_VERB = re.compile(r"\bcount(?:s|ing)? (?:also |how many |all |the |of )*(?P<list>.+)")


_AND_CHART = re.compile(
    r",? (?:and|plus|with) (?:also )?(?:a|an|one|the)? ?(?=(?:[a-z]+ ){0,2}(?:chart|graph|plot|"
    r"diagram)\b)"
)
_HOW_MANY = re.compile(r"\bhow many (?P<list>.+)")


_MEASURE = re.compile(
    r"\b(?:chart|graph|plot|trend|diagram|line|summary|report)s?\b(?: chart| graph| line)? (?:of|"
    r"showing|shows?|for|with|about|displaying|displays|that shows|to show|on) (?P<what>.+)"
)


_IN_CHART = re.compile(
    r"\b(?:show|see|display|plot|have|want) (?:me |us )?(?:the |a |an |our )*"
    r"(?P<what>[a-z][\w -]*?) "
    r"(?:in|as|on) (?:a|an|one) (?:\w+ )?(?:chart|graph|diagram|plot)\b"
)


_SUMMED = re.compile(
    r"\b(?:(?:chart|plot|graph) (?:the|all|our)|(?:add|sum|total) up(?: the| all)?) "
    r"(?P<what>[a-z][\w ]*?)"
    r"(?= (?:per|by|for each|for every|each|every|over)\b|$)"
)


_OVER_TIME = re.compile(
    r"\b(?:show|see|display) (?:me |us )?(?:the |our )?(?P<what>[a-z][\w -]*?) "
    r"(?:per|by|each|every) "
    r"(?:day|week|month|quarter|year)\b"
)
_NUMBERS = {"integer", "decimal", "money", "duration", "percent"}


_BEFORE = re.compile(
    r"\b(?P<what>(?:(?!and |with |by |a |an |the |show|display|add |include |chart|filter)[\w'-]+ "
    r"){1,5})(?:(?:trend|bar|line|pie|donut|area|column|summary|overview) )*(?:chart|graph|trend|"
    r"plot)\b"
)


_BY = re.compile(
    r"\b(?:by|per|for each|for every|split by|broken down by|grouped by|across) (?P<by>(?!day|"
    r"week|month|quarter|year)[a-z][\w-]*(?: [a-z][\w-]*)?)"
)


def read_counts(clause: Clause, world: World) -> Iterator[Wish]:
    """`counts of matched and flagged invoices`, `how many are open`."""
    text = _AND_CHART.split(clause.text)[0]
    if CHART.search(text):
        return
    found = COUNTS.search(text)
    if found is None and clause.does("show", "view", "compute", "want", "keep"):
        found = _HOW_MANY.search(text)
    if found is None and any(verb.name == "count" for verb in clause.verbs):
        found = _COUNT_VERB.search(clause.text)
    if (
        found is None
        or not world.focus(clause)
        or re.match(r"\s*\w+ (?:needed|required)", found["list"])
    ):
        return
    each = re.search(r"(?:^| )(?:per|for each|for every) ", found["list"])
    if each and re.match(r"(?:(?:show|the|and|me) )*(?:number|count)s? ", clause.text):
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
        groups.append(re.sub(r"^how many (?:are |of them are )?", "", item.text))
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


_FIGURE_BY = re.compile(
    r"^(?:(?:show|see|and|also|me|us|the|a|plus|please|display|i want|we want|to see|compare|"
    r"our) )*"
    r"(?P<what>(?:(?:monthly|weekly|yearly|overall|total|average|mean|avg) )*(?:total|sum|"
    r"average|avg"
    r"|mean|spend|spending|spent|costs?|number|count|amount|revenue|sales|turnover|income|expenses|"
    r"hours|donations|quantity|pieces|boxes|units|weight|how (?:many|much))\b(?: (?!by\b|"
    r"per\b)[\w'-]+){0,6}?)"
    r" (?:by|per|for each|for every|across|broken down by|split by) (?P<by>[a-z][\w-]*)"
)


def read_charts(clause: Clause, world: World) -> Iterator[Wish]:
    """`a weekly trend chart`, `a bar chart of spending by team per month`."""
    found = CHART.search(clause.text)
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
    summed = (
        _SUMMED.search(clause.text) or _number_over_time(clause, world) or _figure(clause, world)
    )
    if (
        not (found or summary or per or summed)
        or not world.focus(clause)
        or clause.does("tell", "export")
        or "gantt" in clause.text
    ):
        return
    grain = _grain(clause.text)
    what = _MEASURE.search(clause.text)
    before = _BEFORE.search(clause.text)
    inside = _IN_CHART.search(clause.text)
    named = summed or inside
    measure = (
        named["what"]
        if named
        else until_stop(what["what"])
        if what
        else before["what"]
        if before
        else (summary or per or [""])[0]
    )
    by = _BY.search(clause.text, found.start() if found else 0) or (
        _BY.search(clause.text) if not FILTER.search(clause.text) else None
    )
    start = min(match.start() for match in (found, summary, per, before, summed) if match)
    thing = world.named_in(re.split(r"\b(?:by|per) ", measure)[0])
    yield Charted(
        span=clause.place(
            min(start, len(clause.text) - len(clause.rest)) if clause.verbs else start,
            len(clause.text),
        ),
        of=thing.key if thing else world.focus(clause),
        grain=grain,
        measure=measure.strip(),
        by=CHART.split(up_to_end(by["by"]))[0].strip() if by else "",
        shape=chart_shape(clause.text),
        summed=bool(re.search(r"\b(?:add|sum|total) up\b", clause.text)),
    )


def _figure(clause: Clause, world: World) -> re.Match[str] | None:
    """`spend by department`, `average days to close per team`: a figure for each of something,
    without a word for the chart.
    """
    found = _FIGURE_BY.match(clause.text)
    if clause.subject and not is_figure(clause.text):
        return None
    listed = clause.text[found.end() :].count(",") if found else 0
    return found if found and not listed and not clause.frame.can else None


def is_figure(text: str) -> bool:
    """Whether a clause only names a figure: `average days to close per team`."""
    return re.match(r"(?:average|avg|mean|total|sum|number|count|hours) ", text) is not None and (
        _FIGURE_BY.match(text) is not None
    )


def _number_over_time(clause: Clause, world: World) -> re.Match[str] | None:
    """`show litres per month`: a number by its own name, over time."""
    found = _OVER_TIME.search(clause.text)
    if found is None or len(found["what"].split()) > 4:
        return None
    return found if kind_of(found["what"], world.lexicon) in _NUMBERS else None


def _grain(text: str) -> str:
    found = _GRAIN.search(text)
    return next((GRAINS[word] for word in found[0].split() if word in GRAINS), "") if found else ""


def chart_shape(text: str) -> str:
    """The shape that a text asks for; empty where it names none."""
    return next((shape for word, shape in SHAPES.items() if re.search(rf"\b{word}\b", text)), "")
