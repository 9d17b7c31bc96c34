"""What rows and values are called."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from app.models import Invoice, Supplier
from django.db.models import F
from django.utils import timezone

import site_kit as kit
from site_kit.asker import TOOL, acting
from site_kit.directory.models import Person
from site_kit.fields import ChoicesField, MoneyField
from site_kit.reading import value_of
from site_kit.texts import text_of
from site_kit.titles import called, title_expression, title_of
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import LogLine, Measure, Project, Salary, Task


@pytest.mark.parametrize(
    ("value", "field", "text"),
    [
        (None, None, ""),
        ("", None, ""),
        ("a", None, "a"),
        (0, None, "0"),
        (True, None, "Yes"),
        (False, None, "No"),
        (Decimal("2.5000"), None, "2.5"),
        (Decimal("100"), None, "100"),
        (Decimal("0"), None, "0"),
        (Decimal("12"), MoneyField(), "12.00"),
        (date(2026, 3, 1), None, "2026-03-01"),
        (time(9, 5), None, "09:05"),
        (timezone.make_aware(datetime(2026, 3, 1, 9, 5)), None, "2026-03-01 09:05"),
        ("running", Project._meta.get_field("stage"), "Under way"),
        ("gone", Project._meta.get_field("stage"), "gone"),
        (["red", "blue"], Project._meta.get_field("tags"), "Red, Blue"),
        (["x"], ChoicesField(), "x"),
    ],
)
def test_a_value_as_text(value: Any, field: Any, text: str) -> None:
    assert text_of(value, field) == text


@pytest.fixture
def rows(cast: Cast, make: Any) -> dict[str, Any]:
    supplier = make(Supplier, name="Orla")
    project = make(Project, name="Vans")
    return {
        "Orla": supplier,
        "NP-1": make(Invoice, number="NP-1", supplier=supplier, amount=1),
        "Vans · Drill": make(Task, project=project, name="Drill"),
        "Jon Vale gets 1200.00": make(Salary, person_id=cast.jon.id, amount=1200),
        "It rained.": make(LogLine, text="It rained."),
    }


def test_a_row_is_called_by_its_title(rows: dict[str, Any]) -> None:
    assert {title_of(row): row for row in rows.values()} == rows
    assert {str(row) for row in rows.values()} == set(rows)
    with acting(TOOL):
        assert called(rows["NP-1"]) == "Invoice NP-1"


def test_the_database_calls_it_the_same(rows: dict[str, Any]) -> None:
    with acting(TOOL):
        for title, row in rows.items():
            found = type(row).everything.annotate(t=title_expression(type(row))).get(pk=row.pk)
            assert found.t == title


def test_a_row_without_a_title_is_called_by_its_number(make: Any) -> None:
    measure = make(Measure, text="")
    assert title_of(measure) == f"#{measure.pk}"
    found = Measure.everything.annotate(t=title_expression(Measure)).get()
    assert found.t == f"#{measure.pk}"


def test_a_title_is_reached_through_a_relation(cast: Cast, rows: dict[str, Any]) -> None:
    with acting(TOOL):
        titles = Task.everything.annotate(t=title_expression(Project, "project__"))
        assert titles.get().t == "Vans"
        none = Project.everything.annotate(t=title_expression(Project, "parent__"))
        assert none.get().t is None
        people = Salary.everything.annotate(t=title_expression(Person, "person__"))
        assert people.get().t == "Jon Vale"


def test_a_computed_field_is_read_from_the_query_or_worked_out(rows: dict[str, Any]) -> None:
    project = Project.everything.annotate(
        open_tasks=F("open_tasks"), last_task=F("last_task")
    ).get()
    assert (project.open_tasks, project.last_task) == (1, "Drill")
    again = Project.everything.get()
    assert (again.open_tasks, again.last_task, again.done_share) == (1, "Drill", Decimal(0))
    assert again.late is False


def test_a_computed_field_of_another_entity_is_filtered_and_selected(
    rows: dict[str, Any],
) -> None:
    assert Task.everything.filter(project__open_tasks=1).count() == 1
    assert Task.everything.annotate(n=F("project__open_tasks")).get().n == 1
    assert Task.everything.get().crowded is False


def test_a_computed_field_has_its_label() -> None:
    assert Supplier.waiting.label == "Unmatched invoices"
    assert Project.done_share.label == "Done share"


@pytest.mark.django_db
def test_several_are_told_alike_by_the_database_and_in_memory(cast: Cast, make: Any) -> None:
    several = kit.Text("name", "tags", "members", kit.Format("{parent.tags}"))
    above = make(Project, name="Roof", tags=["blue", "red"], members=[cast.mara.id, cast.jon.id])
    make(Project, name="Wall", parent=above)
    with acting(TOOL):
        told = [value_of(several, row) for row in Project.everything.order_by("pk")]
        rows = Project.everything.annotate(told=several).order_by("pk")
        assert list(rows.values_list("told", flat=True)) == told
    people = ", ".join(sorted((cast.jon.name, cast.mara.name)))
    assert told == [f"Roof · Blue, Red · {people}", "Wall · Blue, Red"]
