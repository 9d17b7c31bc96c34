"""Who-lists: paths to people, which may also go down to the rows that point here."""

from apps.plans.blueprint.expressions.nodes import Hop, Path
from apps.plans.blueprint.expressions.paths import step
from apps.plans.blueprint.expressions.problems import Faults
from apps.plans.blueprint.expressions.types import ANY, Type, row_of, type_of
from apps.plans.blueprint.words import PERSON
from apps.plans.blueprint.world import World


def who_path(text: str, entity: str, world: World, faults: Faults, *, by_mail: bool) -> Path:
    """`row.employee.manager`, `row.booking.email`; `row` alone where the row is a person."""
    hops: list[Hop] = []
    current = entity
    for part in text.split(".")[1:]:
        if current not in world.entities and (current or not hops):
            return Path(ANY, "row", entity, ())
        hop = _down(current, part, world, faults) or step(current, part, hops, world, faults)
        if hop is None:
            return Path(ANY, "row", entity, ())
        hops.append(hop)
        current = hop.to
    path = Path(_type_of(entity, hops), "row", entity, tuple(hops))
    if not _is_reached(path, by_mail=by_mail):
        or_mail = " or an e-mail field" if by_mail else ""
        faults.say(f"“{text}” is {path.type}, not a person{or_mail}")
    return path


def _down(entity: str, part: str, world: World, faults: Faults) -> Hop | None:
    """To all rows of another entity that point to this one."""
    if world.field(entity, part) or not (links := world.links(part, entity)):
        return None
    if len(links) > 1:
        faults.say(f"{part} points to {entity} in several ways, so row.{part} can mean any of them")
    return Hop(part, links[0], "children", part)


def _type_of(entity: str, hops: list[Hop]) -> Type:
    if not hops:
        return row_of(entity)
    is_many = any(hop.sort == "children" or hop.field.is_many for hop in hops)
    last = row_of(hops[-1].to) if hops[-1].sort == "children" else type_of(hops[-1].field)
    return last.several if is_many else last


def _is_reached(path: Path, *, by_mail: bool) -> bool:
    if path.type.family == "row":
        return path.type.entity == PERSON
    return by_mail and path.type.field == "email"
