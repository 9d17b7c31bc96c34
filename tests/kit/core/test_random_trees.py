"""Whatever expression the compiler writes, the database and memory read it alike."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from django.db import models
from django.db.models import F, Q
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import site_kit as kit
from site_kit.actions import as_column
from site_kit.asker import acting
from site_kit.directory.models import Person, PersonGroup
from site_kit.reading import value_of
from tests.kit.core import drawn_expressions as drawn
from tests.kit.core.drawn_rows import ME, PEOPLE, ROWS, keep
from tests.kit.core.test_drawn_expressions import heard, tried
from tests.kit.lab.models import Measure, Salary

pytestmark = pytest.mark.django_db
NAMES = {
    "kit": kit,
    "models": models,
    "F": F,
    "Q": Q,
    "Decimal": Decimal,
    "datetime": datetime,
    "Measure": Measure,
    "Salary": Salary,
}
DEPTH = 3
CONDITION = "boolean"
FIELDS: dict[str, models.Field[Any, Any]] = {
    "number": models.DecimalField(max_digits=60, decimal_places=20),
    "date": models.DateField(),
    "datetime": models.DateTimeField(),
    "time": models.TimeField(),
    "text": models.TextField(),
    "choice": models.CharField(max_length=60),
    "choices": models.JSONField(),
    "row": models.BigIntegerField(),
}
Rows = list[dict[str, Any]]
EXPRESSIONS = st.sampled_from(drawn.EVERYTHING).flatmap(lambda of_type: of_type(DEPTH))
few = settings(
    max_examples=int(os.environ.get("TREES", 40)),
    deadline=None,
    derandomize="TREES" not in os.environ,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def directory() -> None:
    for number, name in zip(PEOPLE, ("Ada", "Bo", "Cy"), strict=True):
        above = {1: 2, 3: 1}.get(number)
        place = "Yard" if number < 3 else ""
        Person.objects.create(
            id=number, name=name, email=f"{name}@x.example", manager_id=above, department=place
        )
    PersonGroup.objects.create(id=1, person_id=2, name="Finance")


def sort_of(text: str) -> str:
    """What an expression gives."""
    found = drawn.TOOL.node(text, drawn.HERE).type
    return f"{found.family}s" if found.many else found.family


@cache
def written(text: str) -> tuple[str, Any]:
    """The sort of an expression, and what the compiler writes for it, as Django has it."""
    sort = sort_of(text)
    source = drawn.of_condition(text) if sort == CONDITION else drawn.of_value(text)
    return sort, eval(source, dict(NAMES))  # the compiler wrote it


@cache
def in_queries(text: str) -> Any:
    """The same as a column of a query."""
    sort, node = written(text)
    if sort == CONDITION:
        return as_column(node)
    worked_out = kit.Computed(node, FIELDS[sort])
    worked_out.model = Measure
    return worked_out.for_query()


def alike(one: Any, other: Any) -> bool:
    """Equal, numbers to the digits that the database keeps of a division, rows by their number."""
    one = one.pk if isinstance(one, models.Model) else one
    if isinstance(one, (int, Decimal)) and isinstance(other, (int, Decimal)):
        left, right = Decimal(one), Decimal(other)
        return abs(left - right) <= max(abs(left), Decimal(1)) * Decimal("1e-9")
    return bool(one == other)


def apart(*texts: str) -> list[str]:
    """Where the two readers of expressions part; a condition is a column and a filter."""
    columns = {f"c{number}": in_queries(text) for number, text in enumerate(texts)}
    said = Measure.everything.annotate(**columns).in_bulk()
    found = []
    for number, text in enumerate(texts):
        sort, node = written(text)
        kept = kept_by(node) if sort == CONDITION else {}
        for row in Measure.everything.all():
            there, here = getattr(said[row.pk], f"c{number}"), value_of(node, row)
            here = here is True if sort == CONDITION else here
            if not alike(here, there) or kept.get(row.pk, here) != here:
                found.append(f"{text}: {there!r} in the database ({kept}), {here!r} in memory")
    return found


def kept_by(condition: Q) -> Mapping[int, bool]:
    """The number of each row, and whether a filter keeps it."""
    kept = set(Measure.everything.filter(condition).values_list("pk", flat=True))
    return {key: key in kept for key in Measure.everything.values_list("pk", flat=True)}


@few
@given(rows=st.lists(ROWS, min_size=2, max_size=4), text=EXPRESSIONS)
def test_any_expression(directory: None, rows: Rows, text: str) -> None:
    with acting(ME):
        keep(rows)
        assert apart(text) == []


EACH = [
    text
    for text in dict.fromkeys({one: text for text in tried() for one in heard(text)}.values())
    if (sort := sort_of(text)) == CONDITION or sort in FIELDS
]
"""Expressions that together say all that the language lets pass."""


@settings(few, max_examples=5)
@given(rows=st.lists(ROWS, min_size=2, max_size=4))
def test_each_function_and_operator_of_each_type(directory: None, rows: Rows) -> None:
    with acting(ME):
        keep(rows)
        found = apart(*EACH)
        assert found == [], "\n".join(found)
