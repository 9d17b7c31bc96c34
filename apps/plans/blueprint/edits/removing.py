"""Edits that remove. Lists of paths lose what is gone; the checks tell what else still names it."""

from collections.abc import Iterator
from typing import Any

from apps.plans.blueprint.addresses import Located, locate
from apps.plans.blueprint.edits.failures import CannotEdit
from apps.plans.blueprint.edits.kinds import Remove
from apps.plans.blueprint.edits.writing_out import write_out
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.errors import nearest
from apps.plans.blueprint.expressions import ExpressionErrors, parse_path
from apps.plans.blueprint.fields import Field, Value
from apps.plans.blueprint.loading import shaped
from apps.plans.blueprint.rights import Permission
from apps.plans.blueprint.world import World, world_of

PATH_LISTS = ("columns", "filters", "search", "sort", "reply", "group_by")
ID_LISTS = ("needs", "asks", "clear", "each")


def remove(data: dict[str, Any], edit: Remove) -> None:
    """One entry, or one key (which is then as if it had never been written)."""
    write_out(data, edit.at)
    found = locate(data, edit.at)
    shape = found.entry_shape if found.is_entry else None
    if not found.is_entry:
        found.owner.pop(found.key.key, None)
        return
    if shape is Permission and len(found.entries) == 1:
        message = "this is the last permission; without any, members may view, create and edit"
        raise CannotEdit(edit.at, message)
    if shape is Field:
        _forget_field(data, edit.at.split(".")[1], edit.at.split(".")[3])
    elif shape is Entity:
        _forget_entity(data, edit.at.split(".")[1])
    elif shape is Value:
        _give_rows_to(data, found, edit)
    elif found.key.key == "actions":
        _forget_action(data, edit.at.split(".")[1], edit.at.split(".")[3])
    found.entries.pop(found.index)


def _forget_field(data: dict[str, Any], entity: str, field: str) -> None:
    world = world_of(shaped(data))
    for owner, of_entity in _with_paths(data):
        for key in PATH_LISTS:
            if key in owner:
                owner[key] = [
                    text
                    for text in owner[key]
                    if not _leads_through(text, of_entity, entity, field, world)
                ]
    for known in data["entities"]:
        for other in known.get("fields", []):
            if "shows" in other:
                shown = other["shows"]
                other["shows"] = [
                    s for s in shown if not _leads_through(s, other["to"], entity, field, world)
                ]
        for action in known.get("actions", []):
            target = action.get("entity", known["id"])
            for key in ID_LISTS:
                if key in action and target == entity:
                    action[key] = [called for called in action[key] if called != field]
    _forget_in_forms(data, entity, field)
    _forget_in_samples(data, entity, field)


def _with_paths(data: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Whatever has lists of paths, with the entity that they start from."""
    for page in data.get("pages", []):
        if "entity" in page:
            yield page, page["entity"]
        yield from ((part, part["entity"]) for part in page.get("parts", []) if "entity" in part)
    for automation in data.get("automations", []):
        yield from ((step, automation.get("entity", "")) for step in automation["do"])


def _leads_through(text: str, start: str, entity: str, field: str, world: World) -> bool:
    path = text.partition("=")[0].strip().removeprefix("-")
    try:
        hops = parse_path(path, start, world).hops
    except ExpressionErrors:
        return False
    return any(hop.field.entity == entity and hop.field.id == field for hop in hops)


def _forget_in_forms(data: dict[str, Any], entity: str, field: str) -> None:
    for page in data.get("pages", []):
        if page["kind"] != "form" or page["entity"] != entity:
            continue
        for owner in (page, *page.get("steps", [])):
            if "fields" in owner:
                owner["fields"] = [called for called in owner["fields"] if called != field]
        if "steps" in page:
            page["steps"] = [step for step in page["steps"] if step["fields"]]


def _forget_in_samples(data: dict[str, Any], entity: str, field: str) -> None:
    for sample in data.get("samples", []):
        if sample["entity"] == entity and field in sample["columns"]:
            position = sample["columns"].index(field)
            sample["columns"].pop(position)
            for row in sample["rows"]:
                row[position : position + 1] = []
    data["samples"] = [sample for sample in data.get("samples", []) if sample["columns"]]


def _forget_entity(data: dict[str, Any], entity: str) -> None:
    """Its pages, parts, automations and samples go along; relations to it, the checks tell."""
    for key in ("pages", "automations", "samples"):
        data[key] = [thing for thing in data.get(key, []) if thing.get("entity") != entity]
    for page in data["pages"]:
        if "parts" in page:
            page["parts"] = [part for part in page["parts"] if part.get("entity") != entity]
        if "children" in page:
            page["children"] = [child for child in page["children"] if child != entity]
    data["pages"] = [p for p in data["pages"] if p["kind"] != "dashboard" or p.get("parts")]


def _forget_action(data: dict[str, Any], entity: str, action: str) -> None:
    for page in data.get("pages", []):
        for shown in (page, *page.get("parts", [])):
            if shown.get("entity") == entity and "actions" in shown:
                shown["actions"] = [called for called in shown["actions"] if called != action]


def _give_rows_to(data: dict[str, Any], found: Located, edit: Remove) -> None:
    """The rows of a value that goes need another; so do the samples."""
    gone = found.value["id"]
    _, entity, _, field, *_ = edit.at.split(".")
    left = [value["id"] for value in found.entries if value["id"] != gone]
    if not found.owner.get("expr") and edit.to not in left:
        message = f"say which value the rows of “{gone}” get: to; {nearest(edit.to, left)}"
        raise CannotEdit(edit.at, message)
    if found.owner.get("default") == gone:
        found.owner["default"] = edit.to
    for action in locate(data, f"entities.{entity}").value.get("actions", []):
        if "from" in action and gone in action["from"] and len(action["from"]) > 1:
            action["from"] = [value for value in action["from"] if value != gone]
    for sample in data.get("samples", []):
        if sample["entity"] == entity and field in sample["columns"]:
            position = sample["columns"].index(field)
            for row in sample["rows"]:
                parts = [
                    edit.to if p.strip() == gone else p.strip() for p in row[position].split(";")
                ]
                row[position] = "; ".join(dict.fromkeys(parts))
