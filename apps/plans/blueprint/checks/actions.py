"""Actions: their fields, who may, what they write and whether that can ever succeed."""

from apps.plans.blueprint.actions import Action
from apps.plans.blueprint.checks.filled import check_filled, written
from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.checks.rules import stored_fields
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.expressions import Assignment, places
from apps.plans.blueprint.resolved.fields import status_of, statuses_moved

SERIES = frozenset({"every", "weekdays", "until", "times", "rest"})
BY_PEOPLE = frozenset({"toggle", "repeat", "print"})
"""Kinds that the tool cannot do by itself."""

MANY_OR_ONE = frozenset({"people", "relations", "choices"})


def check_actions(entity: Entity, found: Findings) -> None:
    """All actions of an entity."""
    for action in entity.actions:
        at = f"entities.{entity.id}.actions.{action.id}"
        found.who(f"{at}.by", action.by, entity.id)
        found.who(f"{at}.not_by", action.not_by, entity.id)
        found.condition(f"{at}.when", action.when, places.own(entity.id))
        found.template(f"{at}.body", action.body, places.own(entity.id))
        _CHECKS[action.kind](action, entity, at, found)


def _check_transition(action: Action, entity: Entity, at: str, found: Findings) -> None:
    status = status_of(entity, action.field)
    if not status:
        message = f"say which status of {entity.id} is meant: field"
        found.say(f"{at}.field", "status", message)
    else:
        known = [value.id for value in found.tool.entity(entity.id).field(status).values]
        for value in (*action.from_, action.to):
            found.known(at, value, known, f"value of {status}")
        if action.from_ == (action.to,):
            found.say(at, "status", f"from and to are both “{action.to}”: nothing would change")
    _check_asked(action, entity, at, found)
    _check_set(action, entity, at, found)


def _check_update(action: Action, entity: Entity, at: str, found: Findings) -> None:
    _check_asked(action, entity, at, found)
    _check_set(action, entity, at, found)
    if not (action.needs or action.asks or action.set):
        found.say(at, "nothing-changes", "an update needs something to ask for or to set")


def _check_set(action: Action, entity: Entity, at: str, found: Findings) -> list[Assignment]:
    held = found.assignments(f"{at}.set", action.set, places.changed(entity.id), entity.id)
    moved = statuses_moved(entity)
    for called in sorted(written(held) & moved):
        message = f"“{called}” changes only by its transitions; make this one of them"
        found.say(f"{at}.set", "status-by-actions", message)
    return held


def _check_asked(action: Action, target: Entity, at: str, found: Findings) -> None:
    stored_fields(found, f"{at}.needs", target, action.needs)
    stored_fields(found, f"{at}.asks", target, action.asks)
    for twice in sorted(set(action.needs) & set(action.asks)):
        message = f"“{twice}” is in needs and in asks; needs is compulsory, asks is not"
        found.say(f"{at}.asks", "id-twice", message)
    moved = statuses_moved(target) if action.kind != "create" else frozenset()
    for called in sorted({*action.needs, *action.asks} & moved):
        message = f"“{called}” changes only by its transitions and is not asked for"
        found.say(at, "status-by-actions", message)


def _check_create(action: Action, entity: Entity, at: str, found: Findings) -> None:
    called = action.entity or entity.id
    if not found.known(f"{at}.entity", called, found.tool.entities, "entity"):
        return
    target = found.tool.entity(called).source
    _check_asked(action, target, at, found)
    place = places.made(called, entity.id)
    held = found.assignments(f"{at}.set", action.set, place, called)
    if len(held) == len(action.set):
        given = written(held) | set(action.needs) | set(action.asks)
        check_filled(found, at, called, given, by_whom="this action")


def _check_toggle(action: Action, entity: Entity, at: str, found: Findings) -> None:
    if not found.known(f"{at}.entity", action.entity, found.tool.entities, "entity"):
        return
    links = found.world.links(action.entity, entity.id)
    if len(links) != 1 or links[0].is_many:
        message = f"{action.entity} needs exactly one relation to {entity.id}"
        found.say(f"{at}.entity", "toggle", message)
    given = {link.id for link in links}
    check_filled(found, at, action.entity, given, by_whom="a toggle")
    for page in found.tool.source.pages:
        if getattr(page, "entity", "") == action.entity and page.kind in ("form", "table"):
            message = f"rows of {action.entity} are made and taken back by the toggle alone"
            found.say(f"pages.{page.id}", "toggle", message)


def _check_duplicate(action: Action, entity: Entity, at: str, found: Findings) -> None:
    stored_fields(found, f"{at}.clear", entity, action.clear)
    held = found.assignments(f"{at}.set", action.set, places.made(entity.id, entity.id), entity.id)
    given = written(held)
    for field in entity.fields:
        is_begun = field.id in given or bool(field.default)
        if field.required and field.id in action.clear and not is_begun:
            message = f"“{field.id}” is required: set it"
            found.say(f"{at}.clear", "required-left-empty", message)
        if field.unique and not field.readonly and field.id not in {*given, *action.clear}:
            message = f"“{field.id}” is unique, so no copy could be kept: clear it or set it"
            found.say(at, "unique-copied", message)
    if action.with_children and not _children(entity, found):
        found.say(f"{at}.with_children", "no-children", f"no entity is child_of {entity.id}")


def _children(entity: Entity, found: Findings) -> list[Entity]:
    """The entities whose rows are lines of this one's."""
    kept = [e for e in found.tool.source.entities if e.child_of]
    links = {(e.id, f.id): f.to for e in kept for f in e.fields}
    return [e for e in kept if links.get((e.id, e.child_of)) == entity.id]


def _check_repeat(action: Action, entity: Entity, at: str, found: Findings) -> None:
    dates = [called for called in (action.date, action.end) if called]
    kinds = {field.id: field.kind for field in entity.fields}
    if stored_fields(found, at, entity, dates):
        for called in dates:
            if kinds[called] not in ("date", "datetime"):
                found.say(at, "kinds", f"“{called}” is no date")
    for called in sorted(set(action.each) & SERIES):
        found.say(f"{at}.each", "reserved", f"“{called}” is a word of the form of a series")
    if stored_fields(found, f"{at}.each", entity, action.each):
        for called in action.each:
            if kinds[called] not in ("choice", "person", "relation", *MANY_OR_ONE):
                message = f"“{called}” has no values to tick: a choice, person or relation has"
                found.say(f"{at}.each", "kinds", message)


def _check_print(action: Action, entity: Entity, at: str, found: Findings) -> None:
    """Its body is looked at as that of every action."""


def _check_extension(action: Action, entity: Entity, at: str, found: Findings) -> None:
    check_hook(action.hook, "action", f"{at}.hook", found)
    _check_asked(action, entity, at, found)
    files = {field.id for field in entity.fields if field.kind in ("file", "image")}
    for called in sorted({*action.needs, *action.asks} & files):
        message = f"“{called}” is a file, which is not handed to an extension"
        found.say(at, "kinds", message)


def check_hook(called: str, kind: str, where: str, found: Findings) -> None:
    """Complains unless there is an extension of this id and kind."""
    known = [e.id for e in found.tool.source.extensions if e.kind == kind]
    found.known(where, called, known, f"extension of the kind {kind}")


_CHECKS = {
    "transition": _check_transition,
    "update": _check_update,
    "create": _check_create,
    "toggle": _check_toggle,
    "duplicate": _check_duplicate,
    "repeat": _check_repeat,
    "print": _check_print,
    "extension": _check_extension,
}
