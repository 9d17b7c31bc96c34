"""The sentences with which a rule refuses, where the blueprint gives none."""

import re
from collections.abc import Sequence

from apps.builds.compiler import names, words
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.resolved import ResolvedEntity
from apps.plans.blueprint.rules import Conditional, Limit, NoOverlap, Unique, Validation

REQUIRED = "This field is required."
STAYS_EMPTY = "This field stays empty here."
SHORT = "There is not enough on hand."
DOES_NOT_HOLD = "This does not go together."


def shown(field: Field) -> str:
    """The name of a field, as people read it."""
    return field.name or names.words(field.id)


def of_range(field: Field) -> str:
    """`Tolerance is between 0 and 100 %.`"""
    low, high = field.min, field.max
    if field.kind == "rating":
        low, high = low or "1", high or "5"
    unit = " %" if field.kind == "percent" else f" {field.unit}" if field.unit else ""
    if low and high:
        return f"{shown(field)} is between {low} and {high}{unit}."
    return f"{shown(field)} is at {f'least {low}' if low else f'most {high}'}{unit}."


def of_unique(entity: ResolvedEntity, fields: Sequence[Field]) -> str:
    """`A supplier with this name is here already.`"""
    what = words.joined([words.low(shown(field)) for field in fields])
    return words.sentence(f"{words.article(words.noun(entity))} with this {what} is here already")


def of_own_value(field: Field) -> str:
    """`There is one with this name already.`: a name of its own as it is, an id in words."""
    own = field.name not in ("", names.words(field.id))
    what = field.name if own else field.id.replace("_", " ")
    return f"There is one with this {what} already."


def of_overlap(entity: ResolvedEntity, rule: NoOverlap) -> str:
    """`This room is taken at that time.`"""
    known = {field.id: words.low(field.name) for field in entity.fields}
    what = words.joined([known.get(one, names.words(one).lower()) for one in rule.per])
    return rule.message or f"This {f'{what} is taken at that time' if what else 'time is taken'}."


def of_limit(entity: ResolvedEntity, rule: Limit) -> str:
    """`At most 3 bookings for each shift.`"""
    known = {field.id: words.low(field.name) for field in entity.fields}
    shared = [one.partition("(")[0].split(".")[-1] for one in rule.per]
    per = words.joined([known.get(one, names.words(one).lower()) for one in shared])
    summed = re.fullmatch(r"sum\((\w+)\)", rule.of)
    what = known.get(summed[1], summed[1]) if summed else words.plural(entity)
    if rule.max.replace(".", "", 1).isdigit():
        said = f"At most {rule.max} {what}{f' for each {per}' if per else ''}."
    else:
        said = f"There is no room left{f' for this {per}' if per else ''}."
    return rule.message or said


def of_conditional(rule: Conditional) -> str:
    """What a field that must be filled, or empty, says."""
    return rule.message or (REQUIRED if rule.kind == "required_if" else STAYS_EMPTY)


def of_validation(rule: Validation | Unique) -> str:
    """What a validation says that was given no message."""
    return rule.message or words.sentence(rule.description) or DOES_NOT_HOLD
