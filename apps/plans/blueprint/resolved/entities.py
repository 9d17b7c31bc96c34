"""Entities with everything they mean written out."""

from dataclasses import dataclass

from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.resolved.actions import ResolvedAction, resolved_actions
from apps.plans.blueprint.resolved.fields import (
    SEARCHED,
    SHOWN_FIRST,
    ResolvedField,
    resolved_fields,
)
from apps.plans.blueprint.resolved.names import in_words, plural_of
from apps.plans.blueprint.resolved.rights import follows_parent, permissions_of
from apps.plans.blueprint.rights import Permission
from apps.plans.blueprint.rules import AnyRule


@dataclass(frozen=True, slots=True)
class ResolvedEntity:
    """An entity.

    `title` is the expression of what a row is called. `permissions` is empty where `as_parent`:
    then the rights are those of the row it belongs to. `children` are the entities whose rows point
    here.
    """

    id: str
    name: str
    plural: str
    title: str
    parent: str
    as_parent: bool
    is_toggled: bool
    fields: tuple[ResolvedField, ...]
    rules: tuple[AnyRule, ...]
    actions: tuple[ResolvedAction, ...]
    permissions: tuple[Permission, ...]
    children: tuple[str, ...]
    source: Entity

    def field(self, called: str) -> ResolvedField:
        """A declared field by its id; raises `KeyError`."""
        return {field.id: field for field in self.fields}[called]

    def action(self, called: str) -> ResolvedAction:
        """An action by its id, those of an approval too; raises `KeyError`."""
        return {action.id: action for action in self.actions}[called]

    @property
    def admin_has_all(self) -> bool:
        """Whether admins may do everything here without being named."""
        return not self.source.admin_needs_permission

    @property
    def short_columns(self) -> tuple[str, ...]:
        """The first eight fields that are short: the columns of a page that names none."""
        return tuple(f.id for f in self.fields if f.is_short)[:SHOWN_FIRST]

    @property
    def searched(self) -> tuple[str, ...]:
        """The text fields: what a page searches that names none."""
        return tuple(f.id for f in self.fields if f.kind in SEARCHED and not f.is_computed)

    @property
    def typed_in(self) -> tuple[str, ...]:
        """The fields that a form offers that names none."""
        return tuple(f.id for f in self.fields if f.is_typed_in)


def resolved_entity(
    entity: Entity, *, currency: str, is_toggled: bool, children: tuple[str, ...]
) -> ResolvedEntity:
    """One entity, with what the rest of the tool says about it."""
    name = entity.name or in_words(entity.id)
    parent = next((f.to for f in entity.fields if f.id == entity.child_of), "")
    return ResolvedEntity(
        id=entity.id,
        name=name,
        plural=entity.plural or plural_of(name),
        title=entity.title or _title(entity),
        parent=parent,
        as_parent=follows_parent(entity),
        is_toggled=is_toggled,
        fields=tuple(resolved_fields(entity, currency)),
        rules=entity.rules,
        actions=tuple(resolved_actions(entity)),
        permissions=permissions_of(entity, is_toggled=is_toggled),
        children=children,
        source=entity,
    )


def _title(entity: Entity) -> str:
    """The first text or reference field, else the first required one, else the row's number."""
    kept = [field for field in entity.fields if not field.is_computed]
    named = [field.id for field in kept if field.kind in ("text", "reference")]
    required = [field.id for field in kept if field.required]
    return next(iter([*named, *required, "id"]))
