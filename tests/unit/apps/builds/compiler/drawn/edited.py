"""Edits of a drawn tool, one after the other, each of which holds after those before it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from apps.builds.compiler import carried, unsupported
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.edits import apply
from apps.plans.blueprint.edits.kinds import AnyEdit, Edit
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.whole import Blueprint

from .chance import Chance, Data
from .fields import KINDS, drawn_field
from .whole import blueprint

READ: TypeAdapter[AnyEdit] = TypeAdapter(Edit)
MOST_TRIES = 30
BASIC = ("label", "size", "due", "until", "owner", "belongs", "state")
"""Fields that too much is said of for them to be taken away."""


@dataclass
class Edited:
    """A tool before and after, with the edits that lie between."""

    before: Blueprint
    after: Blueprint
    edits: list[Data] = field(default_factory=list)


def edited(seed: int) -> Edited:
    """One to six edits of the tool that a number stands for."""
    chance = Chance(f"edits of {seed}")
    made = Edited(blueprint(seed), blueprint(seed))
    wanted = 1 + chance.below(6)
    for _ in range(MOST_TRIES):
        if len(made.edits) == wanted:
            break
        edit = chance.one(KINDS_OF_EDIT)(chance, canonical_data(made.after))
        if edit and (after := _after(made.after, edit)) is not None:
            made.after = after
            made.edits.append(edit)
    return made


def _after(before: Blueprint, edit: Data) -> Blueprint | None:
    try:
        after = apply(before, [READ.validate_python(copy.deepcopy(edit))])
    except BlueprintErrors:
        return None
    return None if unsupported(after) else after


# One each


def _entity(chance: Chance, data: Data) -> Data:
    found: Data = chance.one([one for one in data["entities"] if one["id"] != "vote"])
    return found


def _addresses(data: Data) -> Iterator[str]:
    """What may be renamed."""
    yield ""
    for entity in data["entities"]:
        at = f"entities.{entity['id']}"
        yield at
        for key in ("fields", "actions"):
            yield from (f"{at}.{key}.{one['id']}" for one in entity.get(key, ()))
        for one in entity["fields"]:
            yield from (f"{at}.fields.{one['id']}.values.{v['id']}" for v in one.get("values", ()))
    for key in ("pages", "roles", "automations"):
        yield from (f"{key}.{one['id']}" for one in data.get(key, ()))


def _rename(chance: Chance, data: Data) -> Data:
    return {"kind": "rename", "at": chance.one(list(_addresses(data))), "name": chance.text()}


def _move(chance: Chance, data: Data) -> Data:
    entity = _entity(chance, data)
    one, other = chance.one(entity["fields"]), chance.one(entity["fields"])
    after = "" if one is other else other["id"]
    return {"kind": "move", "at": f"entities.{entity['id']}.fields.{one['id']}", "after": after}


def _set(chance: Chance, data: Data) -> Data:
    entity = _entity(chance, data)
    at, one = f"entities.{entity['id']}", chance.one(entity["fields"])
    of_field = f"{at}.fields.{one['id']}"
    is_required = "false" if one.get("required") else "true"
    made = (
        {"at": f"{of_field}.help", "to": chance.text()},
        {"at": f"{of_field}.required", "to": is_required},
        {"at": f"{of_field}.seen_by", "list": ["admin", "row.owner"]},
        {"at": f"{of_field}.max", "to": "400"},
        {"at": f"{of_field}.unique", "to": chance.one(("true", "false"))},
        {"at": f"{at}.description", "to": chance.text()},
        {"at": f"{at}.comments", "to": "true"},
        {"at": f"{at}.title", "to": "text(label, size)"},
        {"at": "summary", "to": chance.text()},
    )
    return {"kind": "set", **chance.one(made)}


def _add(chance: Chance, data: Data) -> Data:
    entity = _entity(chance, data)
    at = {"at": f"entities.{entity['id']}"}
    targets = [one["id"] for one in data["entities"] if one["id"] != "vote"]
    closed = [one for one in entity["fields"] if one.get("values") and not one.get("expr")]
    wheres = ("size > 1", "label != 'x'", "owner == me")
    made: list[Data] = [
        {"kind": "add_field", **at, "item": drawn_field(chance, "added", targets, KINDS)},
        {"kind": "add_field", **at, "item": {"kind": "integer", "id": "extra", "expr": "size * 2"}},
        {
            "kind": "add_rule",
            **at,
            "item": {"kind": "unique", "id": "u", "fields": ["label", "due"]},
        },
        {"kind": "add_rule", **at, "item": {"kind": "lock", "id": "l", "when": "size > 90"}},
        {"kind": "add_rule", **at, "item": {"kind": "validation", "id": "v", "expr": "size < 90"}},
        {"kind": "add_action", **at, "item": {"kind": "update", "id": "grow", "set": ["size = 5"]}},
        {"kind": "add_permission", **at, "item": {"id": "p", "by": ["admin"], "can": ["all"]}},
        {"kind": "add_role", "item": {"id": "newcomer"}},
        {"kind": "add_page", "item": {"kind": "table", "id": "more", "entity": entity["id"]}},
        {"kind": "add_entity", "item": _new_entity(entity["id"])},
    ]
    for one in closed[:1]:
        to = f"entities.{entity['id']}.fields.{one['id']}"
        made.append({"kind": "add_value", "at": to, "item": {"id": "fresh", "colour": "pink"}})
    for page in data.get("pages", ())[:1]:
        count = {"id": "these", "where": chance.one(wheres)}
        made.append({"kind": "add_count", "at": f"pages.{page['id']}", "item": count})
        part = {"kind": "text", "id": "noted", "body": chance.text()}
        made.append({"kind": "add_part", "at": f"pages.{page['id']}", "item": part})
    return chance.one(made)


def _new_entity(target: str) -> Data:
    return {
        "id": "novel",
        "fields": [
            {"kind": "text", "id": "label", "required": True},
            {"kind": "relation", "id": "of", "to": target},
        ],
    }


def _remove(chance: Chance, data: Data) -> Data:
    entity = _entity(chance, data)
    at = f"entities.{entity['id']}"
    found = [f"{at}.fields.{o['id']}" for o in entity["fields"] if o["id"] not in BASIC]
    for key in ("rules", "actions", "permissions"):
        found += [f"{at}.{key}.{one['id']}" for one in entity.get(key, ())]
    for key in ("pages", "automations", "samples"):
        found += [f"{key}.{one.get('id', one.get('entity'))}" for one in data.get(key, ())]
    return {"kind": "remove", "at": chance.one([*found, at])}


def _give_up(chance: Chance, data: Data) -> Data:
    """A value goes, and its rows get another."""
    entity = _entity(chance, data)
    closed = [one for one in entity["fields"] if len(one.get("values", ())) > 1]
    if not (closed := [one for one in closed if not one.get("expr")]):
        return {}
    one = chance.one(closed)
    gone, heir = one["values"][-1]["id"], one["values"][0]["id"]
    at = f"entities.{entity['id']}.fields.{one['id']}.values.{gone}"
    return {"kind": "remove", "at": at, "to": heir}


WAYS: Mapping[str, tuple[str, ...]] = {
    "text": ("long_text", "relation"),
    "integer": ("decimal", "text"),
    "choice": ("text", "relation"),
    "person": ("people", "text"),
    "relation": ("relations", "text"),
    "date": ("text",),
}


def _convert(chance: Chance, data: Data) -> Data:
    entity = _entity(chance, data)
    ways = [one for one in entity["fields"] if one["kind"] in WAYS and one["id"] not in BASIC]
    if not (ways := [one for one in ways if not one.get("expr")]):
        return {}
    one = chance.one(ways)
    item = {"kind": chance.one(WAYS[one["kind"]]), "id": one["id"]}
    if item["kind"] in ("relation", "relations"):
        item["to"] = one.get("to") or chance.one([other["id"] for other in data["entities"]])
    return {"kind": "convert", "at": f"entities.{entity['id']}.fields.{one['id']}", "item": item}


KINDS_OF_EDIT: tuple[Callable[[Chance, Data], Data], ...] = (
    *(_rename, _move, _set, _add, _add, _add, _remove, _give_up, _give_up, _convert, _convert),
)


# What has to be kept


def kept(before: Blueprint, after: Blueprint) -> Mapping[str, list[str]]:
    """Entity -> the stored fields whose values have to be what they were."""
    later = {one.id: {f.id: f for f in one.fields} for one in after.entities}
    return {
        one.id: [
            f.id
            for f in one.fields
            if not f.is_computed
            and f.kind != "reference"
            and f.id in later[one.id]
            and later[one.id][f.id].kind == f.kind
            and not later[one.id][f.id].is_computed
        ]
        for one in before.entities
        if one.id in later
    }


def moved(made: Edited) -> dict[str, dict[str, str]]:
    """`entity.field` -> value that went -> the one its rows get, from edit to edit."""
    found: dict[str, dict[str, str]] = {}
    for edit in made.edits:
        if edit["kind"] == "remove" and ".values." in edit["at"]:
            _, entity, _, name, _, gone = edit["at"].split(".")
            heirs = found.setdefault(f"{entity}.{name}", {})
            heirs |= {one: edit["to"] for one, heir in heirs.items() if heir == gone}
            heirs[gone] = edit["to"]
    return found


def job(made: Edited, folder: str) -> dict[str, Any]:
    """What the processes are told, without the trees."""
    return {
        "folder": f"{folder}/first",
        "blueprint": canonical_data(made.before),
        "next": {
            "folder": f"{folder}/next",
            "blueprint": canonical_data(made.after),
            "carried": carried(made.before, made.after, made.edits),
        },
        "kept": dict(kept(made.before, made.after)),
        "moved": moved(made),
        "edits": made.edits,
    }
