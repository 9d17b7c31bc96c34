"""What a constraint says, and where: from the row in hand, and from the database after a race."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from app.models import Invoice, Supplier
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Lower

import site_kit as kit
from site_kit.asker import TOOL, acting
from site_kit.violations import (
    GONE,
    TAKEN,
    beside,
    fields_in,
    message_of,
    taken,
    violated,
    violations,
)
from tests.kit.lab.models import Measure, Project, Salary, Task

REQUIRED = "This field is required."


@pytest.fixture(autouse=True)
def _the_tool_acts() -> Iterator[None]:
    """A double is told to whoever acts; an outsider does not learn of what."""
    with acting(TOOL):
        yield


def check(condition: Q, message: str = "", name: str = "a_check") -> CheckConstraint:
    """A constraint, with a message of its own or none."""
    said = {"violation_error_message": message} if message else {}
    return CheckConstraint(name=name, condition=condition, **said)


# The sentence


def test_a_constraint_says_its_own_message() -> None:
    assert message_of(check(Q(whole__gte=0), "No debts.")) == "No debts."


def test_without_one_its_name_is_read_as_words() -> None:
    assert message_of(check(Q(whole__gte=0), name="no_debts_here")) == "No debts here."


def test_a_double_has_a_sentence_of_its_own() -> None:
    unique = UniqueConstraint(fields=["text", "mood"], name="once")
    assert message_of(unique) == TAKEN == "There is one like this already."


def test_a_unique_field_names_itself() -> None:
    field: Any = Supplier._meta.get_field("name")
    assert taken(field) == "There is one with this name already."


# The fields it is about


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        (Q(whole__gte=0), ["whole"]),
        (Q(whole__gte=0) & Q(other__gte=0), ["whole", "other"]),
        (Q(whole__gte=F("other")), ["whole", "other"]),
        (~Q(mood="bad") | Q(owner__isnull=False), ["mood", "owner"]),
        (Q(whole__gte=F("other") + F("exact")), ["whole", "other", "exact"]),
        (Q(models.lookups.GreaterThan(F("whole"), F("other"))), ["whole", "other"]),
        (Q(models.lookups.Exact(Lower("text"), "a")), ["text"]),
        (Q(), []),
    ],
)
def test_the_fields_that_a_condition_names(condition: Q, names: list[str]) -> None:
    assert fields_in(check(condition)) == names


@pytest.mark.parametrize(
    ("condition", "values", "places"),
    [
        (Q(whole__gte=0), {"whole": -1}, ["whole"]),
        (Q(whole__gte=0, whole__lte=5), {"whole": 9}, ["whole"]),
        (Q(whole__gte=F("other")), {"whole": 1, "other": 2}, [""]),
        (~Q(text=""), {"text": ""}, ["text"]),
        (~Q(mood="bad") | Q(owner__isnull=False), {"mood": "bad"}, ["owner"]),
        (~Q(mood="bad") | ~Q(text=""), {"mood": "bad", "text": ""}, ["text"]),
        (~Q(mood="bad") | Q(owner__isnull=False), {"mood": "bad", "owner_id": 3}, [""]),
        (Q(day__isnull=False) & Q(until__isnull=False), {}, ["day", "until"]),
        (Q(nothing__isnull=False), {}, ["nothing"]),
    ],
)
def test_a_message_stands_beside_what_it_asks_for(
    condition: Q, values: dict[str, Any], places: list[str]
) -> None:
    """What has to be filled in; else the only field; else it stands on top."""
    assert beside(check(condition), Measure(**values)) == places


def test_a_double_stands_beside_its_only_field() -> None:
    assert beside(UniqueConstraint(fields=["text"], name="a"), Measure()) == ["text"]
    assert beside(UniqueConstraint(fields=["text", "mood"], name="a"), Measure()) == [""]


# The row in hand


@pytest.mark.django_db
def test_all_that_is_wrong_is_found_at_once() -> None:
    with acting(TOOL):
        row = Project(name="", starts_on=None, stage="idea")
        assert violations(row, frozenset({"name"})) == {"name": ["This field is required."]}


@pytest.mark.django_db
def test_what_did_not_change_is_not_asked_for_doubles() -> None:
    with acting(TOOL):
        Project.everything.create(name="Vans")
        row = Project(name="Vans")
        assert violations(row, frozenset({"secret"})) == {}
        assert violations(row, frozenset({"name"})) == {
            "name": ["There is a project of this name already."]
        }


@pytest.mark.django_db
def test_a_row_is_no_double_of_itself() -> None:
    with acting(TOOL):
        row = Supplier.everything.create(name="Orla")
        assert violations(row, frozenset({"name"})) == {}
        twin = Supplier(name="Orla")
        assert violations(twin, frozenset({"name"})) == {
            "name": ["There is one with this name already."]
        }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts", "ends", "wrong"),
    [
        ("2026-03-01", "2026-03-02", False),
        ("2026-03-01", "2026-03-01", False),
        ("2026-03-02", "2026-03-01", True),
        (None, "2026-03-01", False),
        ("2026-03-02", None, False),
        (None, None, False),
    ],
)
def test_an_empty_end_of_a_comparison_passes(starts: Any, ends: Any, wrong: bool) -> None:
    field: Any = Project._meta.get_field("starts_on")
    row = Project(name="a", starts_on=field.to_python(starts), ends_on=field.to_python(ends))
    with acting(TOOL):
        found = violations(row, frozenset())
    assert found == ({"": ["A project ends after it starts."]} if wrong else {})


# After a race


def refused(do: Any) -> IntegrityError:
    """What the database says when it is asked without us."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        do()
    return error.value


@pytest.mark.django_db
def test_a_check_of_the_database_says_the_same() -> None:
    row = Project(name="a", starts_on="2026-03-02", ends_on="2026-03-01")
    error = refused(lambda: Project.everything.bulk_create([row]))
    assert violated(error, row) == {"": ["A project ends after it starts."]}


@pytest.mark.django_db
def test_a_double_of_the_database_says_the_same() -> None:
    Project.everything.create(name="Vans")
    row = Project(name="Vans")
    error = refused(lambda: Project.everything.bulk_create([row]))
    assert violated(error, row) == {"name": ["There is a project of this name already."]}


@pytest.mark.django_db
def test_a_unique_field_of_the_database_says_the_same() -> None:
    Supplier.everything.create(name="Orla")
    row = Supplier(name="Orla")
    error = refused(lambda: Supplier.everything.bulk_create([row]))
    assert violated(error, row) == {"name": ["There is one with this name already."]}


@pytest.mark.django_db
def test_an_empty_column_is_compulsory() -> None:
    row = Salary(amount=1)
    error = refused(lambda: Salary.everything.bulk_create([row]))
    assert violated(error, row) == {"person": [REQUIRED]}


@pytest.mark.django_db
def test_a_row_that_is_gone_is_said_on_top() -> None:
    from django.db import connection

    row = Task(project_id=4711, name="Drill")

    def make() -> None:
        Task.everything.bulk_create([row])
        connection.check_constraints()

    assert violated(refused(make), row) == {"": [GONE]}


@pytest.mark.django_db
def test_what_is_no_constraint_of_the_row_is_not_explained() -> None:
    """An error that nobody foresaw is not dressed as somebody's mistake."""
    supplier = Supplier.everything.create(name="Orla")
    Invoice.everything.create(number="1", supplier=supplier, amount=1)
    row = Invoice(number="1", supplier=supplier, amount=1)
    error = refused(lambda: Invoice.everything.bulk_create([row]))
    assert violated(error, row) == {"": ["This invoice of this supplier is here already."]}
    with pytest.raises(IntegrityError):
        violated(IntegrityError("something else"), row)


# `kit.Required`


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"name": "a"}, []),
        ({"name": ""}, ["name"]),
    ],
)
def test_required_says_so_beside_each_field(values: dict[str, Any], missing: list[str]) -> None:
    constraint = kit.Required("name", name="project_required")
    row = Project(**values)
    found = beside(constraint, row) if missing else []
    assert found == missing
    assert message_of(constraint) == REQUIRED
