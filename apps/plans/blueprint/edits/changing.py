"""Edits that change one thing: a key, a name, a place in a list."""

from typing import Any

from apps.plans.blueprint.addresses import locate
from apps.plans.blueprint.edits.failures import CannotEdit
from apps.plans.blueprint.edits.kinds import Move, Rename, SetKey
from apps.plans.blueprint.edits.writing_out import write_out
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.errors import nearest
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.identity import identity, naming_key
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import keys_of


def set_key(data: dict[str, Any], edit: SetKey) -> None:
    """One key of one thing; its sort decides whether the text or the list counts."""
    write_out(data, edit.at)
    found = locate(data, edit.at)
    key = found.key
    if found.is_entry or key.shapes or key.lists > 1:
        raise CannotEdit(edit.at, "set changes one plain key; add or remove what stands in lists")
    if key.key == naming_key(found.shape) or key.key == "id":
        raise CannotEdit(edit.at, "an id stays for ever; rename changes what people see")
    if found.shape is Field and key.key == "kind":
        raise CannotEdit(edit.at, "a field's kind is changed by convert, with its rows")
    if key.is_text_list:
        found.owner[key.key] = list(edit.list) or ([edit.to] if edit.to else [])
    elif edit.list:
        raise CannotEdit(edit.at, f"“{key.key}” is one value, not a list: use to")
    elif edit.to:
        found.owner[key.key] = edit.to
    else:
        found.owner.pop(key.key, None)


def rename(data: dict[str, Any], edit: Rename) -> None:
    """What people see; an entity's own plural goes with its old name."""
    write_out(data, edit.at)
    if not edit.at:
        data["name"] = edit.name
        return
    found = locate(data, edit.at)
    shape = found.entry_shape
    if shape is None or "name" not in keys_of(shape):
        raise CannotEdit(edit.at, "nothing there has a name")
    found.value["name"] = edit.name
    if shape is Entity:
        found.value.pop("plural", None)


def move(data: dict[str, Any], edit: Move) -> None:
    """To the place after another entry of the list; to the first one if none is named."""
    write_out(data, edit.at)
    found = locate(data, edit.at)
    if not found.is_entry:
        raise CannotEdit(edit.at, "only an entry of a list can be moved")
    entries = found.entries
    entry = entries.pop(found.index)
    if not edit.after:
        entries.insert(0, entry)
        return
    names = [_name(found.key.shape_of(other), other, i) for i, other in enumerate(entries)]
    if edit.after not in names:
        entries.insert(found.index, entry)
        message = f"there is no “{edit.after}” to come after; {nearest(edit.after, names)}"
        raise CannotEdit(edit.at, message)
    entries.insert(names.index(edit.after) + 1, entry)


def _name(shape: type[Shape] | None, entry: object, index: int) -> str:
    return entry if isinstance(entry, str) else identity(shape or Shape, entry, index)
