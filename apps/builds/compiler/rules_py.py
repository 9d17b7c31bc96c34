"""Writes `rules.py`: what always holds and the database cannot hold by itself."""

from __future__ import annotations

from collections.abc import Iterator

from apps.builds.compiler import constraints, docs, fields, literals, messages, names, typed_values
from apps.builds.compiler.approving import approval
from apps.builds.compiler.creating import creates
from apps.builds.compiler.expressions import Reading, who
from apps.builds.compiler.expressions.algebra import printed
from apps.builds.compiler.limits import limit
from apps.builds.compiler.permissions_py import listed
from apps.builds.compiler.source import Class, Module, call
from apps.builds.compiler.stocks import stock
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.types import type_of
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.resolved import ResolvedEntity
from apps.plans.blueprint.rules import (
    AnyRule,
    Approval,
    Conditional,
    Creates,
    Limit,
    Lock,
    Stock,
    Validation,
)

DOC = (
    '"""What always holds, beyond the constraints in the database: '
    'on every way in, for admins too."""'
)
RESERVED = frozenset(("model", "all"))
Said = tuple[str, str]
"""The attribute of a rule, and its source."""


def write(tool: Tool) -> str:
    """The source of `rules.py`; nothing where no entity has such a rule."""
    module = Module(DOC, tool.model_names)
    taken = set(tool.model_names)
    for entity in tool.entities:
        if said := [*_of_rules(tool, entity), *_of_fields(tool, entity)]:
            module.add(_rules(tool, entity, said, taken))
    return str(module) if module.pieces else ""


def _rules(tool: Tool, entity: ResolvedEntity, said: list[Said], taken: set[str]) -> Class:
    model = tool.names[entity.id].model
    name = names.free(f"{model}Rules", taken, "Table")
    taken.add(name)
    rules = Class(name, "kit.Rules", docs.of_rules(tool, entity, [one for one, _ in said]))
    rules.set(model=model)
    rules.block(f"{attribute} = {source}" for attribute, source in said)
    return rules


def _of_rules(tool: Tool, entity: ResolvedEntity) -> Iterator[Said]:
    for rule in entity.rules:
        if source := _rule(tool, entity, rule):
            yield names.member(rule.id, RESERVED, "rule"), source


def _rule(tool: Tool, entity: ResolvedEntity, rule: AnyRule) -> str:
    """The source of a rule; nothing for one that a constraint holds, or that is not built yet."""
    where = f"entities.{entity.id}.rules.{rule.id}"
    reading = Reading.at(tool, places.own(entity.id))
    if isinstance(rule, Lock):
        return call(
            "kit.Lock",
            when=reading.condition(rule.when, f"{where}.when"),
            fields=literals.texts(map(tool.names[entity.id].attribute, rule.fields))
            if rule.fields
            else "",
            unless_by=listed(who(tool, rule.unless_by, entity.id, where)) if rule.unless_by else "",
            message=literals.text(rule.message) if rule.message else "",
        )
    if isinstance(rule, Stock):
        return stock(tool, entity, rule, where)
    if isinstance(rule, Limit):
        return limit(tool, entity, rule, where)
    if isinstance(rule, Approval):
        return approval(tool, entity, rule, where)
    if isinstance(rule, Creates):
        return creates(tool, entity.id, rule, where)
    if isinstance(rule, Validation):
        return _check(tool, entity, rule.expr, messages.of_validation(rule), where)
    if isinstance(rule, Conditional) and not constraints.holds_conditional(tool, entity, rule):
        return _conditional(tool, entity, rule, where)
    return ""


def _check(tool: Tool, entity: ResolvedEntity, text: str, message: str, where: str) -> str:
    if constraints.is_held_by_database(tool, entity, text):
        return ""
    reading = Reading.at(tool, places.own(entity.id))
    condition = reading.written(where, lambda: printed(constraints.passing(reading, text)))
    return call("kit.Check", condition, message=literals.text(message))


def _conditional(tool: Tool, entity: ResolvedEntity, rule: Conditional, where: str) -> str:
    kind = "kit.RequiredIf" if rule.kind == "required_if" else "kit.EmptyIf"
    return call(
        kind,
        literals.text(tool.names[entity.id].attribute(rule.field)),
        when=Reading.at(tool, places.own(entity.id)).condition(rule.when, f"{where}.when"),
        message=literals.text(rule.message) if rule.message else "",
    )


def _of_fields(tool: Tool, entity: ResolvedEntity) -> Iterator[Said]:
    """What fields say that is a rule: limits that move, when they show, what may be picked."""
    reading = Reading.at(tool, places.own(entity.id))
    for field in entity.source.fields:
        if field.is_computed:
            continue
        where = f"entities.{entity.id}.fields.{field.id}"
        attribute = literals.text(tool.names[entity.id].attribute(field.id))
        if limits := constraints.limits_of(field):
            message = messages.of_range(field)
            if source := _check(tool, entity, limits, message, f"{where}.min"):
                yield f"{field.id}_range", source
        if field.show_if:
            shown = reading.condition(field.show_if, f"{where}.show_if")
            yield f"show_{field.id}", call("kit.ShowIf", attribute, shown)
            if field.required:
                yield f"need_{field.id}", call("kit.RequiredIf", attribute, when=shown)
        if field.pick or field.shows:
            yield f"pick_{field.id}", _pick(tool, entity, field, attribute, where)
        if fields.starts_by_rule(field):
            yield (
                f"fill_{field.id}",
                call("kit.Fill", attribute, _start(tool, entity, field, where)),
            )


def _start(tool: Tool, entity: ResolvedEntity, field: Field, where: str) -> str:
    """What a field starts with, worked out for each row."""
    reading, at = Reading.at(tool, places.own(entity.id)), f"{where}.default"
    if field.default.startswith("="):
        return reading.of_one_row().value(
            field.default[1:], at, type_of(tool.known(entity.id, field.id))
        )
    return reading.written(at, lambda: typed_values.value(tool, entity.id, field, field.default))


def _pick(tool: Tool, entity: ResolvedEntity, field: Field, attribute: str, where: str) -> str:
    candidate = field.to or "person"
    reading = Reading.at(tool, places.picked(candidate, entity.id))
    condition = reading.condition(field.pick, f"{where}.pick") or "Q()"
    shows = [reading.path(path, candidate, f"{where}.shows") for path in field.shows]
    return call("kit.Pick", attribute, condition, shows=literals.texts(shows) if shows else "")
