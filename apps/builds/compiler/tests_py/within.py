"""Whether a known row finds room within a limit."""

from __future__ import annotations

from apps.builds.compiler.limits import shared
from apps.builds.compiler.tests_py.evaluating import Reader, all_hold
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Value, is_empty
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.nodes import Measure
from apps.plans.blueprint.rules import Limit


def is_within(tool: Tool, facts: Facts, row: Fact, rule: Limit) -> Value:
    """Whether there is room for a row among those that share its limit."""
    place, reader = places.own(row.entity), Reader(tool, facts, row)
    mine = [reader.value(shared(text), place) for text in rule.per]
    counted, most = reader.holds(rule.where, place), reader.value(rule.max, place)
    if counted is False or any(one is not UNKNOWN and is_empty(one) for one in mine):
        return True
    if UNKNOWN in (*mine, counted, most) or row.entity in facts.unsure:
        return UNKNOWN
    alike = [one for one in facts.of(row.entity) if _is_alike(tool, facts, one, rule, mine)]
    found = _measured(tool, facts, alike, rule)
    return found if found is UNKNOWN else is_empty(most) or found <= most


def _is_alike(tool: Tool, facts: Facts, one: Fact, rule: Limit, mine: list[Value]) -> Value:
    place, reader = places.own(one.entity), Reader(tool, facts, one)
    same = [
        reader.value(shared(text), place) == value
        for text, value in zip(rule.per, mine, strict=True)
    ]
    return all_hold([*same, reader.holds(rule.where, place)]) is not False


def _measured(tool: Tool, facts: Facts, rows: list[Fact], rule: Limit) -> Value:
    if not rows:
        return 0
    node = tool.node(rule.of, places.measured(rows[0].entity))
    if not isinstance(node, Measure) or node.where is not None:
        return UNKNOWN
    if node.function == "count" and node.argument is None:
        return len(rows)
    if node.function != "sum" or node.argument is None:
        return UNKNOWN
    values = [Reader(tool, facts, row).read(node.argument) for row in rows]
    return UNKNOWN if UNKNOWN in values else sum(value for value in values if value is not None)
