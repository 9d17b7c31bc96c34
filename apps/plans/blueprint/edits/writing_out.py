"""Before an edit touches what is there by default, the default is written out, so that it stays.

Adding a page to a tool with default pages, a permission to an entity with default permissions, or a
column to a page that names none, would else take the others away; a second status would leave the
transitions of the only one unclear.
"""

from typing import Any

from apps.plans.blueprint.addresses import NoSuchThing, locate
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import shaped
from apps.plans.blueprint.resolved import Resolved, resolve

PAGE_LISTS = ("columns", "search", "fields", "children", "actions")


def write_out(data: dict[str, Any], address: str) -> None:
    """Writes the defaults that the address leads through."""
    try:
        tool = resolve(shaped(data))
    except BlueprintErrors:
        return  # half-made by an earlier edit; the whole is checked at the end
    match address.split("."):
        case ["pages", *_] if not data.get("pages"):
            data["pages"] = [canonical_data(page.source) for page in tool.pages]
    match address.split("."):
        case ["entities", entity, "permissions", *_] if entity in tool.entities:
            _permissions(data, entity, tool)
        case ["pages", page, key, *_] if key in PAGE_LISTS:
            _page_list(data, page, key, tool)


def name_the_status(data: dict[str, Any], entity: str) -> None:
    """Says which status transitions and approvals mean, before a second one makes that unclear."""
    owner = locate(data, f"entities.{entity}").value
    statuses = [f["id"] for f in owner["fields"] if f["kind"] == "status" and not f.get("expr")]
    if len(statuses) != 1:
        return
    moving = [a for a in owner.get("actions", []) if a["kind"] == "transition"]
    moving += [r for r in owner.get("rules", []) if r["kind"] == "approval"]
    for thing in moving:
        thing.setdefault("field", statuses[0])


def _permissions(data: dict[str, Any], entity: str, tool: Resolved) -> None:
    owner = locate(data, f"entities.{entity}").value
    if not owner.get("permissions"):
        owner["permissions"] = [canonical_data(p) for p in tool.entity(entity).permissions]


def _page_list(data: dict[str, Any], page: str, key: str, tool: Resolved) -> None:
    try:
        owner = locate(data, f"pages.{page}").value
        resolved = tool.page(page)
    except (NoSuchThing, KeyError):
        return
    if owner.get(key):
        return
    if key == "actions" and resolved.entity in tool.entities:
        owner[key] = [action.id for action in tool.entity(resolved.entity).actions]
    elif key != "actions":
        owner[key] = list(getattr(resolved, key))
