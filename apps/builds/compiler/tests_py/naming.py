"""Which fields an expression depends on, through computed fields and automations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.automations import Decide, UpdateStep
from apps.plans.blueprint.expressions import ExpressionErrors, places
from apps.plans.blueprint.expressions.nodes import Node, Path, Value, walk
from apps.plans.blueprint.fields import Field


def fields_named(tool: Tool, entity: str, texts: Sequence[str]) -> list[Field]:
    """The stored fields of an entity on which these expressions depend, each once, in order."""
    return tool.remembered(
        ("fields_named", entity, *texts), lambda: _fields_named(tool, entity, texts)
    )


def _fields_named(tool: Tool, entity: str, texts: Sequence[str]) -> list[Field]:
    found = dict.fromkeys(one for _, called in _every(tool, entity, texts) for one in called)
    fields = (tool.field(entity, called) for called in found)
    return [field for field in fields if field is not None and not field.is_computed]


def numbers_in(tool: Tool, entity: str, texts: Sequence[str]) -> tuple[Decimal, ...]:
    """The numbers that these expressions, and those behind them, compare with."""
    return tool.remembered(("numbers_in", entity, *texts), lambda: _numbers_in(tool, entity, texts))


def _numbers_in(tool: Tool, entity: str, texts: Sequence[str]) -> tuple[Decimal, ...]:
    found: dict[Decimal, None] = {}
    for text, _ in _every(tool, entity, texts):
        for node in _nodes(tool, entity, text):
            if isinstance(node, Value) and isinstance(node.value, int | Decimal):
                found[Decimal(node.value)] = None
    return tuple(found)


def _every(tool: Tool, entity: str, texts: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """These expressions and those behind the fields that they name, each with the names in it."""
    waiting, known = list(texts), set()
    while waiting:
        text = waiting.pop(0)
        called = list(_first_hops(tool, entity, text))
        yield text, called
        for one in dict.fromkeys(called):
            if one not in known:
                known.add(one)
                waiting += _behind(tool, entity, one)


def _first_hops(tool: Tool, entity: str, text: str) -> Iterator[str]:
    for node in _nodes(tool, entity, text):
        if isinstance(node, Path) and not node.root and node.entity == entity and node.hops:
            yield node.hops[0].id


def _nodes(tool: Tool, entity: str, text: str) -> Iterator[Node]:
    for place in (places.own(entity), places.automated(entity, after_change=True)):
        try:
            yield from walk(tool.node(text, place))
        except ExpressionErrors:
            continue
        return


def _behind(tool: Tool, entity: str, called: str) -> Iterator[str]:
    """The expressions that work a field out."""
    field = tool.field(entity, called)
    if field is not None and field.is_computed:
        yield field.expr
    for automation in tool.blueprint.automations:
        if automation.entity != entity:
            continue
        for step in automation.do:
            if isinstance(step, Decide) and step.field == called:
                yield from (case.when for case in step.cases)
                yield from filter(None, [automation.where])
            elif isinstance(step, UpdateStep) and _writes(step, called):
                yield from filter(None, [automation.where])


def _writes(step: UpdateStep, called: str) -> bool:
    return any(one.split("=")[0].strip() == called for one in step.set)
