"""The controls of a form: for each field its label, what stands in it, what it offers, its errors.

Which control a kind gets is decided here; how it is drawn is `field.html`. The rows that all
dropdowns of a form offer are fetched in one query.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, IntegerField, Model, Value
from django.db.models.functions import Cast

from site_kit.asker import current
from site_kit.choices import (
    beside_title,
    candidates,
    offered_title,
    offered_title_at,
    options,
)
from site_kit.files import keys_of, mark_of
from site_kit.fitting import asked_first
from site_kit.models import entity_id, entity_of
from site_kit.permissions import rights_for
from site_kit.rules import picks_of
from site_kit.texts import BETWEEN
from site_kit.titles import seen_title_at
from site_kit.web import inputs
from site_kit.web.cells import currency_of
from site_kit.web.columns import field_id, label_of
from site_kit.web.filters import Choice
from site_kit.web.formats import SYMBOLS
from site_kit.web.kinds import FILES, TEXTS, kind_of
from site_kit.web.posted import texts_of
from site_kit.web.storage import name_in

MOST_OFFERED = 200

_TYPES = {
    "long_text": "area",
    "boolean": "check",
    "status": "select",
    "choice": "select",
    "choices": "boxes",
    "person": "select",
    "relation": "select",
    "people": "boxes",
    "relations": "boxes",
    "date": "date",
    "datetime": "datetime-local",
    "time": "time",
    "week": "week",
    "month": "month",
    "email": "email",
    "phone": "tel",
    "url": "url",
    "file": "file",
    "image": "file",
    "files": "files",
}
Offers = dict[str, list[tuple[Any, Any, Any]]]
"""What fields offer whatever the row is: name -> number and title."""

_NUMERIC = frozenset({"integer", "decimal", "money", "percent", "duration", "rating"})
_WIDE = frozenset({"area", "boxes", "file", "files"})


@dataclass(slots=True)
class Control:
    """One field of a form, ready to be drawn."""

    field: Any
    texts: list[str]
    required: bool
    errors: list[str] = field(default_factory=list)
    options: list[Choice] = field(default_factory=list)
    by_title: bool = False
    unit: str = ""
    hidden: bool = False
    missing: str = ""
    """Why there is nothing to choose from."""
    add: str = ""
    """Where this person makes the first one."""
    manage: str = ""
    """Where this person changes the list of values."""
    prefix: str = ""
    """What its name begins with, where it stands in a form with others of its kind."""
    said: str = ""
    """What stands there, where it is not to be changed."""
    begins: bool = False
    """Whether typing goes on here."""

    @property
    def name(self) -> str:
        """Its name in the posted form."""
        return f"{self.prefix}{field_id(self.field)}"

    @property
    def insists(self) -> bool:
        """Whether it has to be filled; a line that nobody begins has not."""
        return self.required and not self.prefix

    @property
    def label(self) -> str:
        """What stands above it."""
        return label_of(self.field)

    @property
    def kind(self) -> str:
        """The field's kind."""
        return kind_of(self.field)

    @property
    def type(self) -> str:
        """Which control it is."""
        return "lookup" if self.by_title else _TYPES.get(self.kind, "text")

    @property
    def mode(self) -> str:
        """Which keyboard a phone shows."""
        return "decimal" if self.kind in _NUMERIC else ""

    @property
    def value(self) -> str:
        """What stands in it, where it takes one text."""
        return self.texts[0] if self.texts else ""

    @property
    def checked(self) -> bool:
        """Whether a box is ticked."""
        return bool(inputs.read(self.field, self.texts)) if self.kind == "boolean" else False

    @property
    def before(self) -> str:
        """What stands before the figure: a currency."""
        return SYMBOLS.get(currency_of(self.field), "") if self.kind == "money" else ""

    @property
    def after(self) -> str:
        """What stands after the figure: a unit."""
        if self.kind == "money" and not self.before:
            return currency_of(self.field)
        return {"percent": "%", "duration": "h"}.get(self.kind, self.unit)

    @property
    def hint(self) -> str:
        """The help under it."""
        said = str(self.field.help_text or "")
        if said or self.kind not in FILES:
            return said
        types = ", ".join(one.upper() for one in self.field.types)
        each = " each" if self.kind == "files" else ""
        return f"{types or 'Any file'}, up to {self.field.max_mb} MB{each}"

    @property
    def file_name(self) -> str:
        """The name of the file that is kept."""
        return name_in(self.value)

    @property
    def kept_files(self) -> list[tuple[str, str]]:
        """The files that are kept, each by its mark and its name."""
        return [(mark_of(key), name_in(key)) for key in keys_of(self.value)]

    @property
    def accepts(self) -> str:
        """The endings that a file control takes."""
        return ",".join(f".{one}" for one in getattr(self.field, "types", ()))

    @property
    def is_wide(self) -> bool:
        """Whether it wants a line for itself."""
        return self.type in _WIDE

    @property
    def described_by(self) -> str:
        """The ids of what explains it."""
        ids = [f"{self.name}-error"] if self.errors else []
        return " ".join([*ids, f"{self.name}-hint"] if self.hint else ids)

    @property
    def empty_label(self) -> str:
        """What an empty choice is called."""
        return "Nobody" if self.kind == "person" else "None"

    @property
    def offers_empty(self) -> bool:
        """Whether nothing may be chosen."""
        return not self.required or not self.value

    @property
    def max_length(self) -> int | None:
        """How many characters it takes."""
        return self.field.max_length if self.type == "text" and not self.mode else None


def is_required(stored: Any) -> bool:
    """Whether a form may not leave it empty."""
    if stored.many_to_many or kind_of(stored) in ("boolean", "choices"):
        return not stored.blank and kind_of(stored) not in ("boolean", "choices")
    return not stored.blank


def controls_of(
    model: type[Model],
    names: Sequence[str],
    texts: Mapping[str, list[str]],
    *,
    row: Model,
    needed: Iterable[str] = (),
    errors: Mapping[str, Sequence[str]] | None = None,
    offers: Offers | None = None,
    there: Model | None = None,
) -> list[Control]:
    """The controls of these fields, with these texts in them. `offers` keeps for the next row
    what is the same for all; `there` is the row with what was typed, where something was."""
    compulsory = set(needed)
    units = entity_of(model).units
    made = []
    for name in names:
        stored: Any = model._meta.get_field(name)
        made.append(
            Control(
                stored,
                list(texts.get(name, [])),
                name in compulsory or is_required(stored),
                list((errors or {}).get(name, [])),
                unit=str(units.get(name, "")),
            )
        )
    _offer(model, made, row, _as_it_stands(there or row, made), {} if offers is None else offers)
    return made


def _as_it_stands(row: Model, made: Sequence[Control]) -> Model:
    """The row with what its controls lead to: another choice may depend on it."""
    there = copy(row)
    for one in made:
        key = inputs.key_from(one.value)
        if one.field.is_relation and not one.field.many_to_many and key is not None:
            setattr(there, one.field.attname, key)
    return there


def _offer(
    model: type[Model], made: list[Control], row: Model, there: Model, offers: Offers
) -> None:
    related = [one for one in made if one.field.is_relation]
    asked = [one for one in related if one.field.name not in offers]
    several = _from_database(model, asked, there)
    fresh = {one.field.name: found for one, found in zip(asked, several, strict=True)}
    offers.update({name: found for name, found in fresh.items() if not picks_of(model, name)})
    for one in related:
        found = fresh.get(one.field.name) or offers.get(one.field.name, [])
        one.by_title = len(found) > MOST_OFFERED and not one.field.many_to_many
        one.options = [
            Choice(str(pk), _called(pk, title, "" if one.by_title else more), str(pk) in one.texts)
            for pk, title, more in found[:MOST_OFFERED]
        ]
        if one.by_title:
            one.texts = _titled(one, model, there)
        else:
            one.options += _no_longer_offered(one, row)
        if not one.options and one.kind == "relation":
            one.missing = _chosen_first(model, one, made, there)
            if not one.missing:
                one.missing, one.add = _first_of(one.field.related_model)
    for one in made:
        if getattr(one.field, "values", None) is not None:
            one.options = [
                Choice(value, label, value in one.texts)
                for value, label in options(one.field, one.texts)
            ]
        if getattr(one.field, "managed", False) and current().is_admin:
            one.manage = f"/{entity_id(model)}/values/{one.name}/"


def _from_database(
    model: type[Model], related: Sequence[Control], row: Model
) -> list[list[tuple[Any, Any, Any]]]:
    """What each of them offers, by number, title and what is shown beside it: all in one query."""
    found: list[list[tuple[Any, Any, Any]]] = [[] for _ in related]
    parts = []
    for place, one in enumerate(related):
        rows = candidates(model, one.field.name, row)
        title = offered_title(rows.model)
        more = Cast(beside_title(model, one.field.name), CharField())
        numbered = (Value(place, IntegerField()), "pk", Cast(title, CharField()), more)
        parts.append(rows.order_by(title, "pk").values_list(*numbered)[: MOST_OFFERED + 1])
    if parts:
        several = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
        for place, pk, title, more in several:
            found[place].append((pk, title, more))
    return found


def _called(pk: Any, title: Any, more: Any) -> str:
    return BETWEEN.join(str(one) for one in (title or f"#{pk}", more) if one)


def _chosen_first(model: type[Model], one: Control, made: list[Control], there: Model) -> str:
    """What has to be filled in before there is anything to choose from; "" where it is."""
    first = {name for pick in picks_of(model, one.field.name) for name in asked_first(model, pick)}
    for other in (each.field for each in made if each.field.name in first):
        if not other.many_to_many and getattr(there, other.attname) in (None, ""):
            noun = str(other.verbose_name)
            is_chosen = other.is_relation or getattr(other, "values", None) is not None
            verb = "Choose" if is_chosen else "Fill in"
            return f"{verb} {'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun} first."
    return ""


def _first_of(model: type[Model]) -> tuple[str, str]:
    """That an entity has no rows, and the address of its form for whoever may fill it."""
    may_add = rights_for(model).allowed("create", None, current())
    said = f"There is no {model._meta.verbose_name} to choose yet."
    return said, f"/{entity_id(model)}/new/" if may_add else ""


def _titled(one: Control, model: type[Model], row: Model) -> list[str]:
    """The title of what is chosen, for a control that takes titles."""
    key = inputs.key_from(one.texts[0]) if one.texts else None
    return one.texts if key is None else [offered_title_at(model, one.field.name, row, key)]


def _no_longer_offered(one: Control, row: Model) -> list[Choice]:
    """What the row leads to and nobody may choose any more (somebody who left, a row that is
    hidden): it stays chosen until something else is."""
    missing = [text for text in one.texts if text not in {option.value for option in one.options}]
    if not missing or row.pk is None:
        return []
    kept = texts_of(row, [one.field.name])[one.field.name]
    return [
        Choice(text, seen_title_at(one.field.related_model, text), chosen=True)
        for text in missing
        if text in kept
    ]


def in_lines(made: Sequence[Control], first_alone: bool = True) -> list[list[Control]]:
    """The controls as they stand: short ones two by two, wide ones and the first alone."""
    lines: list[list[Control]] = []
    room = False
    for place, one in enumerate(made):
        alone = one.is_wide or (first_alone and place == 0 and one.kind in TEXTS)
        if room and not alone:
            lines[-1].append(one)
            room = False
        else:
            lines.append([one])
            room = not alone
    return lines
