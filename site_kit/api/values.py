"""Rows as JSON: fields by their ids, choices by theirs, days in ISO, exact numbers as text,
a related row by its number, a person by e-mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef
from django.utils import timezone

from site_kit import asker
from site_kit.actions import actions_for, annotate_may, as_column
from site_kit.directory.models import Person
from site_kit.errors import NotThere
from site_kit.files import keys_of, mark_of
from site_kit.models import RowQuerySet, entity_id
from site_kit.paths import computed_of
from site_kit.permissions import Fields, rights_for
from site_kit.titles import seen_title
from site_kit.web.columns import field_id
from site_kit.web.files import stored_name
from site_kit.web.kinds import FILES, NUMBERS, SEVERAL, kind_of

PREFIX = "/api/v1/"
TITLE, MAY = "_title", "_may"
"""What a row is called, and what this person may do to it. No field begins with a stroke."""


@dataclass(frozen=True, slots=True)
class Told:
    """One field as programs have it; a worked-out one is never taken in."""

    id: str
    name: str
    kind: str
    field: Any
    computed: bool = False

    def select(self) -> Any:
        """What the query asks for."""
        if self.kind == "person":
            return F(f"{self.name}__email")
        if self.kind in {"people", "relations"}:
            return _several(self.field)
        return F(self.name if self.computed else self.field.attname)

    def json(self, value: Any, address: str) -> Any:
        """A value as it is sent; `address` is the row's own."""
        if self.kind in FILES:
            return self._files(keys_of(value), f"{address}files/{self.name}/")
        if self.kind in SEVERAL:
            return list(value or ())
        return _PLAIN.get(self.kind, _as_it_is)(value)

    def _files(self, keys: list[str], href: str) -> Any:
        """Each by its name, and where it is fetched."""
        if self.kind == "files":
            return [{"name": stored_name(key), "href": f"{href}{mark_of(key)}/"} for key in keys]
        return {"name": stored_name(keys[0]), "href": href} if keys else None


class Entity:
    """One entity as the person who acts may know it."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.id = entity_id(model)
        self.rights = rights_for(model)
        self.fields: Fields = self.rights.fields_for(asker.current())

    @cached_property
    def told(self) -> list[Told]:
        """The fields that are seen, of some row at least, as declared."""
        seen = {*self.fields.seen, *self.fields.seen_where}
        return [one for one in _all(self.model) if one.name in seen]

    @cached_property
    def by_id(self) -> dict[str, Told]:
        """The same by their ids."""
        return {one.id: one for one in self.told}

    def address(self, pk: Any) -> str:
        """Where a row is."""
        return f"{PREFIX}{self.id}/{pk}/"

    def selected(self, rows: RowQuerySet) -> RowQuerySet:
        """The rows with all that is told of them."""
        values = {f"v{at}": one.select() for at, one in enumerate(self.told)}
        values |= {
            f"s{at}": as_column(self.fields.seen_where[one.name])
            for at, one in enumerate(self.told)
            if one.name in self.fields.seen_where
        }
        return annotate_may(rows.annotate(row_title=seen_title(self.model), **values))

    @cached_property
    def names(self) -> list[str]:
        """What `selected` adds, for `values`."""
        found = ["pk", "row_title", *(f"may_{way}" for way in self._ways)]
        for at, one in enumerate(self.told):
            found.append(f"v{at}")
            if one.name in self.fields.seen_where:
                found.append(f"s{at}")
        return found

    def json(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row that was selected so."""
        address = self.address(row["pk"])
        found: dict[str, Any] = {"id": row["pk"], TITLE: str(row["row_title"] or f"#{row['pk']}")}
        for at, one in enumerate(self.told):
            if row.get(f"s{at}", True) and one.id != "id":
                found[one.id] = one.json(row[f"v{at}"], address)
        found[MAY] = [way for way in self._ways if row[f"may_{way}"]]
        return found

    def one(self, pk: Any) -> dict[str, Any]:
        """The row of this number; one that may not be seen is not there."""
        rows: Any = self.model.objects.filter(pk=pk)  # type: ignore[attr-defined]
        row = self.selected(rows).values(*self.names).first()
        if row is None:
            raise NotThere(f"There is no such {self.model._meta.verbose_name}.")
        return self.json(row)

    @cached_property
    def _ways(self) -> list[str]:
        return ["edit", "delete", *(action.id for action in actions_for(self.model))]


def _all(model: type[Model]) -> Iterator[Told]:
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        yield Told(field_id(field), field.name, kind_of(field), field)
    for name, one in computed_of(model).items():
        yield Told(name, name, kind_of(one.output_field), one.output_field, computed=True)


def _several(field: Any) -> Any:
    """The numbers of several rows, or the addresses of several people."""
    here, there = field.m2m_field_name(), field.m2m_reverse_field_name()
    rows = field.remote_field.through._default_manager.filter(**{here: OuterRef("pk")})
    wanted = f"{there}__email" if field.related_model is Person else f"{there}_id"
    return ArraySubquery(rows.order_by(wanted).values_list(wanted, flat=True))


def _exact(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, float) else value


def _as_it_is(value: Any) -> Any:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).isoformat()
    return value.isoformat() if isinstance(value, (date, time)) else value


_PLAIN: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(NUMBERS - {"integer", "rating"}, _exact),
    **dict.fromkeys(("integer", "rating"), lambda value: value),
}
