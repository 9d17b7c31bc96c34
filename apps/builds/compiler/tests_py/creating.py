"""The rows that rules create, told in advance."""

from __future__ import annotations

from collections.abc import Iterator

from apps.builds.compiler.tests_py.cast import BY_KEY, TOOL, Person
from apps.builds.compiler.tests_py.evaluating import Reader
from apps.builds.compiler.tests_py.facts import UNKNOWN, Fact, Facts, Underivable, Value
from apps.builds.compiler.tests_py.holding import Holding
from apps.builds.compiler.tests_py.typed import start, typed
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.automations import CreateStep
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.rules import Creates
from apps.plans.blueprint.words import PERSON


def created(tool: Tool, facts: Facts, row: Fact, on: str, by: Person | None) -> Iterator[Fact]:
    """Add the rows that come into being with this one, each before the next is worked out.

    Raises `Underivable` where that cannot be told, or where one of them may be refused.
    """
    for rule in tool.entity(row.entity).rules:
        if isinstance(rule, Creates) and rule.on == on:
            for template in _templates(tool, facts, row, rule, by):
                for cells in rule.rows or ((),):
                    made = _made(tool, facts, row, rule, template, cells, by)
                    facts.rows.append(made)
                    if any(True for _ in Holding(tool, facts).broken(made)):
                        raise Underivable(f"a {rule.entity} may be refused")
                    yield made


def _templates(
    tool: Tool, facts: Facts, row: Fact, rule: Creates, by: Person | None
) -> list[Fact | Person | None]:
    """The rows of `each` for which `where` holds; without `each`, nothing once or never."""
    place = places.chosen_templates(row.entity, rule.each)
    several: list[Fact | Person | None] = [None]
    if rule.each == PERSON:
        several = list(BY_KEY.values())
    elif rule.each:
        several = list(facts.of(rule.each))
    if rule.each in facts.unsure:
        raise Underivable(f"which {rule.each} there are")
    found = []
    for one in several:
        reader = Reader(tool, facts, one or row, by, {"row": row, "each": one}, fixed=True)
        holds = reader.holds(rule.where, place)
        if holds is UNKNOWN:
            raise Underivable(f"whether a {rule.entity} is made")
        found += [one] if holds else []
    return found


def _made(
    tool: Tool,
    facts: Facts,
    row: Fact,
    rule: Creates,
    template: Fact | Person | None,
    cells: tuple[str, ...],
    by: Person | None,
) -> Fact:
    creator = by or row.creator
    fields = {field.id: field for field in tool.sources[rule.entity].fields}
    values = _starts(tool, rule.entity, creator)
    place = places.from_template(row.entity, rule.each)
    reader = Reader(tool, facts, None, by, {"row": row, "each": template}, fixed=True)
    for column, cell in zip(rule.columns, cells, strict=True):
        if cell:
            values[column] = _cell(reader, fields[column], cell, place)
    for text in rule.set:
        read = tool.assignment(text, place, rule.entity)
        values[read.target.text] = reader.read(read.value)
    return Fact(rule.entity, values, creator, rule=rule.id)


def made_by_step(
    tool: Tool, facts: Facts, row: Fact, before: Fact | None, step: CreateStep
) -> Fact:
    """The row that a step of an automation makes, by nobody: the tool does."""
    values = _starts(tool, step.entity, TOOL)
    place = places.made(step.entity, row.entity, after_change=before is not None)
    known = {"row": row, "before": before} if before else {"row": row}
    reader = Reader(tool, facts, None, None, known, fixed=True)
    for text in step.set:
        read = tool.assignment(text, place, step.entity)
        values[read.target.text] = reader.read(read.value)
    return Fact(step.entity, values, TOOL)


def _starts(tool: Tool, entity: str, creator: Person) -> dict[str, Value]:
    fields = (field for field in tool.sources[entity].fields if not field.is_computed)
    return {field.id: start(field, creator) for field in fields}


def _cell(reader: Reader, field: Field, cell: str, place: places.Place) -> Value:
    return reader.value(cell[1:], place) if cell.startswith("=") else typed(field, cell)
