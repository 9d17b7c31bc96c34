"""What pages do not serve: a sentence each, with a way out.

Most are rules of the language (docs/blueprint.md, section 8) that are asked here because they need
the types of paths; a file in an earlier step of a form is not built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.fields import FILES
from apps.plans.blueprint.pages import AnyPage, FormPage, RowPage
from apps.plans.blueprint.parts import Chart

Said = tuple[str, str]
LISTED = ("table", "report", "leaderboard", "stat", "progress", "chart", "list")
ELSEWHERE = {
    "history": (
        (*LISTED, "calendar"),
        "The history is listed, reported, ranked or laid out in a calendar: choose one.",
    ),
    "person": (LISTED, "People are listed, reported or ranked here: choose one."),
}
"""What every tool can read besides its own rows: entity, the pages and parts it has, a sentence."""

BESIDE = {
    "history": "A record's page shows its history: leave the part out.",
    "person": "A record's page shows its people by its fields: leave the part out.",
}
"""Why they are no part of a record's page."""

LANES = ("status", "choice", "relation", "person")
START = re.compile(
    r"""\[.*\]|'.*'|".*"|True|False|me|-?\d+(\.\d+)?|today"""
    r"""|today *[+-] *days\(\d{1,4}\)|(week|month|quarter|year)_start\(today\)"""
)


def of_page(tool: Tool, at: str, page: AnyPage) -> Iterator[Said]:
    """What one page says that is not served."""
    several = [*elsewhere(at, page)]
    yield from several or _of_own_rows(tool, at, page)


def elsewhere(at: str, page: AnyPage) -> Iterator[Said]:
    """Where a page or a part of it is of rows that are not the tool's own."""
    below = [(f"{at}.parts.{part.id}", part) for part in getattr(page, "parts", ())]
    for where, one in [(at, page), *below]:
        entity = getattr(one, "entity", "")
        if entity not in ELSEWHERE:
            continue
        kinds, choose = ELSEWHERE[entity]
        if one is not page and page.kind == "detail":
            yield f"{where}.entity", BESIDE[entity]
        elif one.kind not in kinds:
            yield f"{where}.entity", choose


def _of_own_rows(tool: Tool, at: str, page: AnyPage) -> Iterator[Said]:
    if isinstance(page, FormPage):
        yield from _of_form(tool, at, page)
    if isinstance(page, RowPage):
        yield from _of_rows(tool, at, page)
    for part in getattr(page, "parts", ()):
        if isinstance(part, Chart):
            yield from _of_chart(tool, f"{at}.parts.{part.id}", part)


def _of_form(tool: Tool, at: str, page: FormPage) -> Iterator[Said]:
    for step in page.steps[:-1]:
        for called in step.fields:
            field = tool.field(page.entity, called)
            if field and field.kind in FILES:
                yield f"{at}.steps", f"A file is chosen in the last step: move “{called}” there."


def _of_rows(tool: Tool, at: str, page: RowPage) -> Iterator[Said]:
    yield from _of_sums(at, page)
    if page.kind == "cards" and len(page.group_by) > 1:
        yield f"{at}.group_by", "Cards stand in one level of groups: leave the rest out."
    if page.kind == "board":
        yield from _of_board(tool, at, page)
    for text in page.filters:
        yield from _of_filter(f"{at}.filters", text)


def _of_sums(at: str, page: RowPage) -> Iterator[Said]:
    """A page of groups without rows has no cells and no buttons; only it is sorted by a total."""
    is_summed = page.kind == "report" or (page.kind == "leaderboard" and page.group_by)
    for key in ("columns", "actions"):
        if is_summed and getattr(page, key):
            yield f"{at}.{key}", "Groups have totals, and no columns or buttons: leave them out."
    for text in (text.removeprefix("-") for text in page.sort):
        if not is_summed and text in page.totals:
            yield f"{at}.sort", "Rows are sorted by a path: use a report to sort by a total."
        elif is_summed and text not in (*page.totals, *page.group_by):
            yield f"{at}.sort", "Groups are sorted by one of the totals: name one of them."


def _of_board(tool: Tool, at: str, page: RowPage) -> Iterator[Said]:
    if len(page.group_by) > 1:
        yield at, "A board has one group: leave the rest out."
    path = page.group_by[0]
    kind = tool.node(path, places.listed(page.entity)).type.field
    if kind not in LANES:
        yield (
            f"{at}.group_by",
            "A board has lanes by a status, choice, relation or person: name one.",
        )


def _of_filter(at: str, text: str) -> Iterator[Said]:
    _, sign, start = text.partition("=")
    if sign and not START.fullmatch(start.strip()):
        yield (
            at,
            "A filter starts with a value, a list, me or today + days(3): write one of these.",
        )


def _of_chart(tool: Tool, at: str, chart: Chart) -> Iterator[Said]:
    family = tool.node(chart.x, places.listed(chart.entity)).type.family
    if chart.shape in ("line", "area") and family not in ("date", "datetime"):
        yield f"{at}.shape", "A line needs a date along x: use a bar or a donut."
