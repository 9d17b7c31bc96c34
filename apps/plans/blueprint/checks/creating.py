"""Rules that create: from a template, from constant rows, or one row from its cause."""

from apps.plans.blueprint.checks.filled import check_filled, written
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.checks.values import fault_of
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.types import type_of
from apps.plans.blueprint.fields import PERSONS, RELATIONS
from apps.plans.blueprint.rules import Creates


def check_creates(rule: Creates, entity: Entity, at: str, found: Findings) -> None:
    """One `creates` rule."""
    actions = [action.id for action in found.tool.entity(entity.id).actions]
    found.known(f"{at}.on", rule.on, ["created", *actions], "action")
    if rule.rows and rule.each:
        found.say(at, "creates", "rows and each do not go together: constant rows, or one for each")
    if bool(rule.rows) != bool(rule.columns):
        found.say(at, "creates", "columns and rows go together")
    has_each = not rule.each or found.known(f"{at}.each", rule.each, found.world.entities, "entity")
    if has_each:
        place = places.chosen_templates(entity.id, rule.each)
        found.condition(f"{at}.where", rule.where, place)
    if not found.known(f"{at}.entity", rule.entity, found.tool.entities, "entity") or not has_each:
        return
    place = places.from_template(entity.id, rule.each)
    held = found.assignments(f"{at}.set", rule.set, place, rule.entity)
    _check_rows(rule, entity, at, found)
    if len(held) == len(rule.set):
        given = written(held) | set(rule.columns)
        check_filled(found, at, rule.entity, given, by_whom="this rule")


def _check_rows(rule: Creates, entity: Entity, at: str, found: Findings) -> None:
    fields = {field.id: field for field in found.tool.entity(rule.entity).source.fields}
    for column in rule.columns:
        found.known(f"{at}.columns", column, fields, f"field of {rule.entity}")
    place = places.from_template(entity.id, "")
    for number, row in enumerate(rule.rows, 1):
        where = f"{at}.rows.{number}"
        if len(row) != len(rule.columns):
            message = f"{len(row)} cells for {len(rule.columns)} columns"
            found.say(where, "cells", message)
            continue
        for column, cell in zip(rule.columns, row, strict=True):
            field = fields.get(column)
            if not field or not cell:
                continue
            if cell.startswith("="):
                wanted = type_of(found.world.entities[rule.entity].fields[column])
                found.expression(where, cell[1:], place, wanted)
            elif field.kind in RELATIONS | PERSONS:
                found.say(where, "cells", f"“{column}” takes an expression: =row.{column}")
            elif fault := fault_of(cell, field):
                found.say(where, "cells", fault)
