"""Ids: none twice, none that the language or the kit keeps for itself."""

from collections import Counter
from collections.abc import Iterable

from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.whole import Blueprint
from apps.plans.blueprint.words import (
    BUILT_IN_ROLES,
    RESERVED_ENTITIES,
    RESERVED_ENTITY_PREFIXES,
    RESERVED_FIELDS,
    other_word,
)


def check_ids(blueprint: Blueprint, found: Findings) -> None:
    """All lists of the blueprint."""
    once(found, "roles", [role.id for role in blueprint.roles])
    once(found, "pages", [page.id for page in blueprint.pages], as_class=True)
    once(found, "automations", [a.id for a in blueprint.automations], as_class=True)
    once(found, "extensions", [e.id for e in blueprint.extensions])
    once(found, "settings_needed", [setting.key for setting in blueprint.settings_needed])
    once(found, "samples", [sample.entity for sample in blueprint.samples])
    once(found, "entities", [entity.id for entity in blueprint.entities], as_class=True)
    for role in blueprint.roles:
        if role.id in BUILT_IN_ROLES:
            found.say(f"roles.{role.id}", "reserved", f"“{role.id}” is built in and not declared")
    for entity in blueprint.entities:
        _check_entity(entity, found)
    for page in blueprint.pages:
        for key in ("counts", "parts"):
            once(found, f"pages.{page.id}.{key}", [thing.id for thing in getattr(page, key, ())])


def once(found: Findings, where: str, ids: Iterable[str], *, as_class: bool = False) -> None:
    """Complains about an id that is there twice, or that would make the same class as another."""
    count = Counter(ids)
    for called, times in count.items():
        if times > 1:
            found.say(f"{where}.{called}", "id-twice", f"the id “{called}” is there {times} times")
    if as_class:
        _class_once(found, where, list(count))


def _class_once(found: Findings, where: str, ids: list[str]) -> None:
    classes: dict[str, str] = {}
    for called in ids:
        other = classes.setdefault(called.replace("_", ""), called)
        if other != called:
            message = f"“{called}” and “{other}” differ by underscores alone; choose another id"
            found.say(f"{where}.{called}", "id-alike", message)


def _check_entity(entity: Entity, found: Findings) -> None:
    at = f"entities.{entity.id}"
    if entity.id in RESERVED_ENTITIES or entity.id.startswith(RESERVED_ENTITY_PREFIXES):
        message = f"“{entity.id}” is reserved; call it “{other_word(entity.id)}”"
        if entity.id.startswith(RESERVED_ENTITY_PREFIXES):
            message = f"ids of entities do not begin with {entity.id.split('_')[0]}_"
        found.say(at, "reserved", message)
    known = found.world.entities.get(entity.id)
    if known and known.origin in ("approval", "balance"):
        found.say(at, "reserved", f"a rule of another entity brings “{entity.id}” along already")
    for field in entity.fields:
        if field.id in RESERVED_FIELDS:
            message = f"“{field.id}” is reserved; call it “{other_word(field.id)}”"
            found.say(f"{at}.fields.{field.id}", "reserved", message)
        once(found, f"{at}.fields.{field.id}.values", [value.id for value in field.values])
    once(found, f"{at}.fields", [field.id for field in entity.fields])
    once(found, f"{at}.rules", [rule.id for rule in entity.rules])
    once(found, f"{at}.actions", [action.id for action in entity.actions], as_class=True)
    once(found, f"{at}.permissions", [permission.id for permission in entity.permissions])
