"""Where a path leads."""

from __future__ import annotations

from typing import Any

import pytest
from app.models import Invoice, Supplier
from django.db import models

import site_kit as kit
from site_kit.directory.models import Person
from site_kit.paths import NoSuchPath, computed_of, has_name, names_of, walk
from tests.kit.lab.models import Project, Task


@pytest.mark.parametrize(
    ("model", "path", "full", "owner", "rest"),
    [
        (Invoice, "number", "number", Invoice, ()),
        (Invoice, "supplier", "supplier", Invoice, ()),
        (Invoice, "supplier.name", "supplier__name", Supplier, ()),
        (Invoice, "supplier__name__icontains", "supplier__name", Supplier, ("icontains",)),
        (Invoice, "amount__abs__lte", "amount", Invoice, ("abs", "lte")),
        (Invoice, "supplier__isnull", "supplier", Invoice, ("isnull",)),
        (Invoice, "supplier_id", "supplier", Invoice, ()),
        (Invoice, "pk", "id", Invoice, ()),
        (Invoice, "created_by__manager__name", "created_by__manager__name", Person, ()),
        (Invoice, "decision__closed", "decision", Invoice, ("closed",)),
        (Invoice, "variance__gte", "variance", Invoice, ("gte",)),
        (Invoice, "supplier__waiting", "supplier__waiting", Supplier, ()),
        (Task, "project.parent.lead.email", "project__parent__lead__email", Person, ()),
    ],
)
def test_a_path_is_walked_to_its_field(
    model: Any, path: str, full: str, owner: Any, rest: tuple[str, ...]
) -> None:
    found = walk(model, path)
    assert (found.full, found.owner, found.rest) == (full, owner, rest)


def test_a_path_knows_what_it_goes_through() -> None:
    assert walk(Invoice, "supplier__waiting").computed
    assert not walk(Invoice, "supplier__name").computed
    assert walk(Project, "members__name").many == "members"
    assert walk(Task, "project__members").many == "project__members"
    assert walk(Task, "project__lead").many == ""


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nmber", "Invoice has no field 'nmber'. Did you mean 'number'?"),
        ("supplier__nmae", ""),
        ("", "Invoice has no field ''."),
        ("__class__", "Invoice has no field ''."),
        ("objects", "Invoice has no field 'objects'."),
        ("save", "Invoice has no field 'save'."),
        ("_state", "Invoice has no field '_state'."),
    ],
)
def test_a_path_that_names_nothing_says_so(path: str, said: str) -> None:
    if said:
        with pytest.raises(NoSuchPath) as wrong:
            walk(Invoice, path)
        assert str(wrong.value).startswith(said)
    else:
        assert walk(Invoice, path).rest == ("nmae",)


def test_there_is_no_way_back_from_a_relation() -> None:
    for path in ("invoice", "invoice_set", "supplier", "+"):
        assert not has_name(Supplier, path)
    assert not has_name(Person, "invoice")


def test_the_names_of_an_entity_are_its_fields_stored_and_worked_out() -> None:
    assert names_of(Supplier) == [
        "id",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
        "name",
        "email",
        "tolerance",
        "waiting",
    ] or set(names_of(Supplier)) >= {"name", "waiting"}
    assert list(computed_of(Project)) == [
        "open_tasks",
        "hours",
        "done_share",
        "late",
        "last_task",
        "same_budget",
    ]
    assert computed_of(Person) == {}


def test_a_field_may_be_named_by_its_id_where_python_refuses_it() -> None:
    from django.test.utils import isolate_apps

    with isolate_apps("tests.kit.lab"):

        class Trip(kit.Row):
            from_field = models.CharField("From", max_length=9, db_column="from")

            class Meta:
                app_label = "lab"

        assert walk(Trip, "from_field").full == "from_field"
