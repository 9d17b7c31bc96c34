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

from site_kit.reading import CHOSEN, holds
from site_kit.rules import ShowIf, rules_of
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


def hidden_fields(row: Model) -> list[str]:
    """The fields whose condition does not hold on a row, by id."""
    fields = {f.name: f for f in (*row._meta.concrete_fields, *row._meta.many_to_many)}
    return [
        field_id(fields[rule.field])
        for rule in rules_of(type(row), ShowIf)
        if rule.field in fields and not holds(rule.when, row)
    ]


def answer(row: Model, values: Mapping[str, Any]) -> JsonResponse:
    """Which fields are hidden while these values stand in the form."""
    return JsonResponse({"hidden": hidden_fields(with_values(row, values))})
