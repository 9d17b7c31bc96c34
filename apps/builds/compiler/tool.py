"""The tool as the compiler sees it: the resolved blueprint, and the name of each thing in Python.

Made once for a compilation and handed to every writer. Defaults are the blueprint's own
(`resolved`); what is added here are only names.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from dataclasses import field as kept
from functools import cached_property
from typing import Any, TypeVar

from apps.builds.compiler import names
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.errors import Problem
from apps.plans.blueprint.expressions import parse, parse_assignment
from apps.plans.blueprint.expressions.nodes import Assignment, Node
from apps.plans.blueprint.expressions.places import Place
from apps.plans.blueprint.expressions.reading import parse_condition
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.resolved import Resolved, ResolvedEntity, resolve
from apps.plans.blueprint.whole import Blueprint
from apps.plans.blueprint.world import KnownField, World

Found = TypeVar("Found")
LEAST_SHARED = 3
FOREIGN_KEYS = ("relation", "person")
OF_THE_KIT = {"history": "kit.History", "person": "kit.Person"}
"""What a page may list besides the tool's own rows: entity, model."""


@dataclass(frozen=True, slots=True)
class Names:
    """What an entity and its fields are called in Python."""

    model: str
    attributes: dict[str, str]
    choices: dict[str, str]

    def attribute(self, field_id: str) -> str:
        """The attribute of a field; system fields are called by their ids."""
        return self.attributes.get(field_id, field_id)


@dataclass(frozen=True)
class Tool:
    """A blueprint on its way to source; `refused` is what could not be written so far."""

    blueprint: Blueprint
    refused: list[Problem] = kept(default_factory=list)
    _memory: dict[Hashable, Any] = kept(default_factory=dict)

    def refuse(self, where: str, message: str) -> None:
        """Note that a thing cannot be written yet: its address, and a sentence with a way out."""
        problem = Problem(where, "not_built_yet", message)
        if problem not in self.refused:
            self.refused.append(problem)

    def question(self, text: str, place: Place) -> Node:
        """The typed tree of a condition, read once."""
        key = ("question", text, place)
        return self.remembered(key, lambda: parse_condition(text, place, self.world))

    def node(self, text: str, place: Place) -> Node:
        """The typed tree of a value, read once."""
        return self.remembered(("value", text, place), lambda: parse(text, place, self.world))

    def assignment(self, text: str, place: Place, entity: str) -> Assignment:
        """The typed tree of an assignment to a field of an entity, read once."""
        key = ("assignment", text, place, entity)
        return self.remembered(key, lambda: parse_assignment(text, place, self.world, entity))

    def remembered(self, key: Hashable, work_out: Callable[[], Found]) -> Found:
        """What belongs to a key, worked out once in a compilation."""
        if key not in self._memory:
            self._memory[key] = work_out()
        found: Found = self._memory[key]
        return found

    @property
    def world(self) -> World:
        """All that names can mean in this tool."""
        return self.resolved.world

    @cached_property
    def resolved(self) -> Resolved:
        """The blueprint with every default filled in."""
        return resolve(self.blueprint)

    @cached_property
    def sources(self) -> dict[str, Entity]:
        """The entities by id, in order."""
        return {entity.id: entity for entity in self.blueprint.entities}

    @cached_property
    def names(self) -> dict[str, Names]:
        """The names of each entity."""
        decided = [one.id for one in self.blueprint.entities if _is_decided_on(one)]
        models = _model_names([*self.sources, *map(names.decisions, decided)])
        found = {one.id: _names_of(one, models[one.id]) for one in self.blueprint.entities}
        for one in decided:
            kept = names.decisions(one)
            found[kept] = Names(models[kept], names.attributes([one], {one}), {})
        return found

    @cached_property
    def model_names(self) -> frozenset[str]:
        """All model classes."""
        return frozenset(name.model for name in self.names.values())

    @property
    def entities(self) -> Iterable[ResolvedEntity]:
        """The entities with their defaults, in order."""
        return self.resolved.entities.values()

    def entity(self, entity_id: str) -> ResolvedEntity:
        """An entity of the tool with its defaults."""
        return self.resolved.entity(entity_id)

    def model_of(self, entity_id: str) -> str:
        """The source of a model, of the tool or of the kit; nothing for a page without rows."""
        if entity_id in OF_THE_KIT:
            return OF_THE_KIT[entity_id]
        return self.names[entity_id].model if entity_id else ""

    def known(self, entity_id: str, field_id: str) -> KnownField:
        """What the world knows of a field, declared or not."""
        return self.world.entities[entity_id].fields[field_id]

    def field(self, entity_id: str, field_id: str) -> Field | None:
        """A field that the blueprint declares; none for a system field."""
        fields = self.sources[entity_id].fields if entity_id in self.sources else ()
        return next((field for field in fields if field.id == field_id), None)

    def choice(self, entity_id: str, field_id: str, value: str, *, inside: str = "") -> str:
        """The source of one value of a closed list, as seen from a model's body or from outside."""
        return f"{self.choices(entity_id, field_id, inside=inside)}.{names.choice_member(value)}"

    def choices(self, entity_id: str, field_id: str, *, inside: str = "") -> str:
        """The source of the closed list of a field."""
        owner, field = self.lists[entity_id, field_id]
        own = self.names[owner].choices[field]
        return own if inside == owner else f"{self.names[owner].model}.{own}"

    def _hides(self, entity_id: str, other: str) -> bool:
        """Whether a closed list in an entity's body has the name of another entity's model."""
        return self.names[other].model in self.names[entity_id].choices.values()

    @cached_property
    def lists(self) -> dict[tuple[str, str], tuple[str, str]]:
        """The field that declares the closed list of each: the first that has the same values."""
        first: dict[Hashable, tuple[str, str]] = {}
        found = {}
        for entity in self.blueprint.entities:
            for field in (one for one in entity.fields if one.values):
                own = (entity.id, field.id)
                values = tuple((one.id, one.name) for one in field.values)
                is_shared = len(values) >= LEAST_SHARED and not field.managed
                of = first.setdefault(values, own) if is_shared else own
                found[own] = own if self._hides(entity.id, of[0]) else of
        return found


def _is_decided_on(entity: Entity) -> bool:
    return any(rule.kind == "approval" for rule in entity.rules)


def _model_names(ids: Iterable[str]) -> dict[str, str]:
    """A class for each entity; `q_1` is `Q1`, and `Q_1` where there is a `q1` too."""
    wanted = {one: names.entity_class(one) for one in ids}
    plain = {one: wanted[one].replace("_", "") for one in wanted}
    twice = [name for name in plain.values() if list(plain.values()).count(name) > 1]
    return {one: wanted[one] if plain[one] in twice else plain[one] for one in wanted}


def _names_of(entity: Entity, model: str) -> Names:
    foreign = {field.id for field in entity.fields if _is_foreign_key(field)}
    return Names(
        model,
        names.attributes((field.id for field in entity.fields), foreign),
        {field.id: names.choices_class(field.id) for field in entity.fields if field.values},
    )


def _is_foreign_key(field: Field) -> bool:
    return field.kind in FOREIGN_KEYS and not field.is_computed
