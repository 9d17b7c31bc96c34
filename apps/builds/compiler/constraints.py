"""Writes the constraints of a model: what the database itself holds.

A condition that leaves the row, asks for the moment or needs a function of the kit cannot stand
there; `rules_py` holds it instead. Which of the two it is, is decided here, in one place.
"""

from __future__ import annotations

from collections.abc import Iterator

from apps.builds.compiler import literals, messages, overlaps, toggles
from apps.builds.compiler.database_names import DatabaseNames
from apps.builds.compiler.expressions import Reading
from apps.builds.compiler.expressions.algebra import (
    Piece,
    every,
    lookup,
    negated,
    printed,
    some,
    test,
)
from apps.builds.compiler.expressions.dispatch import term
from apps.builds.compiler.expressions.reach import compared, stays_in_the_row
from apps.builds.compiler.expressions.terms import is_about
from apps.builds.compiler.fields import EMPTY_IS_TEXT, MANY, is_optional, is_unique
from apps.builds.compiler.source import call
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.expressions import places
from apps.plans.blueprint.expressions.nodes import Comparison, Node, Path
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.resolved import ResolvedEntity
from apps.plans.blueprint.rules import AnyRule, Conditional, NoOverlap, Unique, Validation

REQUIRED_TEXTS = (EMPTY_IS_TEXT | {"choice"}) - {"choices"}


def write(tool: Tool, entity: ResolvedEntity, taken: DatabaseNames) -> list[str]:
    """The source of each constraint of an entity: of its fields in order, then of its rules."""
    pressed = toggles.write(tool, entity, taken)
    return [*_of_fields(tool, entity, taken), *_of_rules(tool, entity, taken), *pressed]


def reading_of(tool: Tool, entity: ResolvedEntity) -> Reading:
    """How a constraint reads conditions."""
    return Reading.at(tool, places.own(entity.id), in_models=True).spelled()


def _of_fields(tool: Tool, entity: ResolvedEntity, taken: DatabaseNames) -> Iterator[str]:
    names = tool.names[entity.id]
    fields = [field for field in entity.source.fields if not field.is_computed]
    if required := [field for field in fields if _is_required_text(field)]:
        attributes = (literals.text(names.attribute(field.id)) for field in required)
        yield call("kit.Required", *attributes, name=taken.constraint(entity.id, "required"))
    for field in fields:
        if (limits := limits_of(field)) and is_held_by_database(tool, entity, limits):
            name = taken.constraint(entity.id, f"{field.id}_range")
            yield _check(name, _passing(tool, entity, limits), messages.of_range(field))
        if field.unique and not is_unique(field):
            name = taken.constraint(entity.id, f"{field.id}_unique")
            yield _unique(tool, entity, (field.id,), "", name, messages.of_unique(entity, [field]))


def _is_required_text(field: Field) -> bool:
    return field.kind in REQUIRED_TEXTS and not is_optional(field) and not _starts_filled(field)


def _starts_filled(field: Field) -> bool:
    return field.kind == "choice" and bool(field.default)


def limits_of(field: Field) -> str:
    """The condition that `min` and `max` of a field stand for; nothing where it has none."""
    low, high = field.min, field.max
    if field.kind == "rating":
        low, high = low or "1", high or "5"
    limits = [f"{field.id} >= {_bracketed(low)}"] if low else []
    limits += [f"{field.id} <= {_bracketed(high)}"] if high else []
    return " and ".join(limits)


def _bracketed(text: str) -> str:
    return text if text.replace(".", "", 1).replace("-", "", 1).isdigit() else f"({text})"


def _of_rules(tool: Tool, entity: ResolvedEntity, taken: DatabaseNames) -> Iterator[str]:
    for rule in entity.rules:
        if isinstance(rule, Unique):
            yield from _of_unique(tool, entity, rule, taken)
        elif isinstance(rule, Conditional) and holds_conditional(tool, entity, rule):
            name = taken.constraint(entity.id, _conditional_name(rule))
            condition = _conditional(tool, entity, rule)
            yield _check(name, condition, messages.of_conditional(rule))
        elif isinstance(rule, Validation) and is_held_by_database(tool, entity, rule.expr):
            name = taken.constraint(entity.id, rule.id)
            yield _check(name, _passing(tool, entity, rule.expr), messages.of_validation(rule))
        elif isinstance(rule, NoOverlap):
            yield overlaps.write(tool, entity, rule, taken.constraint(entity.id, rule.id))


def held(tool: Tool, entity: ResolvedEntity) -> Iterator[AnyRule]:
    """The rules of an entity that its table holds; the others are in `rules.py`."""
    for rule in entity.rules:
        by_check = isinstance(rule, Validation) and is_held_by_database(tool, entity, rule.expr)
        by_state = isinstance(rule, Conditional) and holds_conditional(tool, entity, rule)
        if isinstance(rule, Unique | NoOverlap) or by_check or by_state:
            yield rule


def is_held_by_database(tool: Tool, entity: ResolvedEntity, text: str) -> bool:
    """Whether a condition can be a constraint of the table."""
    return stays_in_the_row(reading_of(tool, entity).question(text))


def holds_conditional(tool: Tool, entity: ResolvedEntity, rule: Conditional) -> bool:
    """Whether a field that is required, or empty, under a condition is held by the database."""
    field = tool.field(entity.id, rule.field)
    is_column = field is not None and field.kind not in MANY and field.kind != "choices"
    return is_column and is_held_by_database(tool, entity, rule.when)


def _conditional_name(rule: AnyRule) -> str:
    is_named = not rule.id.startswith(rule.kind)
    return rule.id if is_named or not isinstance(rule, Conditional) else f"{rule.field}_{rule.id}"


def _conditional(tool: Tool, entity: ResolvedEntity, rule: Conditional) -> str:
    reading = reading_of(tool, entity)
    operator = "!=" if rule.kind == "required_if" else "=="
    filled = reading.piece(f"{rule.field} {operator} empty")
    return printed(some((negated(reading.piece(rule.when)), filled)))


def passing(reading: Reading, text: str) -> Piece:
    """A condition that must be true; it passes while a field that it compares is empty.

    SQL passes by itself where a plain comparison meets NULL; the rest is said.
    """
    node = reading.question(text)
    is_plain = isinstance(node, Comparison) or _is_range(node)
    holes = [path for path in compared(node) if _may_be_empty(path)]
    said = [_is_empty(reading, path) for path in holes if not is_plain or _empty_is_text(path)]
    return some((*said, reading.piece(text)))


def _passing(tool: Tool, entity: ResolvedEntity, text: str) -> str:
    return printed(passing(reading_of(tool, entity), text))


def _is_range(node: Node) -> bool:
    """`x >= 1 and x <= 5`: both sides are empty together."""
    return len({path.text for path in compared(node)}) == 1


def _may_be_empty(path: Path) -> bool:
    field = path.field
    return field is not None and (field.source is None or is_optional(field.source))


def _empty_is_text(path: Path) -> bool:
    return path.field is not None and path.field.kind in EMPTY_IS_TEXT


def _is_empty(reading: Reading, path: Path) -> Piece:
    if is_about(path):
        return test(call("models.lookups.IsNull", term(path, reading.scope).source, "True"))
    key = reading.scope.key(path)
    return lookup(key, '""') if _empty_is_text(path) else lookup(f"{key}__isnull", "True")


def _of_unique(
    tool: Tool, entity: ResolvedEntity, rule: Unique, taken: DatabaseNames
) -> Iterator[str]:
    fields = [tool.field(entity.id, one) for one in rule.fields]
    known = [field for field in fields if field is not None]
    if wrong := [field for field in known if field.is_computed or field.kind in MANY]:
        tool.refuse(
            f"entities.{entity.id}.rules.{rule.id}",
            f"“{wrong[0].id}” cannot be part of what is unique: name stored fields of one value.",
        )
        return
    message = rule.message or messages.of_unique(entity, known)
    yield _unique(
        tool, entity, rule.fields, rule.where, taken.constraint(entity.id, rule.id), message
    )


def _unique(
    tool: Tool,
    entity: ResolvedEntity,
    field_ids: tuple[str, ...],
    where: str,
    name: str,
    message: str,
) -> str:
    names, reading = tool.names[entity.id], reading_of(tool, entity)
    pieces = [reading.piece(where)] if where else []
    for field_id in field_ids:
        field = tool.field(entity.id, field_id)
        if field is not None and field.kind in EMPTY_IS_TEXT and is_optional(field):
            pieces.append(negated(lookup(names.attribute(field_id), '""')))
    return call(
        "models.UniqueConstraint",
        name=name,
        fields=literals.listing(literals.text(names.attribute(one)) for one in field_ids),
        condition=printed(every(pieces)) if pieces else "",
        violation_error_message=literals.text(message, literals.LONGEST_IN_A_CONSTRAINT),
    )


def _check(name: str, condition: str, message: str) -> str:
    return call(
        "models.CheckConstraint",
        name=name,
        condition=condition,
        violation_error_message=literals.text(message, literals.LONGEST_IN_A_CONSTRAINT),
    )
