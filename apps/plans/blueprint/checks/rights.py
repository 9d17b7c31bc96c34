"""Rights: who-lists of permissions, roles, and whether anybody can make a row."""

import re
from collections.abc import Iterator

from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.pages import FormPage
from apps.plans.blueprint.rules import Creates
from apps.plans.blueprint.whole import Blueprint

FROM = re.compile(r"people|line_managers|group:\S.*")


def check_roles(blueprint: Blueprint, found: Findings) -> None:
    """Where each role comes from."""
    for role in blueprint.roles:
        if not FROM.fullmatch(role.from_):
            message = f"“{role.from_}” says not who has it: people, group:<name> or line_managers"
            found.say(f"roles.{role.id}.from", "role", message)


def check_permissions(entity: Entity, found: Findings) -> None:
    """All permissions of an entity, and that somebody may create rows."""
    at = f"entities.{entity.id}.permissions"
    for permission in entity.permissions:
        found.who(f"{at}.{permission.id}.by", permission.by, entity.id)
        found.condition(f"{at}.{permission.id}.where", permission.where, places.own(entity.id))
        changes = {"all", "edit", "delete"} & set(permission.can)
        if entity.append_only and changes - {"all"}:
            message = f"{entity.id} is append-only: nobody edits or deletes its rows"
            found.say(f"{at}.{permission.id}.can", "append-only", message)
    if entity.admin_needs_permission and not any(_ways_to_create(entity, found)):
        message = f"nobody may create rows of {entity.id}, and nothing makes them"
        found.say(at, "nobody-creates", message)


def _ways_to_create(entity: Entity, found: Findings) -> Iterator[bool]:
    tool = found.tool
    resolved = tool.entity(entity.id)
    yield resolved.as_parent or resolved.is_toggled
    for permission in resolved.permissions:
        yield bool({"create", "all", "import"} & set(permission.can)) and permission.by != (
            "nobody",
        )
    for other in tool.entities.values():
        yield any(a.kind == "create" and a.target == entity.id for a in other.actions)
        yield any(isinstance(r, Creates) and r.entity == entity.id for r in other.rules)
    for automation in tool.source.automations:
        yield any(s.kind == "create" and s.entity == entity.id for s in automation.do)
    for page in tool.source.pages:
        yield isinstance(page, FormPage) and page.public and page.entity == entity.id
