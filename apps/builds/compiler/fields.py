"""Writes the fields of a model: one line of source for each stored or computed field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from apps.builds.compiler import literals, names, typed_values
from apps.builds.compiler.source import call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.fields import CLOSED_LISTS, FILES, RELATIONS, Field
from apps.plans.blueprint.rules import AnyRule, Lock

CLASSES = {
    "text": "models.CharField",
    "long_text": "models.TextField",
    "integer": "models.IntegerField",
    "decimal": "models.DecimalField",
    "money": "kit.MoneyField",
    "percent": "kit.PercentField",
    "rating": "kit.RatingField",
    "duration": "kit.DurationField",
    "boolean": "models.BooleanField",
    "date": "models.DateField",
    "datetime": "models.DateTimeField",
    "time": "models.TimeField",
    "week": "kit.WeekField",
    "month": "kit.MonthField",
    "status": "kit.StatusField",
    "choice": "kit.ChoiceField",
    "choices": "kit.ChoicesField",
    "person": "kit.PersonField",
    "people": "kit.PeopleField",
    "relation": "models.ForeignKey",
    "relations": "models.ManyToManyField",
    "file": "kit.FileField",
    "image": "kit.ImageField",
    "email": "models.EmailField",
    "phone": "kit.PhoneField",
    "url": "models.URLField",
    "reference": "kit.ReferenceField",
}
SEVERAL = {"file": "kit.FilesField", "image": "kit.ImagesField"}
SIZES = {
    "text": {"max_length": "250"},
    "decimal": {"max_digits": "19", "decimal_places": "4"},
}
EMPTY_IS_TEXT = frozenset(
    ("text", "long_text", "email", "phone", "url", "choice", "choices", "file", "image")
)
"""Kinds whose empty value is an empty text (or list) instead of NULL."""
MANY = frozenset(("people", "relations"))
ALWAYS_UNIQUE = frozenset(("reference", "relation"))
NEVER_EMPTY = frozenset(("status", "boolean", "reference"))
OF_A_PATTERN = frozenset(("year", "month", "day", "number", "random"))
AT_THE_TIME = {"date": "today", "datetime": "now", "person": "me"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field is written: the tool, its entity, and how a relation may name its target."""

    tool: Tool
    entity: Entity
    before: frozenset[str]
    cascades: frozenset[str]

    @property
    def attribute(self) -> Callable[[str], str]:
        """The attribute of a field id."""
        return self.tool.names[self.entity.id].attribute


def stored(place: Place, field: Field) -> str:
    """The declaration of a stored field, without its name."""
    stands_out = field.kind == "boolean" and field.colour != "auto"
    kind = "kit.FlagField" if stands_out else (SEVERAL if field.many else CLASSES)[field.kind]
    if field.kind == "relation" and field.unique:
        kind = "models.OneToOneField"
    return call(kind, *_first(place, field), **_options(place, field))


def output(place: Place, field: Field) -> str:
    """The field that a computed value looks like."""
    named = bool(field.values) or field.kind in RELATIONS
    options = {
        "verbose_name": _name(place, field) if named else "",
        **SIZES.get(field.kind, {}),
        "help_text": literals.text(field.help) if field.help else "",
        **_about_choices(place, field),
    }
    return call(CLASSES[field.kind], *_first(place, field), **options, **_measured(field))


def _first(place: Place, field: Field) -> list[str]:
    """Positional arguments: what a relation or a choice is about, else the name people see."""
    if field.values:
        return [place.tool.choices(place.entity.id, field.id, inside=place.entity.id)]
    if field.kind == "relation":
        gone = "DO_NOTHING" if field.is_computed else _on_delete(place, field)
        return [_target(place, field), f"models.{gone}"]
    if field.kind == "relations":
        return [_target(place, field)]
    if field.kind == "reference":
        return [literals.text(_pattern(place, field))]
    return [_name(place, field)]


def _pattern(place: Place, field: Field) -> str:
    """The pattern of a reference, with attributes for the fields in it."""
    ids = {one.id for one in place.entity.fields}

    def named(found: re.Match[str]) -> str:
        own = found[1] in ids and found[1] not in OF_A_PATTERN
        return f"{{{place.attribute(found[1])}}}" if own else found[0]

    return re.sub(r"\{([a-z0-9_]+)\}", named, field.pattern)


def _options(place: Place, field: Field) -> dict[str, str]:
    named = bool(field.values) or field.kind in ("relation", "relations", "reference")
    return {
        "verbose_name": _name(place, field) if named else "",
        **SIZES.get(field.kind, {}),
        "related_name": '"+"' if field.kind in ("relation", "relations") else "",
        "symmetrical": "False" if _is_to_itself(place, field) else "",
        "unique": "True" if is_unique(field) and field.kind not in ALWAYS_UNIQUE else "",
        **_emptiness(field),
        "default": default(place, field),
        "editable": "False" if field.readonly and field.kind != "reference" else "",
        "db_column": _column(place, field),
        "help_text": literals.text(field.help) if field.help else "",
        **_about_choices(place, field),
        **_measured(field),
        **_about_files(field),
    }


def _is_to_itself(place: Place, field: Field) -> bool:
    return field.kind == "relations" and field.to == place.entity.id


def _name(place: Place, field: Field) -> str:
    """The name people see, where it is not simply the attribute in words."""
    shown = field.name or names.words(field.id)
    return "" if shown == names.words(place.attribute(field.id)) else literals.text(shown)


def is_optional(field: Field) -> bool:
    """Whether a row may leave the field empty, as far as the database is concerned."""
    if field.kind in NEVER_EMPTY or (field.kind == "choice" and field.default):
        return False
    return not field.required or bool(field.show_if)


def is_unique(field: Field) -> bool:
    """Whether the column itself is unique; optional texts need a condition (`constraints`)."""
    return field.unique and not (is_optional(field) and field.kind in EMPTY_IS_TEXT)


def _emptiness(field: Field) -> dict[str, str]:
    if not is_optional(field):
        return {}
    if field.kind in EMPTY_IS_TEXT | MANY:
        return {"blank": "True"}
    return {"null": "True", "blank": "" if field.readonly else "True"}


def default(place: Place, field: Field) -> str:
    """The source of a field's default; what moves or is worked out is a rule (`rules_py`)."""
    text = field.default
    if field.kind == "status":
        return _typed(place, field, text or field.values[0].id)
    if field.kind == "boolean":
        return _typed(place, field, text)
    if not text or starts_by_rule(field):
        return ""
    if text == AT_THE_TIME.get(field.kind):
        return f"kit.{text}"
    return _typed(place, field, text)


def starts_by_rule(field: Field) -> bool:
    """Whether what a field starts with has to be worked out for each row."""
    text = field.default
    if not text or field.kind in ("status", "boolean") or text == AT_THE_TIME.get(field.kind):
        return False
    return text.startswith("=") or not typed_values.is_fixed(field, text)


def _typed(place: Place, field: Field, text: str) -> str:
    return typed_values.value(place.tool, place.entity.id, field, text, inside=place.entity.id)


def _target(place: Place, field: Field) -> str:
    if field.to == place.entity.id:
        return '"self"'
    model = place.tool.names[field.to].model
    return model if field.to in place.before else literals.text(model)


def _on_delete(place: Place, field: Field) -> str:
    if field.id in place.cascades:
        return "CASCADE"
    stays = place.entity.append_only or any(_keeps(rule, field) for rule in place.entity.rules)
    return "SET_NULL" if is_optional(field) and not stays else "PROTECT"


def _keeps(rule: AnyRule, field: Field) -> bool:
    """Whether a rule may forbid that a relation is emptied because its target goes."""
    if isinstance(rule, Lock):
        return not rule.fields or field.id in rule.fields
    return rule.kind == "stock"


def _column(place: Place, field: Field) -> str:
    attribute = place.attribute(field.id)
    return "" if attribute == field.id else literals.text(_free_column(place, field))


def _free_column(place: Place, field: Field) -> str:
    """The id itself as the column, unless a foreign key of the entity is already called so."""
    keys = {f"{one.id}_id" for one in place.entity.fields if one.kind in ("relation", "person")}
    return place.attribute(field.id) if field.id in keys else field.id


def _about_choices(place: Place, field: Field) -> dict[str, str]:
    if field.kind not in CLOSED_LISTS and not field.values:
        return {}
    member = place.tool.choices(place.entity.id, field.id, inside=place.entity.id)
    closed = [f"{member}.{names.choice_member(one.id)}" for one in field.values if one.closed]
    colours = [
        (f"{member}.{names.choice_member(one.id)}", literals.text(one.colour))
        for one in field.values
        if one.colour != "auto"
    ]
    return {
        "closed": literals.sequence(closed) if closed and field.kind != "choices" else "",
        "colours": literals.mapping(colours) if colours else "",
        "managed": "True" if field.managed else "",
    }


def _measured(field: Field) -> dict[str, str]:
    options = {"currency": literals.text(field.currency) if field.currency else ""}
    if field.kind == "boolean" and field.colour != "auto" and not field.is_computed:
        options["colour"] = literals.text(field.colour)
    if field.kind == "rating":
        options |= {"min": _limit(field.min, "1"), "max": _limit(field.max, "5")}
    return options


def _limit(text: str, usual: str) -> str:
    return str(int(text)) if text.isdigit() and text != usual else ""


def _about_files(field: Field) -> dict[str, str]:
    if field.kind not in FILES:
        return {}
    return {
        "types": literals.texts(field.types) if field.types else "",
        "max_mb": str(field.max_mb) if field.max_mb else "",
    }
