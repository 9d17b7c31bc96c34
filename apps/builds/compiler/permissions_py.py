"""Writes `permissions.py`: every right, defaults written out, since a right is what one signs."""

from __future__ import annotations

from collections.abc import Iterator

from apps.builds.compiler import approving, docs, literals, names
from apps.builds.compiler.expressions import Reading, who
from apps.builds.compiler.source import Class, Module, call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.resolved import ResolvedEntity
from apps.plans.blueprint.rights import Permission

DOC = '"""Who may do what to which rows. Whatever is not given here is refused."""'
RESERVED = frozenset(("model", "as_parent", "seen_by", "edited_by", "grants"))


def write(tool: Tool) -> str:
    """The source of `permissions.py`: a class for each entity."""
    module = Module(DOC, tool.model_names)
    taken = set(tool.model_names)
    for entity in tool.entities:
        module.add(_table(tool, entity, taken))
        if approving.approval_of(entity):
            module.add(approving.rights(tool, entity, taken))
    return str(module)


def _table(tool: Tool, entity: ResolvedEntity, taken: set[str]) -> Class:
    model = tool.names[entity.id].model
    name = names.free(f"{model}Permissions", taken, "Table")
    taken.add(name)
    table = Class(name, "kit.Permissions", docs.of_permissions(tool, entity))
    table.set(model=model, as_parent="True" if entity.as_parent else "")
    table.block(_grants(tool, entity))
    table.set(seen_by=_narrowed(tool, entity, "seen_by"))
    table.set(edited_by=_narrowed(tool, entity, "edited_by"))
    return table


def _grants(tool: Tool, entity: ResolvedEntity) -> Iterator[str]:
    for permission in entity.permissions:
        attribute = names.member(permission.id, RESERVED, "grant")
        yield f"{attribute} = {_grant(tool, entity, permission)}"


def _grant(tool: Tool, entity: ResolvedEntity, permission: Permission) -> str:
    where = f"entities.{entity.id}.permissions.{permission.id}"
    reading = Reading.at(tool, places.own(entity.id))
    return call(
        "kit.Grant",
        listed(who(tool, permission.by, entity.id, f"{where}.by")),
        can=listed(permission.can),
        where=reading.condition(permission.where, f"{where}.where"),
    )


def _narrowed(tool: Tool, entity: ResolvedEntity, key: str) -> str:
    """The fields whose readers, or writers, are fewer than those of the row."""
    entries = [
        (
            literals.text(tool.names[entity.id].attribute(field.id)),
            listed(who(tool, getattr(field.source, key), entity.id, _at(entity, field.id, key))),
        )
        for field in entity.fields
        if getattr(field.source, key)
    ]
    return literals.mapping(entries) if entries else ""


def _at(entity: ResolvedEntity, field: str, key: str) -> str:
    return f"entities.{entity.id}.fields.{field}.{key}"


def listed(entries: list[str] | tuple[str, ...]) -> str:
    """A list of texts."""
    return literals.listing(literals.text(entry) for entry in entries)
