"""A file that is brought twice: rows are known again, rules hold row by row."""

from __future__ import annotations

from typing import Any

import pytest
from app.models import Invoice, Supplier

from site_kit.asker import acting
from site_kit.web.importing import Report, brought, unique_field
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import Project

Table = list[list[str]]
SUPPLIERS = [["Name", "Email"], ["Orla", "a@x.example"], ["Nord", "b@x.example"]]


def counted(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.same, len(report.refused)


def brings(person: Any, model: Any, table: Table) -> Report:
    with acting(person):
        return brought(model, table)


def test_a_row_is_known_again_by_its_unique_field(cast: Cast) -> None:
    assert counted(brings(cast.ada, Supplier, SUPPLIERS)) == (2, 0, 0, 0)
    assert counted(brings(cast.ada, Supplier, SUPPLIERS)) == (0, 0, 2, 0)
    changed = [*SUPPLIERS[:2], ["Nord", "c@x.example"]]
    assert counted(brings(cast.ada, Supplier, changed)) == (0, 1, 1, 0)
    assert Supplier.everything.get(name="Nord").email == "c@x.example"
    assert Supplier.everything.count() == 2


def test_rules_hold_row_by_row(cast: Cast, make: Any) -> None:
    make(Supplier, name="Orla")
    table = [["number", "supplier", "amount"], ["1", "Orla", "5"], ["1", "Orla", "6"]]
    report = brings(cast.ada, Invoice, [*table, ["", "Orla", "6"], ["2", "Orla", "6"]])
    assert report.refused == [
        (3, "1", "This invoice of this supplier is here already."),
        (4, "Orla", "Invoice number: This field is required."),
    ]
    assert report.added == 2


def test_what_is_unique_under_a_condition_knows_no_row(cast: Cast) -> None:
    with acting(cast.ada):
        assert unique_field(Project) is None
        assert unique_field(Supplier).name == "name"


@pytest.mark.parametrize("who", ["mara", "jon"])
def test_a_row_that_may_not_be_changed_is_refused(cast: Cast, make: Any, who: str) -> None:
    make(Supplier, name="Orla", email="a@x.example")
    report = brings(getattr(cast, who), Supplier, [["name", "email"], ["Orla", "b@x.example"]])
    assert counted(report) == (0, 0, 0, 1)
    assert Supplier.everything.get().email == "a@x.example"
