"""Whether a known row of a ledger takes no more than there is, and a test that shows it."""

from __future__ import annotations

from decimal import Decimal

from apps.builds.compiler.tests_py.evaluating import Reader
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Value, is_empty
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.rules import Stock


def has_enough(tool: Tool, facts: Facts, row: Fact, rule: Stock) -> Value:
    """Whether nothing goes under its minimum by a row of the ledger."""
    place, item = places.own(row.entity), row.values.get(rule.item)
    sides = [row.values.get(one) for one in (rule.from_, rule.to) if one]
    moved = Reader(tool, facts, row).value(rule.quantity, place)
    if UNKNOWN in (item, moved, *sides) or row.entity in facts.unsure:
        return UNKNOWN
    if is_empty(item) or is_empty(moved):
        return True
    if sides and moved <= 0:
        return False
    least = _least(tool, facts, row, rule)
    if least is UNKNOWN or least is None:
        return True if least is None else UNKNOWN
    shelves = [one for one in sides if not is_empty(one)] if sides else [None]
    found = [_on_hand(tool, facts, row.entity, rule, item, one) for one in shelves]
    return UNKNOWN if UNKNOWN in found else all(one >= least for one in found)


def _least(tool: Tool, facts: Facts, row: Fact, rule: Stock) -> Value:
    if rule.min == "none":
        return None
    return Reader(tool, facts, row).value(rule.min, places.own(row.entity))


def _on_hand(
    tool: Tool, facts: Facts, ledger: str, rule: Stock, item: Value, shelf: Value
) -> Value:
    found = Decimal(0)
    for row in facts.of(ledger):
        if row.values.get(rule.item) is not item:
            continue
        moved = Reader(tool, facts, row).value(rule.quantity, places.own(ledger))
        if moved is UNKNOWN:
            return UNKNOWN
        if not is_empty(moved):
            found += moved * _sign(row, rule, shelf)
    return found


def _sign(row: Fact, rule: Stock, shelf: Value) -> int:
    if shelf is None:
        return 1
    arrives = bool(rule.to) and row.values.get(rule.to) is shelf
    leaves = bool(rule.from_) and row.values.get(rule.from_) is shelf
    return arrives - leaves
