"""Writes what stands on a page besides its rows: counts and parts."""

from __future__ import annotations

from apps.builds.compiler import literals, names
from apps.builds.compiler.expressions import Reading
from apps.builds.compiler.source import call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.parts import AnyPart, Chart, ListPart, PageCount, Stat, TextPart

COUNT = "count()"
STATS = {"stat": "kit.Stat", "progress": "kit.Progress"}
LISTS = {"list": "kit.RowList", "checklist": "kit.Checklist"}


def named(identifier: str, name: str) -> str:
    """The source of a name; nothing where it is the id in words."""
    return literals.text(name) if name and name != names.words(identifier) else ""


def measure(tool: Tool, text: str, entity: str, where: str, shown: str = "") -> str:
    """The source of a measure; nothing for the count that is the default."""
    if text == COUNT:
        return ""
    return Reading.at(tool, places.measured(entity, shown)).value(text, where)


def count(tool: Tool, entity: str, one: PageCount, page: str) -> str:
    """A number above a list."""
    where = f"pages.{page}.counts.{one.id}"
    reading = Reading.at(tool, places.listed(entity))
    return call(
        "kit.PageCount",
        literals.text(one.id),
        reading.condition(one.where, f"{where}.where"),
        name=named(one.id, one.name),
        measure=measure(tool, one.measure, entity, f"{where}.measure"),
        opens="True" if one.opens else "",
    )


def part(tool: Tool, one: AnyPart, page: str, shown: str = "") -> str:
    """A part of a page; `shown` is the entity whose record a detail page shows."""
    where = f"pages.{page}.parts.{one.id}"
    if isinstance(one, TextPart):
        options = {"body": literals.text(one.body)}
        return _part("kit.TextPart", one, "", options)
    reading = Reading.at(tool, places.listed(one.entity, shown))
    if isinstance(one, Stat):
        base, options = STATS[one.kind], _stat(tool, one, reading, where, shown)
    elif isinstance(one, Chart):
        base, options = "kit.Chart", _chart(tool, one, reading, where, shown)
    else:
        base, options = LISTS[one.kind], _list(one, reading, where)
    options |= {"scope": reading.condition(one.scope, f"{where}.scope")}
    return _part(base, one, tool.model_of(one.entity), options)


def _part(base: str, one: AnyPart, model: str, options: dict[str, str]) -> str:
    size = literals.text(one.size) if one.size != "small" else ""
    return call(
        base,
        literals.text(one.id),
        name=named(one.id, one.name),
        model=model,
        **options,
        size=size,
    )


def _stat(tool: Tool, one: Stat, reading: Reading, where: str, shown: str) -> dict[str, str]:
    return {
        "measure": measure(tool, one.measure, one.entity, f"{where}.measure", shown),
        "of": _of(tool, one, where, shown),
        "x": literals.text(reading.path(one.x, one.entity, where)) if one.x else "",
        "compare": literals.text(one.compare) if one.compare != "none" else "",
    }


def _of(tool: Tool, one: Stat, where: str, shown: str) -> str:
    """The second measure, which is written out even where it is a count."""
    if not one.of:
        return ""
    return measure(tool, one.of, one.entity, f"{where}.of", shown) or 'models.Count("pk")'


def _chart(tool: Tool, one: Chart, reading: Reading, where: str, shown: str) -> dict[str, str]:
    measures = [
        measure(tool, text, one.entity, f"{where}.measures", shown) or 'models.Count("pk")'
        for text in one.measures
    ]
    split = reading.path(one.split_by, one.entity, f"{where}.split_by") if one.split_by else ""
    return {
        "shape": literals.text(one.shape),
        "x": literals.text(reading.path(one.x, one.entity, f"{where}.x")),
        "grain": literals.text(one.grain) if _is_dated(tool, one) else "",
        "measures": literals.sequence(measures) if one.measures != (COUNT,) else "",
        "split_by": literals.text(split) if split else "",
        "stacked": "True" if one.stacked else "",
        "last": str(one.last) if one.last else "",
        "top": str(one.top) if one.top else "",
    }


def _is_dated(tool: Tool, one: Chart) -> bool:
    node = Reading.at(tool, places.listed(one.entity)).node(one.x)
    return node.type.family in ("date", "datetime")


def _list(one: ListPart, reading: Reading, where: str) -> dict[str, str]:
    columns = [reading.path(path, one.entity, f"{where}.columns") for path in one.columns]
    sort = [reading.path(path, one.entity, f"{where}.sort") for path in one.sort]
    return {
        "columns": literals.texts(columns) if columns else "",
        "sort": literals.texts(sort) if sort else "",
        "limit": str(one.limit) if one.limit else "",
        "actions": literals.texts(one.actions) if one.actions else "",
    }
