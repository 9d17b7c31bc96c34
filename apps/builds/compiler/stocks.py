"""Writes what a ledger brings along: its rule, what is on hand of the item, and the balances of its
places, an entity of their own that the kit keeps.
"""

from __future__ import annotations

from collections.abc import Iterator

from apps.builds.compiler import fields, literals
from apps.builds.compiler.expressions import Reading
from apps.builds.compiler.source import call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.resolved import ResolvedEntity
from apps.plans.blueprint.rules import Stock, Unique
from apps.plans.blueprint.whole import Blueprint
from apps.plans.blueprint.words import ON_HAND

BALANCE = "_balance"
LOCATION = "location"
ONCE = "There is one balance for each."


def stock(tool: Tool, entity: ResolvedEntity, rule: Stock, where: str) -> str:
    """`kit.Stock(…)`."""
    reading = Reading.at(tool, places.own(entity.id))
    least = "None" if rule.min == "none" else reading.value(rule.min, f"{where}.min")
    return call(
        "kit.Stock",
        item=_attribute(tool, entity.id, rule.item),
        quantity=reading.value(rule.quantity, f"{where}.quantity"),
        from_=_attribute(tool, entity.id, rule.from_),
        to=_attribute(tool, entity.id, rule.to),
        min="" if least == "0" else least,
        message=literals.text(rule.message) if rule.message else "",
    )


def _attribute(tool: Tool, entity: str, called: str) -> str:
    return literals.text(tool.names[entity].attribute(called)) if called else ""


def on_hand(place: fields.Place) -> Iterator[str]:
    """What is on hand of an item, in its model."""
    tool = place.tool
    known = tool.world.entities[place.entity.id].fields.get(ON_HAND)
    if known is None or known.source is not None:
        return
    for ledger, rule in _ledgers(tool.blueprint):
        item = tool.field(ledger.id, rule.item)
        if item is not None and item.to == place.entity.id:
            summed = call("kit.OnHand", literals.text(tool.names[ledger.id].model))
            kind = fields.output(place, _figure(known.kind))
            yield f"{ON_HAND} = kit.Computed({summed}, {kind})"


def _figure(kind: str) -> Field:
    return Field.model_validate({"kind": kind, "id": ON_HAND, "required": True, "readonly": True})


def _ledgers(blueprint: Blueprint) -> Iterator[tuple[Entity, Stock]]:
    for entity in blueprint.entities:
        for rule in entity.rules:
            if isinstance(rule, Stock):
                yield entity, rule


def ledger_of(tool: Tool, entity: str) -> str:
    """The ledger whose balances an entity keeps; "" for every other entity."""
    known = tool.sources.get(entity.removesuffix(BALANCE)) if entity.endswith(BALANCE) else None
    kept = known.rules if known else ()
    has_places = any(isinstance(rule, Stock) and (rule.from_ or rule.to) for rule in kept)
    return known.id if known and has_places else ""


def with_balances(blueprint: Blueprint) -> Blueprint:
    """The blueprint with an entity for the balances of each ledger that has places."""
    entities: list[Entity] = []
    for entity in blueprint.entities:
        entities.append(entity)
        for rule in entity.rules:
            if isinstance(rule, Stock) and (rule.from_ or rule.to):
                entities.append(_balances(entity, rule))
    if len(entities) == len(blueprint.entities):
        return blueprint
    return blueprint.model_copy(update={"entities": tuple(entities)})


def _balances(ledger: Entity, rule: Stock) -> Entity:
    known = {field.id: field for field in ledger.fields}
    item, place = known[rule.item], known[rule.to or rule.from_]
    is_whole = known[rule.quantity].kind == "integer" if rule.quantity in known else False
    figure = _figure("integer" if is_whole else "decimal")
    return Entity(
        id=f"{ledger.id}{BALANCE}",
        description="How much is where. Kept from the ledger, and changed by nothing else.",
        title=f"text({item.id}, {LOCATION})",
        child_of=item.id,
        fields=(_relation(item.id, item.name, item.to), _relation(LOCATION, "", place.to), figure),
        rules=(Unique(kind="unique", id="once", fields=(item.id, LOCATION), message=ONCE),),
    )


def _relation(called: str, name: str, to: str) -> Field:
    return Field.model_validate(
        {"kind": "relation", "id": called, "name": name, "to": to, "required": True}
    )
