"""Edits that add: an item into its list, or an entry into a list of texts."""

from typing import Any

from apps.plans.blueprint.addresses import Located, locate
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.edits.failures import CannotEdit
from apps.plans.blueprint.edits.kinds import AddEntry, AddToThing, AddToWhole
from apps.plans.blueprint.edits.writing_out import name_the_status, write_out
from apps.plans.blueprint.errors import nearest
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.filling import free_id
from apps.plans.blueprint.identity import id_of_who, identity
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import keys_of
from apps.plans.blueprint.whole import Blueprint

LISTS = {
    "add_role": "roles",
    "add_entity": "entities",
    "add_page": "pages",
    "add_automation": "automations",
    "add_sample": "samples",
    "add_requirement": "requirements",
    "add_left_out": "left_out",
    "add_setting": "settings_needed",
    "add_extension": "extensions",
    "add_field": "fields",
    "add_rule": "rules",
    "add_action": "actions",
    "add_permission": "permissions",
    "add_value": "values",
    "add_part": "parts",
    "add_count": "counts",
}
NEVER_REPLACED = ("entities", "fields")


def add_to_whole(data: dict[str, Any], edit: AddToWhole) -> None:
    """Into a list of the whole."""
    write_out(data, LISTS[edit.kind])
    _put(data, Blueprint, LISTS[edit.kind], edit.item, edit.after)


def add_to_thing(data: dict[str, Any], edit: AddToThing) -> None:
    """Into a list of an entity, a field or a page."""
    called = LISTS[edit.kind]
    write_out(data, f"{edit.at}.{called}")
    found = locate(data, edit.at)
    shape = found.entry_shape
    if not found.is_entry or shape is None or called not in keys_of(shape):
        raise CannotEdit(edit.at, f"{edit.kind} does not go there: nothing there has {called}")
    if isinstance(edit.item, Field) and edit.item.kind == "status":
        name_the_status(data, found.value["id"])
    _put(found.value, shape, called, edit.item, edit.after)


def add_entry(data: dict[str, Any], edit: AddEntry) -> None:
    """Into a list of texts; an entry of the same path is replaced."""
    write_out(data, edit.at)
    found = locate(data, edit.at)
    if not found.key.is_text_list or found.is_entry:
        raise CannotEdit(edit.at, "add_entry goes with lists of texts: columns, filters, sort …")
    entries = found.entries
    same = [i for i, text in enumerate(entries) if _path(text) == _path(edit.item)]
    if same:
        entries[same[0]] = edit.item
        return
    paths = [_path(text) for text in entries]
    entries.insert(_place(paths, _path(edit.after), edit.at), edit.item)


def _put(owner: dict[str, Any], shape: type[Shape], called: str, item: Shape, after: str) -> None:
    """The item into the list: in the place of the one with its id, else after another."""
    new = canonical_data(item)
    entries = Located(owner, shape, keys_of(shape)[called]).entries
    ids = [identity(type(item), entry, i) for i, entry in enumerate(entries)]
    if called in ("rules", "permissions") and "id" not in new:
        word = str(new["kind"]) if called == "rules" else id_of_who(new["by"])
        new = {"id": free_id(word, set(ids)), **new}
    own = identity(type(item), new, len(entries))
    if own not in ids:
        entries.insert(_place(ids, after, called), new)
    elif called in NEVER_REPLACED:
        raise CannotEdit(
            f"{called}.{own}", f"“{own}” is there already; change it by set or convert"
        )
    else:
        entries[ids.index(own)] = new


def _place(ids: list[str], after: str, where: str) -> int:
    if not after:
        return len(ids)
    if after not in ids:
        raise CannotEdit(where, f"there is no “{after}” to come after; {nearest(after, ids)}")
    return ids.index(after) + 1


def _path(entry: str) -> str:
    """What an entry is about: without a start value, and without the sign of a sort."""
    return entry.partition("=")[0].strip().removeprefix("-")
