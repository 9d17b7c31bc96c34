"""Fields that a form shows only while a condition holds (`kit.ShowIf`).

They stand in the page all the same: without script they are all shown, and `site_kit.write` keeps
empty what does not apply. With script the form asks after each change which are hidden now.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, JsonResponse

from site_kit import asker
from site_kit.directory.models import Person
from site_kit.hidden import is_hidden
from site_kit.made_of import named, told_by
from site_kit.paths import walk
from site_kit.permissions import rights_for
from site_kit.reading import CHOSEN, holds
from site_kit.rules import ShowIf, rules_of
from site_kit.titles import all_seen
from site_kit.web.columns import field_id
from site_kit.web.kinds import FILES, kind_of

ASKS = "look"
"""What a form's script says in the header `X-Kit` when it only wants to know."""


def asks_only(request: HttpRequest) -> bool:
    """Whether a form was sent to see which of its fields are shown, and not to be kept."""
    return request.headers.get("X-Kit") == ASKS


def with_values(row: Model, values: Mapping[str, Any]) -> Model:
    """The row as it would be with these values, of which those of no field are passed over;
    nothing is written.
    """
    there = copy(row)
    chosen = {}
    fields = {field.name: field for field in row._meta.get_fields()}
    for name, value in values.items():
        stored: Any = fields.get(name)
        if stored is None:
            continue
        if stored.many_to_many:
            chosen[name] = value
        elif kind_of(stored) not in FILES:
            setattr(there, stored.attname, value)
    setattr(there, CHOSEN, chosen)
    return there


def hidden_fields(row: Model, values: Mapping[str, Any]) -> list[str]:
    """The fields whose condition does not hold while these values stand in the form, by id.

    Where it reads what whoever acts may not see, the field is shown: nobody finds out by trying.
    """
    there = with_values(row, values)
    fields = {f.name: f for f in (*row._meta.concrete_fields, *row._meta.many_to_many)}
    return [
        field_id(fields[rule.field])
        for rule in rules_of(type(row), ShowIf)
        if rule.field in fields
        and not holds(rule.when, there)
        and all(_is_seen(at, path, row, there) for at, path in named(rule.when, type(row)))
    ]


def _is_seen(model: type[Model], path: str, row: Model, there: Model) -> bool:
    """Whether whoever acts may see all that a path tells of; `row` as it is kept says who does."""
    person, walked = asker.current(), walk(model, path)
    if person.is_outsider:
        return not is_hidden(model, path)
    if model is type(row) and not walked.hops and not walked.computed:
        return row.pk is None or walked.name in rights_for(model).fields_for(person).seen_on(row)
    if model is type(row) and not all_seen(there, walked.hops):
        return False
    told = (one for one in told_by(model, path) if one[0] is not Person)
    return all(name in rights_for(at).fields_for(person).seen for at, name in told)


def answer(row: Model, values: Mapping[str, Any]) -> JsonResponse:
    """Which fields are hidden while these values stand in the form."""
    return JsonResponse({"hidden": hidden_fields(row, values)})
