"""A cell of a sample means what a person would read in it, or is a sentence."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from site_runtime.inside.jobs import JobFailed
from site_runtime.inside.jobs.cells import value_of

KEYS = {"Attic": 7, "Hall": 8}


def find(model: Any, title: str) -> int:
    return KEYS[title]


def read(field: Any, cell: str) -> Any:
    field.set_attributes_from_name("field")
    return value_of(field, cell, find)


def today() -> date:
    return timezone.localdate()


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        (models.CharField(), "Talk", "Talk"),
        (models.CharField(), "", ""),
        (models.IntegerField(null=True), "", None),
        (models.IntegerField(), "12", 12),
        (models.BooleanField(), "true", True),
        (models.BooleanField(), "no", False),
        (models.DateField(), "2026-11-02", date(2026, 11, 2)),
        (models.DateField(null=True), " ", None),
        (models.JSONField(), "red; blue", ["red", "blue"]),
        (models.CharField(choices=[("a", "A")]), "a", "a"),
    ],
)
def test_a_cell_is_read_by_the_kind_of_its_field(field: Any, cell: str, value: Any) -> None:
    assert read(field, cell) == value


@pytest.mark.parametrize(("cell", "days"), [("today", 0), ("today-3", -3), ("today+14", 14)])
def test_a_day_may_be_said_from_today(cell: str, days: int) -> None:
    assert read(models.DateField(), cell) == today() + timedelta(days=days)


def test_a_moment_may_be_said_from_today() -> None:
    said = read(models.DateTimeField(), "today+2 10:30")
    assert timezone.localtime(said).date() == today() + timedelta(days=2)
    assert (timezone.localtime(said).hour, timezone.localtime(said).minute) == (10, 30)


def test_a_moment_without_a_zone_is_the_tools() -> None:
    said = read(models.DateTimeField(), "2026-11-02T10:00")
    assert said == timezone.make_aware(datetime(2026, 11, 2, 10))


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        (models.IntegerField(), "many"),
        (models.DateField(), "soon"),
        (models.DateField(), "today+x"),
        (models.DateTimeField(), "soon"),
        (models.DateTimeField(), "today 99:99"),
        (models.DecimalField(), "1,5"),
    ],
)
def test_what_is_no_value_is_a_sentence(field: Any, cell: str) -> None:
    with pytest.raises(JobFailed, match="is no value for"):
        read(field, cell)
