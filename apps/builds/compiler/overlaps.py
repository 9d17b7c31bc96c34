"""Writes the constraint that keeps rows apart in time, with what it needs of the rule."""

from __future__ import annotations

from apps.builds.compiler import literals, messages
from apps.builds.compiler.expressions import Reading
from apps.builds.compiler.expressions.reach import stays_in_the_row
from apps.builds.compiler.source import call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.nodes import Path
from apps.plans.blueprint.resolved import ResolvedEntity
from apps.plans.blueprint.rules import NoOverlap


def write(tool: Tool, entity: ResolvedEntity, rule: NoOverlap, name: str) -> str:
    """`kit.NoOverlap(…)`; what only the row itself can tell is refused with its way out."""
    where = f"entities.{entity.id}.rules.{rule.id}"
    names = tool.names[entity.id]
    start, end = (literals.text(names.attribute(one)) for one in (rule.start, rule.end))
    fields = [_own_field(tool, entity, text, f"{where}.per") for text in rule.per]
    reading = Reading.at(tool, places.own(entity.id), in_models=True).spelled()
    if rule.where and not stays_in_the_row(reading.question(rule.where)):
        tool.refuse(f"{where}.where", "The database asks fields of the row itself: name only such.")
        return "None"
    return call(
        "kit.NoOverlap",
        start,
        end,
        per=literals.texts([names.attribute(one) for one in fields]) if fields else "",
        where=reading.condition(rule.where, f"{where}.where"),
        days="True" if entity.field(rule.start).kind == "date" else "",
        name=name,
        message=literals.text(messages.of_overlap(entity, rule)),
    )


def _own_field(tool: Tool, entity: ResolvedEntity, text: str, where: str) -> str:
    """The field that `per` names; rows are kept apart by what is stored in them."""
    node = tool.node(text, places.own(entity.id))
    if isinstance(node, Path) and len(node.hops) == 1 and stays_in_the_row(node):
        return node.hops[0].id
    tool.refuse(
        where,
        f"The database compares fields of the row: keep “{text}” in one of its own, "
        "filled by a default such as “=room.building”.",
    )
    return ""
