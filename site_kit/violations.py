"""Why a row may not be kept as it is, in the words of its own constraints.

`violation_error_message` is the only place of a message. The row in hand is tried first, so that
a person reads everything at once; a race is found by the database, and its constraint's name leads
to the same sentence beside the same field.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import BaseConstraint, CheckConstraint, Model, Q, UniqueConstraint

from site_kit.asker import TOOL, acting, current
from site_kit.errors import ON_TOP
from site_kit.overlaps import ENDS_BEFORE, ends_before_it_starts, ends_of, fields_of
from site_kit.paths import NoSuchPath, names_in, walk
from site_kit.reading import NotReadable, passes
from site_kit.words import REQUIRED, in_words

Errors = dict[str, list[str]]

TAKEN = "There is one like this already."
CLASHES = (
    "This cannot be taken as it is: it clashes with something that is there already. "
    "Ask whoever runs this form."
)
"""What an outsider reads instead of which value is there: not even beside which field."""
AMONG_ROWS = (UniqueConstraint, ExclusionConstraint)
GONE = "Something that was chosen is gone by now."
NOT_NULL, FOREIGN_KEY = "23502", "23503"


def violations(row: Model, changed: frozenset[str]) -> Errors:
    """What the row's constraints say against it; what looks at other rows only where it
    changed."""
    errors: Errors = defaultdict(list)
    for constraint in row._meta.constraints:
        if isinstance(constraint, AMONG_ROWS) and not changed & set(fields_in(constraint)):
            continue
        if isinstance(constraint, ExclusionConstraint) and ends_before_it_starts(constraint, row):
            errors[ends_of(constraint)[1]].append(ENDS_BEFORE)
        elif not _passes(constraint, row):
            for name in beside(constraint, row):
                errors[name].append(message_of(constraint))
    for field in row._meta.concrete_fields:
        if field.unique and not field.primary_key and field.name in changed:
            value = getattr(row, field.attname)
            others = type(row)._base_manager.filter(**{field.name: value}).exclude(pk=row.pk)
            if value not in (None, "") and others.exists():
                errors[beside_unique(field)].append(taken(field))
    return dict(errors)


def violated(error: IntegrityError, row: Model) -> Errors:
    """The same sentences for what the database refused."""
    diag = getattr(error.__cause__, "diag", None)
    name = getattr(diag, "constraint_name", None) or ""
    for constraint in row._meta.constraints:
        if constraint.name == name:
            return {field: [message_of(constraint)] for field in beside(constraint, row)}
    sqlstate = getattr(error.__cause__, "sqlstate", "")
    if sqlstate == NOT_NULL:
        return {_field_of_column(row, getattr(diag, "column_name", "")): [REQUIRED]}
    if sqlstate == FOREIGN_KEY:
        return {ON_TOP: [GONE]}
    field = _unique_field(row, name)
    if field is None:
        raise error
    return {beside_unique(field): [taken(field)]}


def message_of(constraint: BaseConstraint) -> str:
    """What a constraint says; Django's own words only where it was given none."""
    if isinstance(constraint, UniqueConstraint) and current().is_outsider:
        return CLASHES
    said = str(constraint.violation_error_message or "")
    if said and said != str(constraint.default_violation_error_message):
        return said
    return TAKEN if isinstance(constraint, UniqueConstraint) else f"{in_words(constraint.name)}."


def taken(field: Any) -> str:
    """What a field that is unique says."""
    if current().is_outsider:
        return CLASHES
    return f"There is one with this {field.verbose_name} already."


def beside_unique(field: Any) -> str:
    """Where that stands: beside the field, to an outsider on top."""
    return ON_TOP if current().is_outsider else str(field.name)


def beside(constraint: BaseConstraint, row: Model) -> list[str]:
    """The fields a message stands beside: what the condition requires, else its only field."""
    if isinstance(constraint, UniqueConstraint) and current().is_outsider:
        return [ON_TOP]
    if isinstance(constraint, ExclusionConstraint):
        return [ends_of(constraint)[0]]
    if isinstance(constraint, CheckConstraint):
        required = [n for n in _required(constraint.condition, type(row)) if _is_empty(row, n)]
        if required:
            return required
    named = sorted(set(fields_in(constraint)))
    return named if len(named) == 1 else [ON_TOP]


def fields_in(constraint: BaseConstraint) -> list[str]:
    """The fields a constraint is about."""
    if isinstance(constraint, UniqueConstraint):
        return list(constraint.fields)
    if isinstance(constraint, ExclusionConstraint):
        return fields_of(constraint)
    names = names_in(getattr(constraint, "condition", None))
    return [name.split("__")[0] for name in names]


def _required(node: Any, model: type[Model], negated: bool = False) -> list[str]:
    """Fields that a condition wants filled: `x__isnull=False`, or not `x=""`."""
    found: list[str] = []
    for child in getattr(node, "children", ()):
        if isinstance(child, tuple):
            name, value = child
            path, _, lookup = name.partition("__")
            wants = (lookup == "isnull" and value is negated) or (
                negated and value == "" and lookup in ("", "exact")
            )
            found += [path] if wants else []
        else:
            found += _required(child, model, negated != bool(getattr(child, "negated", False)))
    if getattr(node, "negated", False) and not negated:
        return _required(_plain(node), model, True)
    return found


def _plain(node: Q) -> Q:
    return Q.create(node.children, connector=node.connector)


def _is_empty(row: Model, name: str) -> bool:
    try:
        field = walk(type(row), name).field
    except NoSuchPath:
        return False
    return getattr(row, field.attname) in (None, "")


def _passes(constraint: BaseConstraint, row: Model) -> bool:
    if isinstance(constraint, CheckConstraint):
        try:
            return passes(constraint.condition, row)
        except NotReadable:
            pass  # the database reads it
    try:
        with acting(TOOL):
            constraint.validate(type(row), row)
    except ValidationError:
        return False
    return True


def _field_of_column(row: Model, column: str) -> str:
    return next((f.name for f in row._meta.concrete_fields if f.column == column), ON_TOP)


def _unique_field(row: Model, constraint_name: str) -> Any:
    """The field of a `unique=True`, whose constraint the database has named."""
    with connection.cursor() as cursor:
        known: Any = connection.introspection.get_constraints(cursor, row._meta.db_table)
    columns = known.get(constraint_name, {}).get("columns") or []
    return next((f for f in row._meta.concrete_fields if [f.column] == list(columns)), None)
