"""Writes `pages.py`: a class for each page, in the order of the navigation."""

from __future__ import annotations

from collections.abc import Iterable

from apps.builds.compiler import docs, forms_py, literals, names, parts
from apps.builds.compiler.expressions import Reading
from apps.builds.compiler.pages_not_built import elsewhere
from apps.builds.compiler.source import Class, Module
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.pages import (
    AnyPage,
    DashboardPage,
    DetailPage,
    FormPage,
    RowPage,
    TextPage,
)
from apps.plans.blueprint.resolved import ResolvedPage

DOC = '"""What people see, in the order of the navigation."""'
BASES = {
    "table": "kit.Table",
    "cards": "kit.Cards",
    "queue": "kit.Queue",
    "report": "kit.Report",
    "leaderboard": "kit.Leaderboard",
    "board": "kit.Board",
    "calendar": "kit.Calendar",
    "timeline": "kit.Timeline",
    "matrix": "kit.Matrix",
    "detail": "kit.Detail",
    "form": "kit.Form",
    "dashboard": "kit.Dashboard",
    "text": "kit.TextPage",
    "extension": "kit.ExtensionPage",
}


def write(tool: Tool) -> str:
    """The source of `pages.py`."""
    module = Module(DOC, tool.model_names)
    taken = set(tool.model_names)
    for page in tool.resolved.pages:
        if page.kind in BASES and not any(elsewhere(page.id, page.source)):
            module.add(_page(tool, page, taken))
    return str(module)


def _page(tool: Tool, page: ResolvedPage, taken: set[str]) -> Class:
    name, identifier = names.declared_class(page.id, "Page", taken)
    klass = Class(name, BASES[page.kind], docs.of_page(tool, page))
    source = page.source
    klass.set(
        model=tool.model_of(page.entity),
        id=identifier,
        name=literals.text(page.name) if page.name != names.words(page.id) else "",
        home_for=_texts(source.home_for),
        open_to=_texts(source.open_to),
        **_own(tool, page, source),
    )
    return klass


def _own(tool: Tool, page: ResolvedPage, source: AnyPage) -> dict[str, str]:
    if isinstance(source, RowPage):
        return _rows(tool, page, source)
    if isinstance(source, DetailPage):
        return _detail(tool, page, source)
    if isinstance(source, FormPage):
        return forms_py.keys_of(tool, page, source)
    if isinstance(source, DashboardPage):
        return {"parts": _parts(tool, source, page.id)}
    if isinstance(source, TextPage):
        return {"body": literals.text(source.body)}
    return {"hook": literals.text(source.hook)}


def _rows(tool: Tool, page: ResolvedPage, source: RowPage) -> dict[str, str]:
    at, entity = f"pages.{page.id}", source.entity
    reading = Reading.at(tool, places.listed(entity))
    groups = [reading.path(path, entity, f"{at}.group_by") for path in source.group_by]
    counts = (parts.count(tool, entity, one, page.id) for one in source.counts)
    totals = (parts.measure(tool, one, entity, f"{at}.totals") for one in source.totals)
    return {
        "group_by": literals.text(groups[0]) if page.kind == "board" else _texts(groups),
        "rows": _path(reading, source.rows, entity, f"{at}.rows"),
        "across": _path(reading, source.across, entity, f"{at}.across"),
        "grain": literals.text(source.grain) if source.grain != "day" else "",
        "cell": _cell(tool, reading, source, at),
        "inline_edit": "True" if source.inline_edit else "",
        "start": _path(reading, source.start, entity, f"{at}.start"),
        "end": _path(reading, source.end, entity, f"{at}.end"),
        "lanes": _path(reading, source.lanes, entity, f"{at}.lanes"),
        "colour_by": _path(reading, source.colour_by, entity, f"{at}.colour_by"),
        "scope": reading.condition(source.scope, f"{at}.scope"),
        "columns": _paths(reading, source.columns, entity, f"{at}.columns"),
        "counts": literals.sequence(counts) if source.counts else "",
        "filters": _texts(_filter(reading, one, entity, at) for one in source.filters),
        "search": _paths(reading, source.search, entity, f"{at}.search"),
        "sort": _texts(_sorted(reading, one, source, at) for one in source.sort),
        "totals": literals.sequence(one or 'models.Count("pk")' for one in totals)
        if source.totals
        else "",
        "between": _path(reading, source.between, entity, f"{at}.between"),
        "limit": str(source.limit) if source.limit else "",
        "actions": _texts(source.actions),
        "parts": _parts(tool, source, page.id),
    }


def _sorted(reading: Reading, text: str, source: RowPage, at: str) -> str:
    """A path, or a total by its place among the page's: `-totals[0]`."""
    sign, called = text[: text.startswith("-")], text.removeprefix("-")
    if called in source.totals:
        return f"{sign}totals[{source.totals.index(called)}]"
    return reading.path(text, source.entity, f"{at}.sort")


def _cell(tool: Tool, reading: Reading, source: RowPage, at: str) -> str:
    """What stands in the cells of a matrix: a field by its name, or a measure."""
    if source.cell.isidentifier():
        return _path(reading, source.cell, source.entity, f"{at}.cell")
    return parts.measure(tool, source.cell, source.entity, f"{at}.cell") if source.cell else ""


def _filter(reading: Reading, text: str, entity: str, at: str) -> str:
    """A path, or a path and the value that the filter starts with, as it is written."""
    path, sign, start = text.partition("=")
    shown = path.strip()
    if "(" in shown:
        return text
    return reading.path(shown, entity, f"{at}.filters") + sign + start.strip()


def _detail(tool: Tool, page: ResolvedPage, source: DetailPage) -> dict[str, str]:
    reading = Reading.at(tool, places.listed(source.entity))
    return {
        "columns": _paths(reading, source.columns, source.entity, f"pages.{page.id}.columns"),
        "children": _texts(source.children),
        "actions": _texts(source.actions),
        "parts": _parts(tool, source, page.id, shown=source.entity),
        "panel": "True" if source.panel else "",
    }


def _parts(
    tool: Tool, source: RowPage | DashboardPage | DetailPage, page: str, shown: str = ""
) -> str:
    """`shown` is the entity of the record that a detail page shows, which is `row` in its parts."""
    written = (parts.part(tool, one, page, shown) for one in source.parts)
    return literals.sequence(written) if source.parts else ""


def _paths(reading: Reading, texts: Iterable[str], entity: str, where: str) -> str:
    return _texts(reading.path(text, entity, where) for text in texts)


def _path(reading: Reading, text: str, entity: str, where: str) -> str:
    return literals.text(reading.path(text, entity, where)) if text else ""


def _texts(values: Iterable[str]) -> str:
    listed = list(values)
    return literals.texts(listed) if listed else ""
