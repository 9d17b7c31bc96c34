"""Permissions where an entity has none: deny by default, with what the language says instead."""

from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.rights import Permission, Right


def permissions_of(entity: Entity, *, is_toggled: bool) -> tuple[Permission, ...]:
    """The entity's own permissions, else the default ones; none where it follows its parent.

    Rows that a toggle makes and takes back are seen by members and written by the toggle alone.
    """
    if entity.permissions or entity.child_of:
        return entity.permissions
    can: tuple[Right, ...] = ("view", "create", "edit")
    if is_toggled:
        can = ("view",)
    elif entity.append_only:
        can = ("view", "create")
    return (Permission(id="member", by=("member",), can=can),)


def follows_parent(entity: Entity) -> bool:
    """Whether its rights are those of the row it belongs to."""
    return bool(entity.child_of) and not entity.permissions
