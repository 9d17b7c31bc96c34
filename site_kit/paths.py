"""Where a path leads: `supplier__tolerance__gte` -> the field, then what Django does with it.

One walk serves everything that reads a path: conditions, columns, filters, who-lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.lookups import Lookup

LOOKUP_SEP = "__"


@dataclass(frozen=True, slots=True)
class Path:
    """A walked path.

    `hops` are the relations followed, `name` the last field's, `field` that field (Django's, or
    the output field of a `Computed`), `owner` the model that has it, `rest` what remains
    (transforms and a lookup). `many` is the first hop that leads to several rows, or "".
    """

    hops: tuple[str, ...]
    name: str
    field: Any
    owner: type[models.Model]
    rest: tuple[str, ...]
    computed: bool = False
    many: str = ""

    @property
    def prefix(self) -> str:
        """The hops as Django writes them, with the separator at the end."""
        return "".join(f"{hop}{LOOKUP_SEP}" for hop in self.hops)

    @property
    def full(self) -> str:
        """The path without transforms and lookups."""
        return f"{self.prefix}{self.name}"

    @property
    def same_as(self) -> str:
        """The path, from the same model, that a computed field of several rows stands for."""
        inside = computed_of(self.owner)[self.name].same_as if self.computed else ""
        return f"{self.prefix}{inside}" if inside else ""

    @property
    def key(self) -> str:
        """Where the number of the row or person at the end stands."""
        return self.full if self.computed else f"{self.full}_id"


class NoSuchPath(Exception):
    """A path names nothing. The message says where it stops and what there is."""


@lru_cache(maxsize=4096)
def walk(model: type[models.Model], path: str) -> Path:
    """Follow a path from a model; dots may stand for `__`."""
    hops: list[str] = []
    many = ""
    owner, rest = model, path.replace(".", LOOKUP_SEP).split(LOOKUP_SEP)
    while True:
        name, rest = rest[0], rest[1:]
        if (computed := computed_of(owner).get(name)) is not None:
            field = computed.output_field
            return Path(tuple(hops), name, field, owner, tuple(rest), True, many)
        field = field_of(owner, name)
        if field.many_to_many and not many:
            many = LOOKUP_SEP.join([*hops, name])
        target = field.related_model
        if target is None or not rest or not has_name(target, rest[0]):
            return Path(tuple(hops), field.name, field, owner, tuple(rest), False, many)
        hops.append(name)
        owner = target


def name_of(node: models.F) -> str:
    """The path in an `F` or `OuterRef`; its stubs forget the attribute."""
    name: str = node.name  # type: ignore[attr-defined]
    return name


def names_in(node: Any) -> list[str]:
    """The paths that a condition or an expression names, in any depth of it."""
    if isinstance(node, models.Q):
        found: list[str] = []
        for child in node.children:
            if isinstance(child, tuple):
                found += [child[0], *names_in(child[1])]
            else:
                found += names_in(child)
        return found
    if isinstance(node, models.F):
        return [name_of(node)]
    return [name for source in sources_of(node) for name in names_in(source)]


def sources_of(node: Any) -> list[Any]:
    """What an expression is made of. Django leaves out a name on a lookup's right side."""
    if isinstance(node, Lookup):
        return [node.lhs, node.rhs]
    return list(getattr(node, "get_source_expressions", list)())


def computed_of(model: type[models.Model]) -> dict[str, Any]:
    """The computed fields of a model, by name; none for what is no `Row`."""
    found: dict[str, Any] = getattr(model, "_computed", {})
    return found


def field_of(model: type[models.Model], name: str) -> Any:
    """A stored field by name, `pk` and `owner_id` included; else `NoSuchPath`."""
    if name == "pk":
        return model._meta.pk
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        by_column = {f.attname: f for f in model._meta.concrete_fields}
        if name not in by_column:
            raise NoSuchPath(_nothing_there(model, name)) from None
        return by_column[name]
    if field.auto_created and not field.concrete:
        raise NoSuchPath(_nothing_there(model, name))
    return field


def has_name(model: type[models.Model], name: str) -> bool:
    """Whether a model has a field or computed field of that name."""
    if name in computed_of(model):
        return True
    try:
        field_of(model, name)
    except NoSuchPath:
        return False
    return True


def names_of(model: type[models.Model]) -> list[str]:
    """All names that a path may begin with."""
    stored = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field.name for field in stored] + list(computed_of(model))


def _nothing_there(model: type[models.Model], name: str) -> str:
    from site_kit.words import nearest

    return f"{model.__name__} has no field {name!r}.{nearest(name, names_of(model))}"
