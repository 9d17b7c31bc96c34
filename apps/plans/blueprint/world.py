"""What a tool's names can mean: every entity and field, declared or there without being said.

Built from a blueprint whose shape holds; names that lead nowhere are the matter of `checks`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.fields import PERSONS, RELATIONS, Field
from apps.plans.blueprint.rules import Approval, Stock
from apps.plans.blueprint.whole import Blueprint
from apps.plans.blueprint.words import (
    APPROVAL_FIELDS,
    AWAITING,
    BUILT_IN_ROLES,
    COMMENT,
    HISTORY,
    HISTORY_FIELDS,
    ON_HAND,
    PERSON,
    PERSON_FIELDS,
    ROW_FIELDS,
)

Origin = Literal["declared", "directory", "history", "approval", "balance"]
MANY = frozenset({"people", "relations", "choices", "texts"})


@dataclass(frozen=True, slots=True)
class KnownField:
    """A field that a path may name; `source` is its declaration, if it has one."""

    entity: str
    id: str
    kind: str
    to: str = ""
    source: Field | None = None

    @property
    def is_many(self) -> bool:
        """Whether a row holds several values of it."""
        return self.kind in MANY or bool(self.source and self.source.many)

    @property
    def is_computed(self) -> bool:
        """Whether it is worked out: declared with `expr`, or there by a rule."""
        return self.source.is_computed if self.source else self.id in (ON_HAND, AWAITING, "title")

    @property
    def values(self) -> tuple[str, ...]:
        """The ids of a closed list; of a managed one, the first ones."""
        return tuple(value.id for value in self.source.values) if self.source else ()

    @property
    def is_system(self) -> bool:
        """Whether it is there without being declared."""
        return self.source is None


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """An entity that a path may begin in or come to."""

    id: str
    origin: Origin
    fields: Mapping[str, KnownField]
    source: Entity | None = None


@dataclass(frozen=True, slots=True)
class World:
    """All that names can mean in one tool."""

    entities: Mapping[str, KnownEntity]
    roles: tuple[str, ...]

    def field(self, entity: str, field: str) -> KnownField | None:
        """A field by entity and id."""
        known = self.entities.get(entity)
        return known.fields.get(field) if known else None

    def links(self, child: str, parent: str) -> tuple[KnownField, ...]:
        """The relation fields of the child that point to the parent; person fields do not count."""
        fields = self.entities[child].fields.values() if child in self.entities else ()
        kept = (f for f in fields if f.kind in RELATIONS and not f.is_computed)
        return tuple(field for field in kept if field.to == parent)


@lru_cache(maxsize=64)
def world_of(blueprint: Blueprint) -> World:
    """The world of a blueprint."""
    known = [_directory(), _history()]
    stocks = _item_kinds(blueprint)
    for declared in blueprint.entities:
        known.append(_declared(declared, stocks))
        known.extend(_beside(declared))
    roles = (*BUILT_IN_ROLES, *(role.id for role in blueprint.roles))
    entities: dict[str, KnownEntity] = {}
    for entity in known:
        entities.setdefault(entity.id, entity)
    return World(MappingProxyType(entities), roles)


def _declared(entity: Entity, stocks: Mapping[str, str]) -> KnownEntity:
    fields = dict(_system(entity.id, ROW_FIELDS))
    if entity.comments:
        fields[COMMENT] = KnownField(entity.id, COMMENT, "long_text")
    if any(isinstance(rule, Approval) for rule in entity.rules):
        fields[AWAITING] = KnownField(entity.id, AWAITING, "people", PERSON)
    if entity.id in stocks:
        fields[ON_HAND] = KnownField(entity.id, ON_HAND, stocks[entity.id])
    for field in entity.fields:
        to = PERSON if field.kind in PERSONS else field.to
        fields[field.id] = KnownField(entity.id, field.id, field.kind, to, field)
    return KnownEntity(entity.id, "declared", MappingProxyType(fields), entity)


def _beside(entity: Entity) -> Iterator[KnownEntity]:
    """The entities that a rule of this one brings along."""
    fields = {field.id: field for field in entity.fields}
    for rule in entity.rules:
        if isinstance(rule, Approval):
            yield _approval(entity)
        place = isinstance(rule, Stock) and fields.get(rule.to or rule.from_)
        if isinstance(rule, Stock) and place and rule.item in fields:
            yield _balance(entity, fields[rule.item], place, _quantity_kind(entity, rule))


def _approval(entity: Entity) -> KnownEntity:
    called = f"{entity.id}_approval"
    fields = dict(_system(called, ROW_FIELDS)) | dict(_system(called, APPROVAL_FIELDS))
    fields[entity.id] = KnownField(called, entity.id, "relation", entity.id)
    return KnownEntity(called, "approval", MappingProxyType(fields))


def _balance(entity: Entity, item: Field, place: Field, kind: str) -> KnownEntity:
    called = f"{entity.id}_balance"
    fields = dict(_system(called, {"id": "integer", "title": "text"}))
    fields[item.id] = KnownField(called, item.id, "relation", item.to)
    fields["location"] = KnownField(called, "location", "relation", place.to)
    fields[ON_HAND] = KnownField(called, ON_HAND, kind)
    return KnownEntity(called, "balance", MappingProxyType(fields))


def _directory() -> KnownEntity:
    return KnownEntity(PERSON, "directory", MappingProxyType(dict(_system(PERSON, PERSON_FIELDS))))


def _history() -> KnownEntity:
    return KnownEntity(HISTORY, "history", MappingProxyType(dict(_system(HISTORY, HISTORY_FIELDS))))


def _system(entity: str, kinds: Mapping[str, str]) -> Iterator[tuple[str, KnownField]]:
    for field, kind in kinds.items():
        yield field, KnownField(entity, field, kind, PERSON if kind in PERSONS else "")


def _item_kinds(blueprint: Blueprint) -> dict[str, str]:
    """Entity -> the kind of its `on_hand`, for the items of all ledgers."""
    kinds: dict[str, str] = {}
    for entity in blueprint.entities:
        for rule in entity.rules:
            item = next(
                (f for f in entity.fields if isinstance(rule, Stock) and f.id == rule.item), None
            )
            if isinstance(rule, Stock) and item:
                kinds[item.to] = _quantity_kind(entity, rule)
    return kinds


def _quantity_kind(entity: Entity, rule: Stock) -> str:
    """`integer` where the quantity is such a field, else `decimal`."""
    is_whole = any(f.id == rule.quantity and f.kind == "integer" for f in entity.fields)
    return "integer" if is_whole else "decimal"
