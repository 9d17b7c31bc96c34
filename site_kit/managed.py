"""Lists that admins extend: the values of a field as they are now.

What the source declares are the first values. `kit_value` keeps what was added in the tool, and
what is called or coloured otherwise or retired since. A retired value stays on its rows and is
offered to none; no value is ever taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from site_kit import asker, lock_keys
from site_kit.asker import Asker
from site_kit.errors import Invalid, NotThere, Refused
from site_kit.words import one_line

LONGEST_ID, LONGEST_NAME, MOST = 48, 100, 100
COLOURS = ("auto", "grey", "blue", "teal", "green", "amber", "red", "purple", "pink")


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a list, as it is now."""

    id: str
    name: str
    colour: str = ""
    retired: bool = False


class Managed:
    """The values of one field, in place of a `TextChoices`. Asked once a request."""

    def __init__(self, declared: Any, field: Any) -> None:
        self.declared = declared
        self.field = field

    @property
    def entries(self) -> list[Entry]:
        """All of them: the declared ones in their order, the added ones, then the retired."""
        found = {
            str(value): Entry(str(value), str(label), self.field.colours.get(str(value), ""))
            for value, label in self.declared.choices
        }
        for kept in _kept().get(_place(self.field), ()):
            found[kept.value] = _said(kept, found.get(kept.value))
        return sorted(found.values(), key=lambda one: one.retired)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Each value with its name, the retired included: what rows may hold."""
        return [(one.id, one.name) for one in self.entries]

    @property
    def values(self) -> list[str]:
        """The values that are offered."""
        return [one.id for one in self.entries if not one.retired]


def declared_values(field: Any) -> list[str]:
    """The values that the source declares, whatever was added in the tool."""
    return [str(one) for one in getattr(field.values, "declared", field.values).values]


def _place(field: Any) -> tuple[str, str]:
    return field.model._meta.db_table, field.name


def _kept() -> dict[tuple[str, str], list[Any]]:
    """What was changed in the tool, by entity and field: one query a request."""
    from site_kit.records import ListValue

    memory = asker.memory()
    if "values" not in memory:
        found: dict[tuple[str, str], list[Any]] = {}
        for one in ListValue.objects.order_by("pk"):
            found.setdefault((one.entity, one.field), []).append(one)
        memory["values"] = found
    kept: dict[tuple[str, str], list[Any]] = memory["values"]
    return kept


def _said(kept: Any, declared: Entry | None) -> Entry:
    before = declared or Entry(kept.value, kept.value)
    colour = "" if kept.colour == "auto" else kept.colour or before.colour
    return replace(before, name=kept.name or before.name, colour=colour, retired=kept.retired)


# What admins do


def add(field: Any, name: str, colour: str, by: Asker) -> Entry:
    """A new value at the end of the list."""
    with _alone(field, by) as values:
        said = _free_name(values, name, "")
        identity = re.sub(r"\W+", "_", said.casefold()).strip("_")[:LONGEST_ID]
        if not identity:
            raise Invalid({"name": ["Write a name with letters or figures."]})
        if any(one.id == identity for one in values.entries):
            raise Invalid({"name": [f"There is “{said}” already, or one of nearly this name."]})
        if len(values.entries) >= MOST:
            raise Invalid({"name": [f"A list has at most {MOST} values."]})
        _keep(field, identity, name=said, colour=_colour(colour))
    return Entry(identity, said, colour)


def change(field: Any, value: str, name: str, colour: str, by: Asker) -> Entry:
    """Another name or colour; rows keep the value."""
    with _alone(field, by) as values:
        entry = _there(values, value)
        said = _free_name(values, name, value)
        _keep(field, value, name=said, colour=_colour(colour), retired=entry.retired)
    return replace(entry, name=said)


def retire(field: Any, value: str, by: Asker, *, back: bool = False) -> Entry:
    """Offer a value no longer, or again."""
    with _alone(field, by) as values:
        entry = _there(values, value)
        if not back and values.values == [value]:
            raise Invalid({"": ["The last value stays: add another first."]})
        _keep(field, value, retired=not back)
    return entry


@contextmanager
def _alone(field: Any, by: Asker) -> Iterator[Managed]:
    """One change of a list at a time, by an admin, on the list as it is then."""
    if not by.is_admin:
        raise Refused("Only admins change this list.")
    with transaction.atomic():
        lock_keys.take([lock_keys.key_of("values", *_place(field))])
        asker.memory().pop("values", None)
        yield field.values
    asker.memory().pop("values", None)


def _there(values: Managed, value: str) -> Entry:
    found = next((one for one in values.entries if one.id == value), None)
    if found is None:
        raise NotThere("There is no such value.")
    return found


def _free_name(values: Managed, name: str, value: str) -> str:
    said = one_line(name.replace("\x00", ""))
    if not said or len(said) > LONGEST_NAME:
        raise Invalid({"name": [f"Write a name of at most {LONGEST_NAME} characters."]})
    for one in values.entries:
        if one.id != value and one.name.casefold() == said.casefold():
            more = " It is retired: bring it back." if one.retired else ""
            raise Invalid({"name": [f"There is “{one.name}” already.{more}"]})
    return said


def _colour(text: str) -> str:
    return text if text in COLOURS else "auto"


def _keep(field: Any, value: str, **said: Any) -> None:
    from site_kit.records import ListValue

    entity, name = _place(field)
    ListValue.objects.update_or_create(entity=entity, field=name, value=value, defaults=said)


def managed_fields(model: Any) -> Iterator[Any]:
    """The fields of an entity whose lists admins extend."""
    return (one for one in model._meta.concrete_fields if getattr(one, "managed", False))
