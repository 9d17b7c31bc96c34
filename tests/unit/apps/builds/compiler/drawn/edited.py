"""Edits of a drawn tool, one after the other, each of which holds after those before it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter

from apps.builds.compiler import carried, unsupported
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.edits import apply
from apps.plans.blueprint.edits.converting import WAYS
from apps.plans.blueprint.edits.kinds import AnyEdit, Edit
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.fields import FILES
from apps.plans.blueprint.whole import Blueprint

from .automated import automations
from .chance import Chance, Data
from .deeds import actions, permissions, rules
from .fields import KINDS, drawn_field
from .pages import pages, parts
from .phrases import condition
from .rows import samples
from .sketch import Sketch
from .whole import SOURCES, blueprint

Maker = Callable[[Chance, Data], Data]
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
    earlier: list[Blueprint] = []
    wanted = 1 + chance.below(6)
    for _ in range(MOST_TRIES):
        if len(made.edits) == wanted:
            break
        edit = drawn_edit(chance, chance.one(OFTEN), canonical_data(made.after))
        if edit and (after := after_edit(made.after, edit, earlier)) is not None:
            earlier = [made.after, *earlier]
            made.after = after
            made.edits.append(edit)
    return made


def after_edit(before: Blueprint, edit: Data, earlier: Sequence[Blueprint]) -> Blueprint | None:
    """The tool after an edit; nothing where the edit is refused."""
    try:
        after = apply(before, [READ.validate_python(copy.deepcopy(edit))], earlier=earlier)
    except BlueprintErrors:
        return None
    return None if unsupported(after) else after


# One each


def _entity(chance: Chance, data: Data) -> Data:
    """An entity that has what all of them have but votes and what an edit brought."""
    several = [one for one in data["entities"] if {"label", "size"} <= ids(one["fields"])]
    found: Data = chance.one(several)
    return found


def ids(several: list[Data]) -> set[str]:
    """What things of a list are called."""
    return {one["id"] for one in several}


def _sketch(data: Data) -> Sketch:
    """The tool as the makers of a whole one know it, to draw more of it."""
    tool = Sketch([one["id"] for one in data.get("roles", ())])
    for entity in copy.deepcopy(data["entities"]):
        nothing: Data = {"rules": [], "actions": [], "permissions": []}
        tool.entities[entity["id"]] = nothing | entity
    return tool


def _in_lists(thing: Data, at: str, *keys: str) -> Iterator[str]:
    """The addresses of what stands in lists of a thing."""
    for key in keys:
        for one in thing.get(key, ()):
            called = next(one[name] for name in ("id", "key", "entity") if name in one)
            yield f"{at}{key}.{called}"


def _addresses(data: Data, *more: str) -> list[str]:
    """Whatever has an address; of the whole also what stands in these lists."""
    found = [*_in_lists(data, "", "pages", "roles", "automations", *more)]
    for entity in data["entities"]:
        at = f"entities.{entity['id']}."
        found += [at[:-1], *_in_lists(entity, at, "fields", "actions")]
        for one in entity["fields"]:
            found += _in_lists(one, f"{at}fields.{one['id']}.", "values")
    for page in data.get("pages", ()):
        found += _in_lists(page, f"pages.{page['id']}.", "parts", "counts")
    return found


def _rename(chance: Chance, data: Data) -> Data:
    return {"at": chance.one(["", *_addresses(data)]), "name": chance.text()}


def _move(chance: Chance, data: Data) -> Data:
    at = chance.one(_addresses(data))
    before, _, called = at.rpartition(".")
    beside = [one.rpartition(".") for one in _addresses(data)]
    others = [other for there, _, other in beside if there == before and other != called]
    return {"at": at, "after": chance.one(["", *others])}


def _remove(chance: Chance, data: Data) -> Data:
    """Not what too much is said of; a value that goes leaves its rows another."""
    several = _addresses(data, "samples", "settings_needed", "extensions")
    for entity in data["entities"]:
        several += _in_lists(entity, f"entities.{entity['id']}.", "rules", "permissions")
    at = chance.one([one for one in several if one.rpartition(".")[2] not in BASIC])
    before = at.rpartition(".")[0]
    if not before.endswith(".values"):
        return {"at": at}
    left = [one for one in several if one.startswith(f"{before}.") and one != at]
    return {"at": at, "to": chance.one(left).rpartition(".")[2]} if left else {}


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
    return chance.one(made)


def _entry(chance: Chance, data: Data) -> Data:
    rows = [one for one in data.get("pages", ()) if one["kind"] in ("table", "board", "calendar")]
    if not rows or chance.hits(1, 4):
        return {"at": "assumptions", "item": chance.text()}
    page, key = chance.one(rows), chance.one(("columns", "filters", "search", "sort"))
    return {"at": f"pages.{page['id']}.{key}", "item": "label" if key == "search" else "size"}


def _to_whole(of: Callable[[Chance, Sketch], list[Data]]) -> Maker:
    """One more of what the tool has."""
    return lambda chance, data: {"item": _anew(chance.one(of(chance, _sketch(data))))}


def _to_entity(of: Callable[[Chance, Sketch, str], list[Data]]) -> Maker:
    """One more of what an entity has."""

    def make(chance: Chance, data: Data) -> Data:
        entity = _entity(chance, data)["id"]
        several = of(chance, _sketch(data), entity)
        return {"at": f"entities.{entity}", "item": _anew(chance.one(several))} if several else {}

    return make


def _anew(item: Data) -> Data:
    return item | {"id": f"{item['id']}_too"} if "id" in item else item


def _field(chance: Chance, tool: Sketch, entity: str) -> list[Data]:
    targets = [one for one in tool.entities if one != "vote"]
    worked_out: Data = {"kind": "integer", "id": "extra", "expr": "size * 2"}
    return [drawn_field(chance, "added", targets, KINDS), worked_out]


def _new_entity(chance: Chance, tool: Sketch) -> list[Data]:
    link = {"kind": "relation", "id": "of", "to": next(iter(tool.entities))}
    return [{"id": "novel", "fields": [{"kind": "text", "id": "label", "required": True}, link]}]


def _sample(chance: Chance, tool: Sketch) -> list[Data]:
    return [one for one in samples(chance, tool) if one["entity"] != "vote"]


def _value(chance: Chance, data: Data) -> Data:
    entity = _entity(chance, data)
    closed = [one["id"] for one in entity["fields"] if one.get("values") and not one.get("expr")]
    at = f"entities.{entity['id']}.fields.{chance.one(closed)}" if closed else ""
    return {"at": at, "item": {"id": "fresh", "colour": "pink"}} if at else {}


def _on_page(draw: Callable[[Chance, Sketch, str], Data]) -> Maker:
    """A part or a number of a page of rows."""

    def make(chance: Chance, data: Data) -> Data:
        several = [one for one in data.get("pages", ()) if one["kind"] in ("table", "board")]
        page = chance.one(several) if several else {"id": ""}
        item = draw(chance, _sketch(data), page["entity"]) if several else {}
        return {"at": f"pages.{page['id']}", "item": item} if item else {}

    return make


def _convert(chance: Chance, data: Data) -> Data:
    entity = _entity(chance, data)
    ways = [one for one in entity["fields"] if one["id"] not in BASIC and not one.get("expr")]
    if not (ways := [one for one in ways if one["kind"] not in FILES]):
        return {}
    rich = [one for one in ways if one["kind"] in WAYS]
    one = chance.one(rich if rich and chance.hits() else ways)
    item: Data = {"kind": chance.one(sorted(WAYS.get(one["kind"], {"text"}))), "id": one["id"]}
    found: Data = {"at": f"entities.{entity['id']}.fields.{one['id']}", "item": item}
    if item["kind"] in ("relation", "relations"):
        item["to"] = one.get("to") or chance.one([other["id"] for other in data["entities"]])
    if item["kind"] in ("status", "choice"):
        item["values"] = [{"id": "low"}, {"id": "other"}]
        found |= chance.keys(map=lambda: ["none=other", "Ash of it=low"])
    return found


MAKERS: dict[str, Maker] = {
    "rename": _rename,
    "move": _move,
    "set": _set,
    "remove": _remove,
    "convert": _convert,
    "undo": lambda chance, data: chance.keys(steps=lambda: 1),
    "add_role": lambda chance, data: {"item": {"id": "newcomer"}},
    "add_entity": _to_whole(_new_entity),
    "add_page": _to_whole(pages),
    "add_automation": _to_whole(automations),
    "add_sample": _to_whole(_sample),
    "add_requirement": lambda chance, data: {
        "item": {"quote": chance.text(), "provides": [chance.one(_addresses(data))]}
    },
    "add_left_out": lambda chance, data: {"item": {"quote": chance.text(), "reason": "Later"}},
    "add_setting": lambda chance, data: {
        "item": {"key": "KEY_THREE", "kind": "env", "why": chance.text()}
    },
    "add_extension": lambda chance, data: {
        "item": {"id": "more", "kind": "job", "purpose": "So", "source": SOURCES["job"]}
    },
    "add_field": _to_entity(_field),
    "add_rule": _to_entity(rules),
    "add_action": _to_entity(actions),
    "add_permission": _to_entity(permissions),
    "add_value": _value,
    "add_part": _on_page(lambda chance, tool, entity: _anew(chance.one(parts(chance, tool)))),
    "add_count": _on_page(
        lambda chance, tool, entity: {"id": "these", "where": condition(chance, tool, entity)}
    ),
    "add_entry": _entry,
}
OFTEN = (*MAKERS, "convert", "convert", "convert", "remove", "remove", "add_field")


def drawn_edit(chance: Chance, kind: str, data: Data) -> Data:
    """An edit of a kind; nothing where the tool has nothing of the sort."""
    made = MAKERS[kind](chance, data)
    return {"kind": kind, **made} if made or kind == "undo" else {}


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
    there = {
        f"{e.id}.{f.id}": [v.id for v in f.values] for e in made.after.entities for f in e.fields
    }
    for edit in made.edits:
        if edit["kind"] == "remove" and ".values." in edit["at"]:
            _, entity, _, name, _, gone = edit["at"].split(".")
            if gone in there.get(f"{entity}.{name}", ()):
                continue
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
