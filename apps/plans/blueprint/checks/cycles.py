"""Computed fields may build on one another, but not in a circle."""

from collections.abc import Iterator, Mapping

from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.expressions import ExpressionErrors, Node, Path, parse, places
from apps.plans.blueprint.expressions.nodes import Aggregate, Entered, Size, walk
from apps.plans.blueprint.world import KnownField, World

Key = tuple[str, str]


def check_cycles(found: Findings) -> None:
    """All computed fields of the tool, each circle reported once."""
    needs = {key: set(_needs(text, key[0], found.world)) for key, text in _computed(found).items()}
    reported: set[Key] = set()
    for start in needs:
        circle = _circle(start, needs)
        if circle and not reported & set(circle):
            reported |= set(circle)
            way = " -> ".join(f"{entity}.{field}" for entity, field in [*circle, circle[0]])
            entity, field = start
            message = f"this is computed from itself: {way}"
            found.say(f"entities.{entity}.fields.{field}.expr", "circle", message)


def _computed(found: Findings) -> dict[Key, str]:
    """Each computed field with its expression; a row's title counts as one."""
    texts: dict[Key, str] = {}
    for entity in found.tool.entities.values():
        if all(field.id != "title" for field in entity.fields):
            texts[(entity.id, "title")] = entity.title
        texts |= {(entity.id, f.id): f.source.expr for f in entity.fields if f.is_computed}
    return texts


def _needs(text: str, entity: str, world: World) -> Iterator[Key]:
    try:
        node = parse(text, places.own(entity), world)
    except ExpressionErrors:
        return
    for part in walk(node):
        for field in _fields_of(part):
            yield field.entity, field.id


def _fields_of(node: Node) -> Iterator[KnownField]:
    if isinstance(node, Path):
        yield from (hop.field for hop in node.hops)
    elif isinstance(node, Aggregate):
        for path in (node.path, node.order):
            yield from (hop.field for hop in path.hops) if path else ()
    elif isinstance(node, Size | Entered):
        yield from (hop.field for hop in node.path.hops)


def _circle(start: Key, needs: Mapping[Key, set[Key]]) -> list[Key]:
    """A way from the start back to it, or nothing."""
    waiting = [(start, [start])]
    seen: set[Key] = set()
    while waiting:
        key, way = waiting.pop()
        for needed in sorted(needs.get(key, ())):
            if needed == start:
                return way
            if needed in needs and needed not in seen:
                seen.add(needed)
                waiting.append((needed, [*way, needed]))
    return []
