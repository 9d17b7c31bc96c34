"""The whole tool with everything it means written out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from apps.plans.blueprint.resolved.entities import ResolvedEntity, resolved_entity
from apps.plans.blueprint.resolved.names import in_words
from apps.plans.blueprint.resolved.pages import ResolvedPage, resolved_pages
from apps.plans.blueprint.rights import Role
from apps.plans.blueprint.whole import Blueprint
from apps.plans.blueprint.world import World, world_of

GROUP = "group:"


@dataclass(frozen=True, slots=True)
class ResolvedRole:
    """A declared role, and who has it: people named by an admin, a group, or line managers."""

    id: str
    name: str
    held_by: Literal["people", "group", "line_managers"]
    group: str
    source: Role


@dataclass(frozen=True, slots=True)
class Resolved:
    """A tool."""

    name: str
    roles: tuple[ResolvedRole, ...]
    entities: Mapping[str, ResolvedEntity]
    pages: tuple[ResolvedPage, ...]
    world: World
    source: Blueprint

    def entity(self, called: str) -> ResolvedEntity:
        """A declared entity by its id; raises `KeyError`."""
        return self.entities[called]

    def page(self, called: str) -> ResolvedPage:
        """A page by its id; raises `KeyError`."""
        return {page.id: page for page in self.pages}[called]


@lru_cache(maxsize=64)
def resolve(blueprint: Blueprint) -> Resolved:
    """The tool that a blueprint means."""
    world = world_of(blueprint)
    toggled = {a.entity for e in blueprint.entities for a in e.actions if a.kind == "toggle"}
    entities = {
        entity.id: resolved_entity(
            entity,
            currency=blueprint.currency,
            is_toggled=entity.id in toggled,
            children=_children(entity.id, world, toggled),
        )
        for entity in blueprint.entities
    }
    return Resolved(
        name=blueprint.name,
        roles=tuple(_role(role) for role in blueprint.roles),
        entities=MappingProxyType(entities),
        pages=tuple(resolved_pages(blueprint.pages, entities)),
        world=world,
        source=blueprint,
    )


def _children(entity: str, world: World, toggled: Collection[str]) -> tuple[str, ...]:
    """The entities whose rows point to this one and are shown with it."""
    kept = [known for known in world.entities.values() if known.origin in ("declared", "approval")]
    return tuple(
        known.id for known in kept if known.id not in toggled and world.links(known.id, entity)
    )


def _role(role: Role) -> ResolvedRole:
    held_by: Literal["people", "group", "line_managers"] = "people"
    if role.from_.startswith(GROUP):
        held_by = "group"
    elif role.from_ == "line_managers":
        held_by = "line_managers"
    group = role.from_.removeprefix(GROUP).strip() if held_by == "group" else ""
    return ResolvedRole(role.id, role.name or in_words(role.id), held_by, group, role)
