"""Writes a rule that creates rows: from its cause, from a template each, or constant ones."""

from __future__ import annotations

from collections.abc import Iterator

from apps.builds.compiler import literals, typed_values
from apps.builds.compiler.expressions import Reading
from apps.builds.compiler.source import call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.types import type_of
from apps.plans.blueprint.rules import Creates
from apps.plans.blueprint.words import PERSON

ON_CREATION = "created"


def creates(tool: Tool, entity: str, rule: Creates, where: str) -> str:
    """The source of the rule."""
    choosing = Reading.at(tool, places.chosen_templates(entity, rule.each))
    filling = Reading.at(tool, places.from_template(entity, rule.each))
    rows = [
        literals.mapping(_cells(tool, rule, cells, filling, f"{where}.rows.{number}"))
        for number, cells in enumerate(rule.rows, 1)
    ]
    return call(
        "kit.Creates",
        tool.names[rule.entity].model,
        on=literals.text(rule.on) if rule.on != ON_CREATION else "",
        each=_each(tool, rule, where),
        where=choosing.condition(rule.where, f"{where}.where"),
        sets=filling.assignments(rule.set, rule.entity, f"{where}.set"),
        rows=literals.sequence(rows) if rows else "",
        message=literals.text(rule.message) if rule.message else "",
    )


def _each(tool: Tool, rule: Creates, where: str) -> str:
    if rule.each == PERSON:
        return literals.text(PERSON)
    if rule.each and rule.each not in tool.names:
        tool.refuse(f"{where}.each", "A template is an entity of the tool, or person: name one.")
        return ""
    return tool.names[rule.each].model if rule.each else ""


def _cells(
    tool: Tool, rule: Creates, cells: tuple[str, ...], filling: Reading, where: str
) -> Iterator[tuple[str, str]]:
    """The cells that say something, each with its attribute; an expression begins with `=`."""
    for column, cell in zip(rule.columns, cells, strict=True):
        field = tool.field(rule.entity, column)
        if not cell or field is None:
            continue
        if cell.startswith("="):
            source = filling.value(cell[1:], where, type_of(tool.known(rule.entity, column)))
        else:
            source = filling.written(
                where,
                lambda field=field, cell=cell: typed_values.value(  # type: ignore[misc]
                    tool, rule.entity, field, cell
                ),
            )
        yield literals.text(tool.names[rule.entity].attribute(column)), source
