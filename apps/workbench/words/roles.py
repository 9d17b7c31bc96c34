"""The roles of a tool: what they are called and what they may do, and whom a preview can be seen
as.
"""

from dataclasses import dataclass
from typing import Any

from apps.plans.blueprint.loading import shaped
from apps.plans.blueprint.resolved import ResolvedEntity, resolve
from apps.workbench.words.conditions import condition_words
from apps.workbench.words.tool import Tool, listed, lower

RIGHTS = {
    "view": "see",
    "create": "add",
    "edit": "change",
    "delete": "delete",
    "import": "import",
    "all": "see, add, change and delete",
}


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody invented, by the role that makes the difference."""

    id: str
    name: str
    says: str


def personas_of(blueprint: dict[str, Any]) -> list[Persona]:
    """The admin, each declared role, a member without any."""
    says = says_of_roles(blueprint)
    declared = [
        Persona(role["id"], role_name(role), says[role["id"]])
        for role in blueprint.get("roles", [])
    ]
    return [
        Persona("admin", "Owner or admin", "may do everything that the rules allow"),
        *declared,
        Persona("member", "Member", "somebody without a role in the tool"),
    ]


def says_of_roles(blueprint: dict[str, Any]) -> dict[str, str]:
    """For each role of a tool who it is, in its plan's words, and what it may do, from the rights
    themselves: “May approve, reject and see invoices.”
    """
    roles = blueprint.get("roles", [])
    tool = Tool(resolve(shaped(blueprint))) if roles else None
    return {role["id"]: _says(role, tool) for role in roles if tool}


def _says(role: dict[str, Any], tool: Tool) -> str:
    deeds = [
        f"May {listed(may)} {lower(entity.plural)}."
        for entity in tool.resolved.entities.values()
        if (may := _deeds(role["id"], entity))
    ]
    told = role.get("description", "")
    # A description that lists rights would say again, and perhaps less, what the rights say.
    who = [] if told.startswith("May ") else [told]
    return " ".join(one for one in (*who, *deeds) if one)


def _deeds(role: str, entity: ResolvedEntity) -> list[str]:
    """What a role may do with the rows of an entity: decisions first."""
    deeds = [lower(action.name) for action in entity.actions if role in action.by]
    for one in entity.permissions:
        if role in one.by:
            where = f" (where {condition_words(one.where)})" if one.where else ""
            deeds += [RIGHTS[right] + where for right in one.can]
    return list(dict.fromkeys(deeds))


def role_name(role: dict[str, Any]) -> str:
    """A role as people call it: its name, or its id in words."""
    name: str = role.get("name") or role["id"].replace("_", " ")
    return name[:1].upper() + name[1:]
