"""Whatever expression the compiler writes, the database and memory read it alike."""

from __future__ import annotations

import datetime
import os
from decimal import Decimal
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
from tests.kit.core.test_reading import ME, PEOPLE, ROWS, keep
from tests.kit.lab.models import Measure, Salary

pytestmark = pytest.mark.django_db
NAMES = {
    "kit": kit,
    "models": models,
    "F": F,
    "Q": Q,
    "Decimal": Decimal,
    "datetime": datetime,
    "Salary": Salary,
    "Measure": Measure,
}
DEPTH = 3
FIELDS: dict[str, Any] = {
    "value": models.CharField(max_length=60),
    "list": models.JSONField(),
    "person": models.BigIntegerField(),
    "row": models.BigIntegerField(),
    "number": models.DecimalField(max_digits=60, decimal_places=20),
    "day": models.DateField(),
    "moment": models.DateTimeField(),
    "text": models.TextField(),
    "time": models.TimeField(),
}
VALUES = drawn.values_of_any_type(DEPTH)
CONDITIONS = drawn.conditions(DEPTH)
many = settings(
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


def alike(one: Any, other: Any) -> bool:
    """Equal, numbers to the digits that the database keeps of a division, rows by their number."""
    one = one.pk if isinstance(one, models.Model) else one
    if isinstance(one, (int, Decimal)) and isinstance(other, (int, Decimal)):
        left, right = Decimal(one), Decimal(other)
        return abs(left - right) <= max(abs(left), 1) * Decimal("1e-9")
    return bool(one == other)


def apart(sort: str, text: str) -> list[str]:
    """Where the two readers of an expression part."""
    node = eval(drawn.of_value(text), dict(NAMES))  # what the compiler wrote
    worked_out = kit.Computed(node, FIELDS[sort])
    worked_out.model = Measure
    rows = Measure.everything.annotate(found=worked_out.for_query())
    said = {row.pk: row.found for row in rows}
    return [
        f"{text}: the database has {said[row.pk]!r}, memory {here!r}"
        for row in Measure.everything.all()
        if not alike(here := value_of(node, row), said[row.pk])
    ]


def parted(text: str) -> list[str]:
    """The same for a condition, as a column and as a filter."""
    node = eval(drawn.of_condition(text), dict(NAMES))  # what the compiler wrote
    columns = Measure.everything.annotate(found=as_column(node))
    said = {row.pk: row.found for row in columns}
    kept = set(Measure.everything.filter(node).values_list("pk", flat=True))
    return [
        f"{text}: a column has {said[row.pk]}, a filter {row.pk in kept}, memory {here}"
        for row in Measure.everything.all()
        if len({here := value_of(node, row) is True, said[row.pk], row.pk in kept}) > 1
    ]


@many
@given(rows=st.lists(ROWS, min_size=2, max_size=4), of=VALUES)
def test_any_value(directory: None, rows: list[dict[str, Any]], of: tuple[str, str]) -> None:
    with acting(ME):
        keep(rows)
        assert apart(*of) == []


@many
@given(rows=st.lists(ROWS, min_size=2, max_size=4), text=CONDITIONS)
def test_any_condition(directory: None, rows: list[dict[str, Any]], text: str) -> None:
    with acting(ME):
        keep(rows)
        assert parted(text) == []
