"""The other reader of an expression: its value for the row in hand, without a query.

Used where a row is about to be written (`sets`, `Decide`, `Fill`, `ShowIf`, locks). The database
reads the same tree wherever a query runs anyway, and a test compares the two on random rows. A
condition is read with three values like in SQL, but `not` of an empty one is true.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import F, Model, Q
from django.db.models import functions as dj
from django.db.models.expressions import (
    Case,
    CombinedExpression,
    ExpressionWrapper,
    NegatedExpression,
    OuterRef,
    Value,
    When,
)
from django.db.models.lookups import Lookup
from django.utils import timezone

from site_kit.computed import Computed
from site_kit.elsewhere import Mine
from site_kit.expressions import InGroup, Of, OfModel, OfRequest
from site_kit.functions import Function, local_day, number
from site_kit.paths import LOOKUP_SEP, Path, has_name, name_of, walk
from site_kit.roll_ups import RollUp

CHOSEN = "_kit_chosen"
"""Where a row on its way carries the keys that were chosen for its many-sided relations."""


class NotReadable(Exception):
    """An expression that only the database can read; the message says what to write instead."""


def value_of(node: Any, row: Any, **places: Any) -> Any:
    """The value of an expression for a row; a plain value is itself.

    `places` are the other rows in play for `kit.Of`: `row`, `it`, `before`. A condition gives
    True, False or, where a field it compares is empty, None.
    """
    return _Reader(row, {"row": row, **places}).read(node)


def unreadable(node: Any) -> str:
    """Why a tree cannot be read for a row in hand, or nothing. Names are not looked at."""
    if isinstance(node, Q):
        several: list[Any] = [c[1] if isinstance(c, tuple) else c for c in node.children]
    elif isinstance(node, (list, tuple, set, frozenset)):
        several = list(node)
    elif not hasattr(node, "resolve_expression") and not isinstance(node, Computed):
        return ""
    elif not any(isinstance(node, kind) for kind, _ in READERS):
        return f"{type(node).__name__} is read by the database only."
    elif isinstance(node, CombinedExpression) and node.connector not in ARITHMETIC:
        return f"Instead of {node.connector} write kit.Divide or kit.Remainder."
    elif isinstance(node, (RollUp, InGroup, Mine, OfRequest)):
        return ""
    else:
        several = list(getattr(node, "get_source_expressions", list)())
    return next((wrong for one in several if (wrong := unreadable(one))), "")


def unreadable_path(model: type[Model], name: str) -> str:
    """Why what follows a path cannot be read for a row in hand, or nothing."""
    known = {"closed", *TRANSFORMS, *COMPARISONS}
    wrong = next((one for one in walk(model, name).rest if one not in known), "")
    return f"{name!r}: {wrong!r} is read by the database only." if wrong else ""


def holds(condition: Any, row: Any, **places: Any) -> bool:
    """Whether a condition is true; empty is false."""
    return value_of(condition, row, **places) is True


def passes(condition: Any, row: Any, **places: Any) -> bool:
    """Whether a check is not false: a comparison with an empty field passes."""
    return value_of(condition, row, **places) is not False


class _Reader:
    """Reads trees for one row. One method a family of nodes, found by the node's class."""

    def __init__(self, row: Any, places: Mapping[str, Any]) -> None:
        self.row = row
        self.places = places

    def read(self, node: Any) -> Any:
        """The value of any node."""
        for kind, how in READERS:
            if isinstance(node, kind):
                return how(self, node)
        if isinstance(node, (list, tuple, set, frozenset)):
            return [self.read(one) for one in node]
        if hasattr(node, "resolve_expression"):
            raise NotReadable(
                f"{type(node).__name__} is read by the database only; "
                "here a function of the kit is needed (see its REFERENCE.md)."
            )
        return node

    def path(self, node: F) -> Any:
        return follow(self.row, name_of(node))

    def other(self, node: Of) -> Any:
        if node.place not in self.places:
            raise NotReadable(f"kit.Of({node.place!r}) has no row here.")
        there = self.places[node.place]
        return held_at(there, node.path) if node.path and there is not None else there

    def condition(self, node: Q) -> bool | None:
        found = [
            self.leaf(*child) if isinstance(child, tuple) else self.truth(child)
            for child in node.children
        ]
        together = any_true(found) if node.connector == Q.OR else all_true(found)
        return together is not True if node.negated else together

    def truth(self, node: Any) -> bool | None:
        value = self.read(node)
        return None if value is None else bool(value)

    def leaf(self, name: str, value: Any) -> bool | None:
        model: type[Model] = type(self.row)
        path = walk(model, name)
        if getattr(path.field, "is_people", False) and not path.rest:
            rows: Any = model.everything  # type: ignore[attr-defined]
            return bool(rows.filter(pk=self.row.pk, **{name: value}).exists())
        left = follow(self.row, path.full)
        rest = list(path.rest)
        last = rest.pop() if rest and rest[-1] in COMPARISONS else "exact"
        field = path.field
        for transform in rest:
            left, field = transformed(left, transform, field)
        if value is None and last == "exact":
            last, value = "isnull", True
        right = self.read(value)
        if not hasattr(value, "resolve_expression") and last != "isnull":
            right = prepared(field, right)
        return compare(last, left, right)

    def lookup(self, node: Any) -> bool | None:
        return compare(node.lookup_name, self.read(node.lhs), self.read(node.rhs))

    def arithmetic(self, node: CombinedExpression) -> Any:
        left, right = self.read(node.lhs), self.read(node.rhs)
        if node.connector not in ARITHMETIC:
            raise NotReadable(f"Instead of {node.connector} write kit.Divide or kit.Remainder.")
        if left is None or right is None:
            return None
        if isinstance(left, float) or isinstance(right, float):
            left, right = number(left), number(right)
        return ARITHMETIC[node.connector](left, right)

    def case(self, node: Case) -> Any:
        for when in node.cases:
            if self.truth(when.condition) is True:
                return self.read(when.result)
        return self.read(node.default)

    def arguments(self, node: Any) -> list[Any]:
        return [self.read(one) for one in node.get_source_expressions()]

    def of_django(self, node: Any) -> Any:
        return DJANGO[type(node)](*self.arguments(node))

    def computed(self, node: Computed) -> Any:
        found = self.read(node.expression)
        if node.leads_to is not None and found is not None and not isinstance(found, Model):
            return node.leads_to._base_manager.filter(pk=found).first()
        return (found is True) if node.is_condition else found


READERS: tuple[tuple[Any, Callable[[_Reader, Any], Any]], ...] = (
    (Q, _Reader.condition),
    (OuterRef, _Reader.path),
    (F, _Reader.path),
    (Value, lambda _, node: node.value),
    (OfRequest, lambda _, node: node.value()),
    (Of, _Reader.other),
    (Computed, _Reader.computed),
    (RollUp, lambda reader, node: node.in_memory(reader.row)),
    (InGroup, lambda reader, node: node.of(reader.row)),
    (Mine, lambda reader, node: node.of()),
    (OfModel, lambda reader, node: node.of(reader.row)),
    (CombinedExpression, _Reader.arithmetic),
    (Lookup, _Reader.lookup),
    (NegatedExpression, lambda reader, node: reader.truth(node.expression) is not True),
    (ExpressionWrapper, lambda reader, node: reader.read(node.expression)),
    (Case, _Reader.case),
    (When, lambda reader, node: reader.read(node.result)),
    (Function, lambda reader, node: node.read(*reader.arguments(node))),
)


def follow(row: Any, path: str) -> Any:
    """The value at the end of a path; empty as soon as a hop is. Several rows give a list."""
    name, _, rest = path.replace(".", LOOKUP_SEP).partition(LOOKUP_SEP)
    model: type[Model] = type(row)
    walked = walk(model, name)
    if walked.many:
        several = rows_held(row, walked)
        return [follow(one, rest) for one in several] if rest else several
    value = row.pk if name == "pk" else held(row, walked)
    if value is None or not rest:
        return value
    if isinstance(value, Model):
        return follow(value, rest)
    for transform in rest.split(LOOKUP_SEP):
        value, _ = transformed(value, transform, walked.field)
    return value


def held_at(row: Any, path: str) -> Any:
    """The value of another row in play; `title` is what that row, or one it leads to, is called."""
    before, _, last = path.replace(".", LOOKUP_SEP).rpartition(LOOKUP_SEP)
    there = follow(row, before) if before else row
    if last != "title" or not isinstance(there, Model) or has_name(type(there), last):
        return follow(row, path)
    from site_kit.titles import title_of

    return title_of(there)


def held(row: Any, path: Path) -> Any:
    """What a row holds under a name; nothing where a relation is empty or its row is gone."""
    stored = getattr(path.field, "attname", path.name)
    if stored != path.name and not path.computed and getattr(row, stored) is None:
        return None
    try:
        return getattr(row, path.name)
    except ObjectDoesNotExist:
        return None


def rows_held(row: Any, path: Path) -> list[Any]:
    """The rows of a many-sided relation: those just chosen, else those kept; a new row has none."""
    chosen = vars(row).get(CHOSEN, {}).get(path.name)
    if chosen is not None:
        return list(path.field.related_model._base_manager.filter(pk__in=chosen))
    return list(getattr(row, path.name).all()) if row.pk is not None else []


def output_field_of(node: Any, model: type[Model]) -> Any:
    """The field behind a path, else nothing: it tells labels from plain texts."""
    return walk(model, name_of(node)).field if isinstance(node, F) else None


def all_true(values: list[bool | None]) -> bool | None:
    """AND of three values."""
    return False if False in values else None if None in values else True


def any_true(values: list[bool | None]) -> bool | None:
    """OR of three values."""
    return True if True in values else None if None in values else not values


def transformed(value: Any, name: str, field: Any) -> tuple[Any, Any]:
    """What a transform makes of a value, and the kind of field that is then."""
    if name == "closed":
        return (None if value is None else value in field.closed), models.BooleanField()
    if name not in TRANSFORMS:
        raise NotReadable(f"The transform {name!r} is read by the database only.")
    return (None if value is None else TRANSFORMS[name](value)), KINDS_OF_TRANSFORMS.get(name)


def prepared(field: Any, value: Any) -> Any:
    """A constant as the field would keep it: `2` of a decimal field is Decimal("2")."""
    if field is None or isinstance(value, (Model, list)) or value is None:
        return value
    if field.is_relation or isinstance(field, models.JSONField):
        return value
    return field.to_python(value)


def compare(name: str, left: Any, right: Any) -> bool | None:
    """A lookup of two values; several left values are asked whether any holds."""
    if name not in COMPARISONS:
        raise NotReadable(f"The lookup {name!r} is read by the database only.")
    if name == "exact" and right == []:
        name, right = "isnull", True  # none of several
    if isinstance(left, list) and name not in ("contains", "isnull"):
        return any(compare(name, one, right) is True for one in left)
    if name == "isnull":
        return (left is None or left == []) == bool(right)
    if left is None or right is None:
        return None
    left, right = _plain(left), _plain(right)
    return bool(COMPARISONS[name](left, right))


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _rounded(value: Any, digits: int = 0) -> Any:
    return number(value).quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP)


def _empty_stays(how: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *values: None if None in values else how(*values)


def _of_given(how: Callable[..., Any]) -> Callable[..., Any]:
    def read(*values: Any) -> Any:
        given = [value for value in values if value is not None]
        return how(given) if given else None

    return read


COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "exact": operator.eq,
    "iexact": lambda left, right: str(left).lower() == str(right).lower(),
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda left, right: left in right,
    "range": lambda left, right: right[0] <= left <= right[1],
    "contains": lambda left, right: right in left,
    "icontains": lambda left, right: str(right).lower() in str(left).lower(),
    "startswith": lambda left, right: str(left).startswith(str(right)),
    "istartswith": lambda left, right: str(left).lower().startswith(str(right).lower()),
    "isnull": operator.is_,
}

ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}

TRANSFORMS: dict[str, Callable[[Any], Any]] = {
    "abs": abs,
    "date": local_day,
    "year": lambda value: local_day(value).year,
    "month": lambda value: local_day(value).month,
    "day": lambda value: local_day(value).day,
    "iso_week_day": lambda value: local_day(value).isoweekday(),
    "week": lambda value: local_day(value).isocalendar().week,
    "quarter": lambda value: (local_day(value).month + 2) // 3,
    "time": lambda value: (
        timezone.localtime(value).time() if isinstance(value, datetime) else value
    ),
    "lower": lambda value: str(value).lower(),
    "length": len,
}

KINDS_OF_TRANSFORMS = {"date": models.DateField(), "time": models.TimeField()}

DJANGO: dict[type, Callable[..., Any]] = {
    dj.Abs: _empty_stays(abs),
    dj.Round: _empty_stays(_rounded),
    dj.Coalesce: lambda *values: next((value for value in values if value is not None), None),
    dj.Greatest: _of_given(max),
    dj.Least: _of_given(min),
    dj.Lower: _empty_stays(lambda value: str(value).lower()),
    dj.Length: _empty_stays(len),
    dj.Concat: lambda *values: "".join("" if value is None else str(value) for value in values),
}
READERS = (*READERS, *((kind, _Reader.of_django) for kind in DJANGO))
