"""The shapes of rows as JSON Schema: as they are read, made and changed by whoever asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model

from site_kit import asker
from site_kit.actions import Action, Print, Repeat, Toggle, actions_for
from site_kit.api import verbs
from site_kit.api.values import MAY, TITLE, Entity, Told
from site_kit.history import STAMPS
from site_kit.models import entity_id
from site_kit.series import Every, Weekday
from site_kit.toggles import ON
from site_kit.web.cells import currency_of
from site_kit.web.columns import label_of
from site_kit.web.kinds import FILES, LONG

_EXACT = {"type": "string", "format": "decimal"}
_KINDS: dict[str, dict[str, Any]] = {
    "integer": {"type": "integer"},
    "rating": {"type": "integer"},
    "decimal": _EXACT,
    "money": _EXACT,
    "percent": _EXACT,
    "duration": {**_EXACT, "description": "Hours."},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "week": {"type": "string", "format": "date", "description": "Its Monday."},
    "month": {"type": "string", "format": "date", "description": "Its first day."},
    "datetime": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
    "email": {"type": "string", "format": "email"},
    "url": {"type": "string", "format": "uri"},
    "person": {"type": "string", "format": "email", "description": "A person's e-mail."},
    "people": {"type": "array", "items": {"type": "string", "format": "email"}},
    "relations": {"type": "array", "items": {"type": "integer"}},
    "relation": {"type": "integer"},
}
_FILE = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "href": {"type": "string"}},
    "readOnly": True,
}


def field(one: Told) -> dict[str, Any]:
    """One field as it is sent and taken."""
    found: dict[str, Any] = {"title": label_of(one.field), **_shape(one)}
    if one.kind == "money":
        found["description"] = f"An amount in {currency_of(one.field)}, as text."
        found["x-currency"] = currency_of(one.field)
    if one.kind in {"relation", "relations"}:
        target = entity_id(one.field.related_model)
        found["x-entity"] = target
        found["description"] = (
            f"The id of a {target}."
            if one.kind == "relation"
            else (f"The ids of several of {target}.")
        )
    help_text = str(getattr(one.field, "help_text", "") or "")
    if help_text:
        found["description"] = f"{found.get('description', '')} {help_text}".strip()
    if one.computed or one.kind in FILES:
        found["readOnly"] = True
    if _may_be_empty(one) and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
        if "enum" in found:
            found["enum"] = [*found["enum"], None]
    return found


def _shape(one: Told) -> dict[str, Any]:
    if one.kind in FILES:
        return {"type": "array", "items": _FILE} if one.kind == "files" else dict(_FILE)
    values = getattr(one.field, "values", None)
    if values is not None and one.kind in {"status", "choice", "choices"}:
        several = [str(value) for value, _ in values.choices]
        words = ", ".join(f"{value}: {label}" for value, label in values.choices)
        if one.kind == "choices":
            return {"type": "array", "items": {"type": "string", "enum": several}}
        empty = [""] if one.field.blank else []
        return {"type": "string", "enum": [*several, *empty], "description": words}
    if one.kind in _KINDS:
        return dict(_KINDS[one.kind])
    found: dict[str, Any] = {"type": "string"}
    if one.kind not in LONG and getattr(one.field, "max_length", None):
        found["maxLength"] = one.field.max_length
    return found


def _may_be_empty(one: Told) -> bool:
    return one.computed or (bool(one.field.null) and one.kind not in FILES)


def row(entity: Entity) -> dict[str, Any]:
    """A row as it is read."""
    told = {one.id: field(one) for one in entity.told if one.id != "id"}
    said = {
        "id": {"type": "integer", "readOnly": True},
        TITLE: {"type": "string", "readOnly": True, "description": "What the row is called."},
        **told,
        MAY: {
            "type": "array",
            "items": {"type": "string"},
            "readOnly": True,
            "description": "What you may do to it: edit, delete, and the ids of actions.",
        },
    }
    return {"type": "object", "title": _name(entity.model), "properties": said}


def typed(entity: Entity, names: Iterable[str]) -> list[Told]:
    """The fields of these names that are written as JSON."""
    may = {*names} - set(STAMPS)
    return [one for one in entity.told if one.name in may and one.kind not in FILES]


def new(entity: Entity) -> dict[str, Any]:
    """What a new row is made of: what only people of a row may change waits for the row."""
    several = typed(entity, entity.fields.edited)
    needed = [one.id for one in several if _is_needed(one)]
    return _object(several, needed)


def change(entity: Entity) -> dict[str, Any]:
    """What may be changed of some row."""
    several = typed(entity, [*entity.fields.edited, *entity.fields.edited_where])
    found = _object(several, [])
    found["properties"][verbs.SEEN_AT] = {
        "type": "string",
        "format": "date-time",
        "description": "As you read it: the change is refused if somebody was there meanwhile.",
    }
    return found


def _is_needed(one: Told) -> bool:
    stored = one.field
    boolean = one.kind == "boolean"
    return not stored.blank and not stored.null and not stored.has_default() and not boolean


def _object(several: Iterable[Told], needed: Sequence[str]) -> dict[str, Any]:
    properties = {one.id: field(one) for one in several}
    found: dict[str, Any] = {"type": "object", "properties": properties}
    if needed:
        found["required"] = list(needed)
    return {**found, "additionalProperties": False}


def asked(action: Action) -> dict[str, Any]:
    """What an action asks for."""
    if isinstance(action, Toggle):
        on = {"type": "boolean", "description": "Whether it shall be there; left out, it turns."}
        return {"type": "object", "properties": {ON: on}, "additionalProperties": False}
    several = verbs.questions(action)
    if isinstance(action, Repeat):
        return _series(several)
    needed = [one.id for one in several if one.name in action.needs or one.id in action.needs]
    return _object(several, needed)


def _series(several: Iterable[Told]) -> dict[str, Any]:
    questions: dict[str, Any] = {
        "every": {"type": "string", "enum": [str(one) for one in Every.values]},
        "weekdays": {
            "type": "array",
            "items": {"type": "string", "enum": [str(one) for one in Weekday.values]},
        },
        "until": {"type": ["string", "null"], "format": "date"},
        "times": {"type": ["integer", "null"]},
        "rest": {"type": "boolean", "description": "Make those that can be made."},
    }
    for one in several:
        questions[one.id] = {"type": "array", "items": field(one).get("items", field(one))}
    return {
        "type": "object",
        "properties": questions,
        "required": ["every"],
        "additionalProperties": False,
    }


def actions_of(entity: Entity) -> list[Action]:
    """The actions that this person may run on some row."""
    return [
        one
        for one in actions_for(entity.model)
        if not isinstance(one, Print) and one.may_run(asker.current())
    ]


def may(entity: Entity, verb: str) -> bool:
    """Whether this person may do it to some row of the entity."""
    return bool(entity.rights.allowed(verb, None, asker.current()))


def _name(model: type[Model]) -> str:
    name = str(model._meta.verbose_name)
    return name[:1].upper() + name[1:]


def plural(model: type[Model]) -> str:
    """`Purchase orders`."""
    name = str(model._meta.verbose_name_plural)
    return name[:1].upper() + name[1:]


def error() -> Mapping[str, Any]:
    """What is answered to what is refused."""
    several = {"type": "array", "items": {"type": "string"}}
    return {
        "type": "object",
        "properties": {
            "error": {"type": "string", "description": "A sentence for people."},
            "id": {"type": "string", "description": "For programs."},
            "errors": {
                "type": "object",
                "additionalProperties": several,
                "description": "Field and sentences; an empty name is the row as a whole.",
            },
        },
        "required": ["error", "id"],
    }
