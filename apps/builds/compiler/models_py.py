"""Writes `models.py`: what is kept, what is worked out, and what the database holds."""

from __future__ import annotations

from collections.abc import Iterator

from apps.builds.compiler import (
    approving,
    constraints,
    docs,
    fields,
    indexes,
    literals,
    names,
    stocks,
    toggles,
    words,
)
from apps.builds.compiler.database_names import DatabaseNames
from apps.builds.compiler.expressions import Reading
from apps.builds.compiler.source import Class, Module
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.types import type_of
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.resolved import ResolvedEntity

NAMED = 6


def write(tool: Tool) -> str:
    """The source of `models.py`: a model for each entity, in the blueprint's order."""
    module = Module(_doc(tool))
    taken = DatabaseNames(tool)
    for entity in tool.entities:
        module.add(_model(tool, entity, taken))
        if approving.approval_of(entity):
            module.add(approving.decisions(tool, entity))
    return str(module)


def _doc(tool: Tool) -> str:
    kept = [words.plural(entity) for entity in tool.entities]
    more = [f"{len(kept) - NAMED} more"] if len(kept) > NAMED else []
    return literals.docstring(f"What is kept: {words.joined(kept[:NAMED] + more)}.")


def _model(tool: Tool, entity: ResolvedEntity, taken: DatabaseNames) -> Class:
    model = Class(
        tool.names[entity.id].model,
        "kit.Row",
        docs.of_entity(entity, list(constraints.held(tool, entity))),
    )
    for field in entity.source.fields:
        if field.values and tool.lists[entity.id, field.id] == (entity.id, field.id):
            model.block([str(_choices(tool, entity, field))])
    model.block(_fields(tool, entity))
    model.block([str(_options(tool, entity))])
    model.block([str(_meta(tool, entity, taken))])
    return model


def _choices(tool: Tool, entity: ResolvedEntity, field: Field) -> Class:
    values = Class(tool.names[entity.id].choices[field.id], "models.TextChoices")
    shown = ((value.id, value.name or names.words(value.id)) for value in field.values)
    values.block(
        f"{names.choice_member(value)} = {literals.text(value)}, {literals.text(name)}"
        for value, name in shown
    )
    return values


def _fields(tool: Tool, entity: ResolvedEntity) -> Iterator[str]:
    before = frozenset(list(tool.sources)[: list(tool.sources).index(entity.id)])
    place = fields.Place(tool, entity.source, before, _cascades(tool, entity))
    for field in entity.source.fields:
        attribute = tool.names[entity.id].attribute(field.id)
        if field.is_computed:
            yield f"{attribute} = {_computed(place, field)}"
        else:
            yield f"{attribute} = {fields.stored(place, field)}"
    yield from stocks.on_hand(place)
    if approving.approval_of(entity):
        yield approving.AWAITING


def _cascades(tool: Tool, entity: ResolvedEntity) -> frozenset[str]:
    """The relations whose target takes the row along: to the parent, or to what is toggled."""
    toggled = [] if entity.source.append_only else toggles.links(tool, entity)
    location = [stocks.LOCATION] if stocks.ledger_of(tool, entity.id) else []
    return frozenset((entity.source.child_of, *toggled, *location))


def _computed(place: fields.Place, field: Field) -> str:
    where = f"entities.{place.entity.id}.fields.{field.id}.expr"
    reading = Reading.at(place.tool, places.own(place.entity.id), in_models=True)
    if field.kind == "boolean":
        expression = reading.condition(field.expr, where)
    else:
        wanted = (
            None
            if field.values
            else type_of(place.tool.world.entities[place.entity.id].fields[field.id])
        )
        expression = reading.value(field.expr, where, wanted)
    colour = literals.text(field.colour) if field.colour != "auto" else ""
    options = f", colour={colour}" if colour else ""
    return f"kit.Computed({expression}, {fields.output(place, field)}{options})"


def _options(tool: Tool, entity: ResolvedEntity) -> Class:
    source, klass = entity.source, Class("Entity")
    units = {field.id: field.unit for field in source.fields if field.unit}
    attribute = tool.names[entity.id].attribute
    klass.set(
        title=_title(tool, entity),
        child_of=literals.text(attribute(source.child_of)) if source.child_of else "",
        append_only="True" if source.append_only else "",
        balance_of=_ledger(tool, entity.id),
        comments="True" if source.comments else "",
        admin_needs_permission="True" if source.admin_needs_permission else "",
        units=literals.mapping(
            (literals.text(attribute(one)), literals.text(unit)) for one, unit in units.items()
        )
        if units
        else "",
    )
    return klass


def _ledger(tool: Tool, entity: str) -> str:
    ledger = stocks.ledger_of(tool, entity)
    return literals.text(tool.names[ledger].model) if ledger else ""


def _title(tool: Tool, entity: ResolvedEntity) -> str:
    if entity.title == "id":
        return ""
    reading = Reading.at(tool, places.own(entity.id), in_models=True)
    where = f"entities.{entity.id}.title"
    if tool.field(entity.id, entity.title):
        return literals.text(tool.names[entity.id].attribute(entity.title))
    return reading.value(entity.title, where)


def _meta(tool: Tool, entity: ResolvedEntity, taken: DatabaseNames) -> Class:
    name, plural = words.noun(entity), words.plural(entity)
    meta = Class("Meta")
    meta.set(
        db_table=literals.text(entity.id),
        verbose_name=literals.text(name) if name != entity.id.replace("_", " ") else "",
        verbose_name_plural=literals.text(plural) if plural != f"{name}s" else "",
        constraints=_lines(constraints.write(tool, entity, taken)),
        indexes=_lines(indexes.write(tool, entity, taken)),
    )
    return meta


def _lines(sources: list[str]) -> str:
    """A list with a line for each entry, so that a new one changes one line."""
    return f"[{', '.join(sources)},]" if sources else ""
