"""A `Duplicate`: a row like this one, with its lines where it says so.

What a copy takes along is what somebody typed and what whoever copies may see. A status that moves
by buttons, a reference and what nobody types (stamps, fields that are not editable) begin anew; so
does what a checklist ticks in its lines.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import BooleanField, FileField, Model

from site_kit import write
from site_kit.actions import Duplicate, Like, moved_by_actions
from site_kit.asker import Asker
from site_kit.draft import Draft
from site_kit.errors import Invalid, Refused
from site_kit.fields import ReferenceField
from site_kit.locks import refuse_parent
from site_kit.models import child_links
from site_kit.parts import Checklist
from site_kit.permissions import rights_for
from site_kit.reading import value_of
from site_kit.registry import declared


def duplicate(
    action: Duplicate, row: Model, asked: Mapping[str, Any], by: Asker, cause: str
) -> Any:
    """Make the copy; gives it. Raises `Refused`, `Locked` or `Invalid`."""
    if asked:
        raise Invalid({name: [f"{action.label} does not ask for this."] for name in asked})
    kept = copied(row, by, without=action.clear)
    start = Draft(type(row)(), new=True)
    start.put(kept)
    sets = {name: value_of(said, row, it=start.row) for name, said in action.sets.items()}
    made = _keep(type(row), {**kept, **sets}, by, cause)
    refuse_unless_made(action, made, by)
    if action.with_children:
        _copy_lines(row, made, by, cause)
    write.acted_on(row, {}, action.id, cause)
    return made


def copied(row: Model, by: Asker, without: Collection[str] = ()) -> dict[str, Any]:
    """The values that a copy begins with, by the names of their fields."""
    model = type(row)
    moved, seen = moved_by_actions(model), rights_for(model).fields_for(by).seen_on(row)
    found: dict[str, Any] = {}
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        begins_anew = field.primary_key or not field.editable or isinstance(field, ReferenceField)
        if begins_anew or field.name in moved or field.name not in seen or field.name in without:
            continue
        found[field.name] = _value(row, field)
    return found


def ticked(model: type[Model]) -> list[str]:
    """What a checklist of some page ticks: in a copy nothing is done yet."""
    parts = (part for page in declared.pages for part in getattr(page, "parts", ()))
    if not any(isinstance(part, Checklist) and part.model is model for part in parts):
        return []
    boxes = (one for one in model._meta.concrete_fields if isinstance(one, BooleanField))
    return [one.name for one in boxes][:1]


def _value(row: Model, field: Any) -> Any:
    if field.many_to_many:
        return list(getattr(row, field.name).values_list("pk", flat=True))
    value = getattr(row, field.attname)
    if isinstance(field, FileField):
        return field.attr_class(row, field, value.name or "")
    return value


def _keep(model: type[Model], values: Mapping[str, Any], by: Asker, cause: str) -> Any:
    """Make a row of these values, under no parent that is locked."""
    start = Draft(model(), new=True)
    start.put(values)
    refuse_parent(start.row, by)
    return write.make_by_rule(model, values, cause)


def refuse_unless_made(action: Like, made: Model, by: Asker) -> None:
    """A row that this person might not make by hand is made by those alone whom `by` names."""
    may = rights_for(type(made)).allowed("create", made, by)
    if not action.by and not may:
        raise Refused(may.reason)


def _copy_lines(row: Model, made: Model, by: Asker, cause: str) -> None:
    """The child rows that this person sees, in their order, with their own."""
    for child, link in child_links(type(row)):
        for one in rights_for(child).visible(by).filter(**{link: row.pk}).order_by("pk"):
            values = {**copied(one, by, without=ticked(child)), link: made.pk}
            _copy_lines(one, write.make_by_rule(child, values, cause), by, cause)
