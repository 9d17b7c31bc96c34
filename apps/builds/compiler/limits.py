"""Writes `kit.Limit`: what is counted, for whom, and what becomes of a row too many."""

from __future__ import annotations

import re

from apps.builds.compiler import literals, messages, parts
from apps.builds.compiler.expressions import Reading
from apps.builds.compiler.source import call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.nodes import Path
from apps.plans.blueprint.resolved import ResolvedEntity
from apps.plans.blueprint.rules import Limit

BY_CALENDAR = re.compile(r"(week|month|quarter)\((.+)\)")


def limit(tool: Tool, entity: ResolvedEntity, rule: Limit, where: str) -> str:
    """`kit.Limit(…)`."""
    reading = Reading.at(tool, places.own(entity.id))
    per = [_shared(reading, entity, text, f"{where}.per") for text in map(shared, rule.per)]
    return call(
        "kit.Limit",
        reading.value(rule.max, f"{where}.max"),
        of=parts.measure(tool, rule.of, entity.id, f"{where}.of"),
        per=literals.sequence(per) if per else "",
        where=reading.condition(rule.where, f"{where}.where"),
        overflow=_set(tool, entity, rule.overflow, f"{where}.overflow"),
        promote=_set(tool, entity, rule.promote, f"{where}.promote"),
        message="" if rule.overflow else literals.text(messages.of_limit(entity, rule)),
    )


def shared(text: str) -> str:
    """What rows share: `week(day)` is that week of that year, so its first day."""
    return BY_CALENDAR.sub(r"\1_start(\2)", text.strip())


def _shared(reading: Reading, entity: ResolvedEntity, text: str, where: str) -> str:
    node = reading.node(text)
    if isinstance(node, Path) and not node.root and node.hops:
        return reading.written(where, lambda: literals.text(reading.scope.key(node)))
    return reading.value(text, where)


def _set(tool: Tool, entity: ResolvedEntity, text: str, where: str) -> str:
    if "." in text.partition("=")[0]:
        tool.refuse(where, "A row too many changes itself only: set a field of the row.")
        return ""
    reading = Reading.at(tool, places.changed(entity.id))
    return reading.assignments([text], entity.id, where) if text else ""
