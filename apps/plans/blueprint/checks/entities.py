"""Entities: their title, and the parent they belong to."""

from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.expressions import places


def check_entity(entity: Entity, found: Findings) -> None:
    """What stands beside the lists of an entity."""
    at = f"entities.{entity.id}"
    node = found.expression(f"{at}.title", entity.title, places.own(entity.id))
    if node and (node.type.many or node.type.family in ("file", "span")):
        found.say(f"{at}.title", "kinds", f"a title is words, and this is {node.type}")
    if entity.child_of:
        _check_parent(entity, at, found)


def _check_parent(entity: Entity, at: str, found: Findings) -> None:
    relations = {f.id: f for f in entity.fields if f.kind == "relation" and not f.is_computed}
    where = f"{at}.child_of"
    if not found.known(where, entity.child_of, relations, f"relation of {entity.id}"):
        return
    seen, parent = {entity.id}, relations[entity.child_of].to
    while parent in found.tool.entities:
        if parent in seen:
            found.say(where, "circle", f"{entity.id} belongs to itself by way of its parents")
            return
        seen.add(parent)
        parent = found.tool.entity(parent).parent
