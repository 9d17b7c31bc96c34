"""The stored form has all ids: a rule gets its kind, a permission the first of its `by`."""

from collections.abc import Iterator, Sequence

from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.identity import id_of_who
from apps.plans.blueprint.limits import MAX_ID
from apps.plans.blueprint.whole import Blueprint


def with_ids(blueprint: Blueprint) -> Blueprint:
    """The same blueprint, every rule and permission with an id; the same object if none misses."""
    entities = tuple(_filled(entity) for entity in blueprint.entities)
    if all(new is old for new, old in zip(entities, blueprint.entities, strict=True)):
        return blueprint
    return blueprint.model_copy(update={"entities": entities})


def _filled(entity: Entity) -> Entity:
    if all(thing.id for thing in (*entity.rules, *entity.permissions)):
        return entity
    rules, permissions = entity.rules, entity.permissions
    rule_ids = _ids([r.id for r in rules], [r.kind for r in rules])
    permission_ids = _ids([p.id for p in permissions], [id_of_who(p.by) for p in permissions])
    named_rules = zip(rules, rule_ids, strict=True)
    named_permissions = zip(permissions, permission_ids, strict=True)
    update = {
        "rules": tuple(r if r.id else r.model_copy(update={"id": i}) for r, i in named_rules),
        "permissions": tuple(
            p if p.id else p.model_copy(update={"id": i}) for p, i in named_permissions
        ),
    }
    return entity.model_copy(update=update)


def _ids(given: Sequence[str], words: Sequence[str]) -> Iterator[str]:
    """The given ids, and for each empty one its word, with _2, _3 where that is taken."""
    taken = set(given)
    for called, word in zip(given, words, strict=True):
        yield called or free_id(word, taken)


def free_id(word: str, taken: set[str]) -> str:
    """The word as an id, with _2, _3 where it is taken; it is taken from now on."""
    word, number = word[: MAX_ID - 4].strip("_"), 1
    called = word
    while called in taken:
        number += 1
        called = f"{word}_{number}"
    taken.add(called)
    return called
