"""Dotted names: what they begin with, and where each hop leads."""

import ast
from collections.abc import Sequence
from typing import cast, get_args

from apps.plans.blueprint.errors import nearest
from apps.plans.blueprint.expressions.nodes import Hop, Path, Root
from apps.plans.blueprint.expressions.places import Place
from apps.plans.blueprint.expressions.problems import Faults
from apps.plans.blueprint.expressions.syntax import unmarked
from apps.plans.blueprint.expressions.types import ANY, BOOLEAN, Type, row_of, type_of
from apps.plans.blueprint.words import PERSON
from apps.plans.blueprint.world import World

ROOTS = frozenset(root for root in get_args(Root) if root)
MOMENT = ("me", "my_roles", "today", "now")
OTHER_WORDS = {"true": "True", "false": "False", "none": "empty", "null": "empty", "None": "empty"}


def dotted(node: ast.expr) -> list[str] | None:
    """The parts of a dotted name, or None for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(unmarked(node.attr))
        node = node.value
    return [unmarked(node.id), *reversed(parts)] if isinstance(node, ast.Name) else None


def path_at(parts: Sequence[str], place: Place, world: World, faults: Faults) -> Path:
    """A path by the names of the place: from the row at hand, or from another row in play."""
    head = parts[0]
    if head in ROOTS:
        entity = PERSON if head == "me" else str(getattr(place, head))
        if not entity:
            faults.say(f"“{head}” has no meaning here{_instead(place)}")
            return _unknown(head)
        return path_from(entity, parts[1:], world, faults, root=head)
    if not place.this:
        faults.say(f"“{'.'.join(parts)}” belongs to no row here{_instead(place)}")
        return _unknown()
    if place.measure:
        faults.say(f"“{'.'.join(parts)}” stands alone: a measure adds rows up, like sum({head})")
    return path_from(place.this, parts, world, faults)


def path_from(
    entity: str, parts: Sequence[str], world: World, faults: Faults, root: str = ""
) -> Path:
    """A path through fields, from a row of the entity; complains where it leads nowhere."""
    hops: list[Hop] = []
    current = entity
    for part in parts:
        if current not in world.entities and (current or not hops):
            return _unknown(root)  # the place that names the missing entity is told
        hop = step(current, part, hops, world, faults)
        if hop is None:
            return _unknown(root)
        hops.append(hop)
        current = hop.to
    return Path(_type_of(entity, hops), cast(Root, root), entity, tuple(hops))


def step(entity: str, part: str, before: Sequence[Hop], world: World, faults: Faults) -> Hop | None:
    """One hop from a row of the entity (empty: from a value that is no row), or a complaint."""
    hop = _field_hop(entity, part, world) if entity else _closed_hop(part, before)
    if hop is None:
        faults.say(_leads_nowhere(entity, part, before, world))
    elif entity and before and _is_worked_out(before[-1]):
        faults.say(
            f"“{before[-1].id}” is computed, and a path ends there: compute its “{part}” too"
        )
    return hop


def _is_worked_out(hop: Hop) -> bool:
    return hop.sort == "field" and bool(hop.field.source and hop.field.is_computed)


def _field_hop(entity: str, part: str, world: World) -> Hop | None:
    field = world.field(entity, part)
    return Hop(part, field, to=field.to) if field else None


def _closed_hop(part: str, before: Sequence[Hop]) -> Hop | None:
    last = before[-1]
    is_status = last.sort == "field" and last.field.kind == "status"
    return Hop(part, last.field, "closed") if is_status and part == "closed" else None


def _type_of(entity: str, hops: Sequence[Hop]) -> Type:
    if not hops:
        return row_of(entity)
    last = BOOLEAN if hops[-1].sort == "closed" else type_of(hops[-1].field)
    return last.several if any(hop.field.is_many for hop in hops) else last


def _leads_nowhere(entity: str, part: str, before: Sequence[Hop], world: World) -> str:
    if not entity:
        return f"nothing comes after “{before[-1].id}” (.{part})"
    if not before and part in OTHER_WORDS:
        return f"“{part}” is written {OTHER_WORDS[part]}"
    if not before and part in world.entities:
        return f"“{part}” is an entity, not a field of {entity}; count({part}), exists({part})"
    words = [*world.entities[entity].fields, *(() if before else MOMENT)]
    return f"{entity} has no field “{part}”; {nearest(part, words)}"


def _instead(place: Place) -> str:
    known = [root for root in ("row", "it", "each", "before") if getattr(place, root)]
    if place.this:
        known.insert(0, f"the fields of {place.this}")
    return f"; names here are {', '.join(known)}" if known else ""


def _unknown(root: str = "") -> Path:
    return Path(ANY, cast(Root, root), "", ())
