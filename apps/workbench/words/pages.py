"""A page of a tool in words: what it shows, what one can do there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.plans.blueprint.resolved import ResolvedPage
from apps.workbench.words.conditions import condition_words
from apps.workbench.words.tool import Tool, a, capital, listed, lower, plain

SHAPES = {
    "table": "A list of {rows}",
    "cards": "{Rows} as cards",
    "queue": "{Rows} one after the other",
    "report": "A report on {rows}",
    "leaderboard": "{Rows} by rank",
    "board": "A board of {rows}",
    "calendar": "A calendar of {rows}",
    "timeline": "A timeline of {rows}",
    "matrix": "A grid of {rows}",
    "detail": "The page of one {row}",
    "form": "A form that adds {a_row}",
    "dashboard": "Figures and charts",
    "text": "A page of words that admins edit",
    "extension": "A page of its own making",
}

MEASURE = re.compile(r"(?P<how>sum|avg|min|max|count)\((?P<path>[\w.]*)\)")
HOW = {
    "sum": "",
    "avg": "the average ",
    "min": "the least ",
    "max": "the most ",
    "count": "how many ",
}


@dataclass(frozen=True, slots=True)
class PageWords:
    """A page and its sentences."""

    name: str
    sentences: list[str]


def page_words(page: ResolvedPage, tool: Tool) -> PageWords:
    """What a page is, for somebody who has never seen it."""
    sentences = [sentence for sentence in _sentences(page, page.source, tool) if sentence]
    return PageWords(page.name, sentences)


def _sentences(page: ResolvedPage, source: Any, tool: Tool) -> Iterator[str]:
    entity = page.entity
    shape = SHAPES[page.kind].format(
        rows=tool.plural(entity) if entity else "",
        Rows=capital(tool.plural(entity)) if entity else "",
        row=lower(tool.entity_name(entity)) if entity else "",
        a_row=a(lower(tool.entity_name(entity))) if entity else "",
    )
    by = [lower(tool.path(entity, path)) for path in getattr(source, "group_by", ())]
    laid_out = _in_time(entity, source, tool) + _crossed(entity, source, tool)
    yield shape + (f" by {listed(by)}" if by else "") + laid_out + "."
    if getattr(source, "public", False):
        yield "Strangers may send it without an account, once somebody has opened it to them."
    scope = getattr(source, "scope", "")
    if scope:
        yield f"Only where {condition_words(scope)}."
    if source.description:
        yield source.description.rstrip(".") + "."
    yield _columns(page, entity, tool)
    filters = [tool.path(entity, _filter(one)) for one in getattr(source, "filters", ())]
    if filters:
        yield f"Filters: {listed(filters)}, kept in the address."
    yield from _figures(entity, source, tool)
    counts = [one.name or capital(plain(one.id)) for one in getattr(source, "counts", ())]
    if counts:
        yield f"Counts above it: {listed(counts)}."
    parts = [_part(part, tool) for part in getattr(source, "parts", ()) or ()]
    if parts:
        yield f"With {listed(parts)}."


def _figures(entity: str, source: Any, tool: Tool) -> Iterator[str]:
    """What is added up, over which days, and whether cells are changed in place."""
    totals = [measure_words(entity, text, tool) for text in getattr(source, "totals", ())]
    if totals:
        each = ", for each group and for all" if source.group_by else ""
        yield f"Adds up {listed(totals)}{each}."
    if getattr(source, "between", ""):
        yield f"Shows this month by {tool.path(entity, source.between)}, or other days picked."
    if getattr(source, "inline_edit", False) and source.kind == "table":
        yield "Whoever may edit a row changes its cells in place."


def measure_words(entity: str, text: str, tool: Tool) -> str:
    """`sum(amount)` -> “Amount”, `count()` -> “how many”; another measure as it is written."""
    found = MEASURE.fullmatch(text.strip())
    if found is None:
        return f"“{text}”"
    if not found["path"]:
        return "how many" if found["how"] == "count" else f"“{text}”"
    return f"{HOW[found['how']]}{tool.path(entity, found['path'])}"


def _in_time(entity: str, source: Any, tool: Tool) -> str:
    """`, from Start to End, a lane for each Guide, coloured by State`."""
    keys = ("start", "end", "lanes", "colour_by")
    said = {key: tool.path(entity, path) for key in keys if (path := getattr(source, key, ""))}
    if "start" not in said:
        return ""
    when = f" from {said['start']} to {said['end']}" if "end" in said else f" by {said['start']}"
    lanes = f", a lane for each {said['lanes']}" if "lanes" in said else ""
    colours = f", coloured by {said['colour_by']}" if "colour_by" in said else ""
    return when + lanes + colours


def _crossed(entity: str, source: Any, tool: Tool) -> str:
    """` by Guide and Day, with State, changed in place`."""
    if not getattr(source, "across", ""):
        return ""
    by = f" by {tool.path(entity, source.rows)} and {tool.path(entity, source.across)}"
    cell = f", with {tool.path(entity, source.cell)}" if source.cell.isidentifier() else ""
    return by + cell + (", changed in place" if source.inline_edit else "")


def _columns(page: ResolvedPage, entity: str, tool: Tool) -> str:
    if page.kind not in {"table", "cards", "queue", "report", "board"}:
        return ""
    columns = [tool.path(entity, str(path)) for path in page.columns]
    return f"Shows {listed(columns)}." if columns else ""


def _filter(text: str) -> str:
    return text.split("=")[0].removeprefix("free(").rstrip(")").strip()


def _part(part: Any, tool: Tool) -> str:
    match part.kind:
        case "chart":
            grain = f" by {part.grain}" if part.last or part.grain != "month" else ""
            named = f" “{part.name}”" if part.name else ""
            return f"a {part.shape} chart{named} of {tool.plural(part.entity)}{grain}"
        case "stat" | "progress":
            return f"a figure “{part.name or capital(plain(part.id))}”"
        case "list" | "checklist":
            return f"a short list of {tool.plural(part.entity)}"
        case _:
            return "a note"
