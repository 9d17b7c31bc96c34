"""Fields: where relations lead, defaults, computed values, what goes with what."""

import re

from apps.plans.blueprint.checks.findings import Findings
from apps.plans.blueprint.checks.values import fault_of
from apps.plans.blueprint.entities import Entity
from apps.plans.blueprint.expressions import Type, places
from apps.plans.blueprint.expressions.nodes import Path
from apps.plans.blueprint.expressions.types import DECIMAL, type_of
from apps.plans.blueprint.fields import FILES, PERSONS, RELATIONS, Field
from apps.plans.blueprint.resolved.fields import statuses_moved
from apps.plans.blueprint.words import HISTORY, PERSON

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
COUNTED = re.compile(r"number(?::[1-9])?")
DATED_PARTS = ("year", "month", "day")
ENDING = re.compile(r"[a-z0-9]{1,10}")
MANY = frozenset({"relations", "people", "choices"})
MOST_OF_A_RATING = 100
MOMENTS = {"date": "today", "datetime": "now"}


def check_fields(entity: Entity, found: Findings) -> None:
    """All fields of an entity."""
    moved = statuses_moved(entity)
    for field in entity.fields:
        at = f"entities.{entity.id}.fields.{field.id}"
        place = places.own(entity.id)
        _check_target(field, entity, at, found)
        _check_default(field, entity, at, found)
        _check_computed(field, entity, at, found)
        for key in ("min", "max"):
            found.expression(f"{at}.{key}", getattr(field, key), place, DECIMAL)
        _check_rating(field, at, found)
        found.condition(f"{at}.show_if", field.show_if, place)
        for key in ("seen_by", "edited_by"):
            found.who(f"{at}.{key}", getattr(field, key), entity.id)
        _check_files_and_references(field, entity, at, found)
        if field.id in moved and field.edited_by:
            message = "a status with transitions changes only by them; edited_by says nothing here"
            found.warn(f"{at}.edited_by", "status-by-actions", message)


def _check_target(field: Field, entity: Entity, at: str, found: Findings) -> None:
    if field.kind in RELATIONS:
        if field.to in (PERSON, HISTORY):
            kind = "people" if field.kind == "relations" else "person"
            instead = f": the kind of such a field is {kind}" if field.to == PERSON else ""
            found.say(f"{at}.to", "no-such-thing", f"no relation leads to {field.to}{instead}")
            return
        declared = [e.id for e in found.tool.source.entities]
        if not found.known(f"{at}.to", field.to, declared, "entity"):
            return
    candidate = PERSON if field.kind in PERSONS else field.to
    if field.pick:
        found.condition(f"{at}.pick", field.pick, places.picked(candidate, entity.id))
    found.paths(f"{at}.shows", field.shows, candidate)


def _check_default(field: Field, entity: Entity, at: str, found: Findings) -> None:
    if not field.default:
        return
    if field.default.startswith("="):
        wanted = type_of(found.world.entities[entity.id].fields[field.id])
        found.expression(f"{at}.default", field.default[1:], places.own(entity.id), wanted)
    elif field.kind in RELATIONS:
        message = "the default of a relation is an expression, like =project.owner"
        found.say(f"{at}.default", "value", message)
    elif field.kind in PERSONS and field.default != "me":
        found.say(f"{at}.default", "value", "the default of a person is me, or an expression: =…")
    elif field.default != MOMENTS.get(field.kind) and (fault := fault_of(field.default, field)):
        found.say(f"{at}.default", "value", fault)


def _check_rating(field: Field, at: str, found: Findings) -> None:
    """A rating is given by ticking, so its ends are known beforehand."""
    for key in ("min", "max") if field.kind == "rating" else ():
        text = getattr(field, key)
        if text and not (text.isdigit() and int(text) <= MOST_OF_A_RATING):
            message = f"the ends of a rating are plain numbers from 0 to {MOST_OF_A_RATING}"
            found.say(f"{at}.{key}", "value", message)


def _check_computed(field: Field, entity: Entity, at: str, found: Findings) -> None:
    if not field.expr:
        return
    known = found.world.entities[entity.id].fields[field.id]
    wanted: Type = type_of(known)
    node = found.expression(f"{at}.expr", field.expr, places.own(entity.id), wanted)
    if field.kind in MANY and node and not (isinstance(node, Path) and not node.root):
        message = (
            f"computed {field.kind} are a path to a field that holds several, like project.members"
        )
        found.say(f"{at}.expr", "kinds", message)


def _check_files_and_references(field: Field, entity: Entity, at: str, found: Findings) -> None:
    if field.unique and field.kind in MANY | FILES:
        found.say(f"{at}.unique", "unique", f"a {field.kind} field cannot be unique")
    for ending in field.types:
        if not ENDING.fullmatch(ending):
            message = f"“{ending}” is not an ending: write pdf, not .pdf or application/pdf"
            found.say(f"{at}.types", "ending", message)
    if field.currency and not re.fullmatch(r"[A-Z]{3}", field.currency):
        found.say(f"{at}.currency", "currency", f"“{field.currency}” is no ISO code like EUR")
    if field.kind == "reference":
        _check_pattern(field, entity, at, found)


def _check_pattern(field: Field, entity: Entity, at: str, found: Findings) -> None:
    parts = PLACEHOLDER.findall(field.pattern)
    ids = {other.id for other in entity.fields}
    for part in parts:
        if not (COUNTED.fullmatch(part) or part in ("random", *DATED_PARTS) or part in ids):
            words = "year, month, day, number, random and fields"
            message = f"“{{{part}}}” is not known in a pattern; there are {words}"
            found.say(f"{at}.pattern", "pattern", message)
    if not any(part == "random" or COUNTED.fullmatch(part) for part in parts):
        message = "a pattern needs {number} or {random}, so that no two rows are called alike"
        found.say(f"{at}.pattern", "pattern", message)
