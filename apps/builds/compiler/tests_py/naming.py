"""Which fields an expression depends on, through computed fields and automations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from apps.builds.compiler.tests_py.facts import Facts
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.automations import Automation, CreateStep, Decide, UpdateStep
from apps.plans.blueprint.expressions import ExpressionErrors, places
from apps.plans.blueprint.expressions.nodes import Aggregate, Node, Path, Value, walk
from apps.plans.blueprint.fields import Field

OF_THE_ROW = re.compile(r"\brow\.")


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


def numbers_held(tool: Tool, facts: Facts, entity: str, texts: Sequence[str]) -> list[Decimal]:
    """The numbers that rows hold with which these expressions compare: the limit of a class."""
    found: dict[Decimal, None] = {}
    for text, _ in _every(tool, entity, texts):
        for node in _nodes(tool, entity, text):
            if isinstance(node, Path) and len(node.hops) > 1:
                last = node.hops[-1]
                held = (row.values.get(last.id) for row in facts.of(last.field.entity))
                found.update((one, None) for one in held if isinstance(one, Decimal))
    return list(found)


def _every(tool: Tool, entity: str, texts: Sequence[str]) -> list[tuple[str, list[str]]]:
    """These expressions and those behind the fields that they name, each with the names in it."""
    key = ("behind", entity, tuple(texts))
    return tool.remembered(key, lambda: list(_worked_through(tool, entity, texts)))


def _worked_through(
    tool: Tool, entity: str, texts: Sequence[str]
) -> Iterator[tuple[str, list[str]]]:
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


def _nodes(tool: Tool, entity: str, text: str) -> list[Node]:
    return tool.remembered(("nodes", entity, text), lambda: list(_read(tool, entity, text)))


def _read(tool: Tool, entity: str, text: str) -> Iterator[Node]:
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
            yield from _from_elsewhere(tool, entity, called, automation)
            continue
        for step in automation.do:
            if isinstance(step, Decide) and step.field == called:
                yield from (case.when for case in step.cases)
                yield from filter(None, [automation.where])
            elif isinstance(step, UpdateStep) and _writes(step, called):
                yield from filter(None, [automation.where])


def _from_elsewhere(tool: Tool, entity: str, called: str, automation: Automation) -> Iterator[str]:
    """What rows that this entity makes are made of, where an automation of theirs writes back."""
    known = tool.sources.get(automation.entity)
    links = [field.id for field in known.fields if field.to == entity] if known else []
    written = [f"{link}.{called}" for link in links]
    steps = [step for step in automation.do if isinstance(step, UpdateStep)]
    if not any(_writes(step, one) for step in steps for one in written):
        return
    made = (
        step for other in tool.blueprint.automations if other.entity == entity for step in other.do
    )
    for step in made:
        if isinstance(step, CreateStep) and step.entity == automation.entity:
            yield from (OF_THE_ROW.sub("", one.partition("=")[2]) for one in step.set)


def _writes(step: UpdateStep, called: str) -> bool:
    return any(one.split("=")[0].strip() == called for one in step.set)


def rolled_up(tool: Tool, entity: str, texts: Sequence[str]) -> list[str]:
    """The entities whose rows these expressions count or add up, each once, in order."""
    waiting, known = [(entity, text) for text in texts], set[tuple[str, str]]()
    found: dict[str, None] = {}
    while waiting:
        at, text = waiting.pop(0)
        for node in _nodes(tool, at, text):
            if isinstance(node, Aggregate):
                found[node.entity] = None
            if isinstance(node, Path) and not node.root:
                more = dict.fromkeys(_worked_out(tool, node))
                waiting += [one for one in more if one not in known]
                known.update(more)
    return list(found)


def _worked_out(tool: Tool, path: Path) -> Iterator[tuple[str, str]]:
    """The expressions behind each field on a path, with the entity of each."""
    at = path.entity
    for hop in path.hops:
        if at in tool.sources:
            yield from ((at, text) for text in _behind(tool, at, hop.id))
        at = hop.field.to
