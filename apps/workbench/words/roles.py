"""Whom a preview can be seen as."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody invented, by the role that makes the difference."""

    id: str
    name: str
    says: str


def personas_of(blueprint: dict[str, Any]) -> list[Persona]:
    """The admin, each declared role, a member without any."""
    declared = [
        Persona(role["id"], role_name(role), role.get("description", ""))
        for role in blueprint.get("roles", [])
    ]
    return [
        Persona("admin", "Owner or admin", "may do everything that the rules allow"),
        *declared,
        Persona("member", "Member", "somebody without a role in the tool"),
    ]


def role_name(role: dict[str, Any]) -> str:
    """A role as people call it: its name, or its id in words."""
    name: str = role.get("name") or role["id"].replace("_", " ")
    return name[:1].upper() + name[1:]
