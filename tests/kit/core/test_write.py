"""The one way in: what a write checks, in which order, and what it says."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from app.models import Invoice, Supplier
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from site_kit import write
from site_kit.asker import NOBODY, acting
from site_kit.errors import Invalid, Locked, NotThere, Refused, Stale
from tests.kit.core.conftest import NOW, Cast
from tests.kit.lab.models import LogLine, Project, Salary, Task


@pytest.fixture
def orla(make: Any) -> Supplier:
    return make(Supplier, name="Orla Freight")


def errors_of(do: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        do()
    return refused.value.errors


def test_a_row_carries_who_made_it_and_when(cast: Cast, orla: Supplier) -> None:
    invoice = write.create(Invoice, {"number": "1", "supplier": orla, "amount": 5}, by=cast.mara)
    assert (invoice.created_by_id, invoice.created_at) == (cast.mara.id, NOW)
    assert (invoice.updated_by_id, invoice.updated_at) == (cast.mara.id, NOW)
    invoice = write.edit(invoice, {"amount": 6}, by=cast.jon)
    assert (invoice.created_by_id, invoice.updated_by_id) == (cast.mara.id, cast.jon.id)


def test_typed_texts_become_what_the_fields_keep(cast: Cast, orla: Supplier) -> None:
    typed = {
        "number": "  NP-1 ",
        "supplier": str(orla.pk),
        "amount": "12.50",
        "po_amount": "",
        "received_on": "2026-03-01",
        "agent_notes": None,
    }
    invoice = write.create(Invoice, typed, by=cast.mara)
    assert invoice.number == "NP-1"
    assert invoice.amount == Decimal("12.50")
    assert invoice.po_amount is None
    assert invoice.agent_notes == ""
    assert invoice.received_on.isoformat() == "2026-03-01"


def test_everything_that_is_wrong_is_said_at_once(cast: Cast) -> None:
    typed = {"number": " ", "amount": "a lot", "received_on": "soon", "supplier": "99999"}
    errors = errors_of(lambda: write.create(Invoice, typed, by=cast.mara))
    assert sorted(errors) == ["amount", "number", "received_on", "supplier"]
    assert errors["number"] == ["This field is required."]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "NaN"),
        ("amount", "1e999"),
        ("amount", [1]),
        ("supplier", "9" * 40),
        ("supplier", "x"),
        ("number", "a\x00b"),
        ("number", "x" * 251),
        ("received_on", "0000-00-00"),
        ("received_on", 7),
        ("document", "a/../b"),
    ],
)
def test_strange_values_are_refused_beside_their_field(
    cast: Cast, orla: Supplier, field: str, value: Any
) -> None:
    typed = {"number": "1", "supplier": orla, "amount": 1, field: value}
    assert list(errors_of(lambda: write.create(Invoice, typed, by=cast.mara))) == [field]
    assert not Invoice.everything.exists()


def test_a_file_is_sent_and_never_named(cast: Cast, make: Any) -> None:
    """A name alone would reach the files of other rows."""
    project = make(Project, name="Vans", paper="files/others.pdf", members=[cast.mara.id])
    errors = errors_of(lambda: write.edit(project, {"paper": "files/secret.pdf"}, by=cast.mara))
    assert errors == {"paper": ["A file is sent here, not named."]}
    kept = write.edit(project, {"paper": "files/others.pdf", "name": "Cars"}, by=cast.mara)
    assert kept.paper.name == "files/others.pdf"
    upload = SimpleUploadedFile("plan.txt", b"plan")
    assert write.edit(project, {"paper": upload}, by=cast.mara).paper.read() == b"plan"
    assert not write.edit(project, {"paper": ""}, by=cast.mara).paper


def test_an_unknown_name_is_refused_with_the_nearest(cast: Cast) -> None:
    errors = errors_of(lambda: write.create(Invoice, {"amounts": 1}, by=cast.mara))
    assert errors == {"": ["Invoice has no field 'amounts'. Did you mean 'amount'?"]}


def test_nothing_can_be_reached_through_a_relation(cast: Cast, orla: Supplier) -> None:
    errors = errors_of(lambda: write.create(Invoice, {"supplier__name": "x"}, by=cast.mara))
    assert errors == {"name": ["This is worked out, not typed in."]}
    errors = errors_of(lambda: write.edit(orla, {"waiting": 3}, by=cast.ada))
    assert errors == {"waiting": ["This is worked out, not typed in."]}


@pytest.mark.parametrize("field", ["match_status", "decided_by", "created_by", "id", "decision"])
def test_what_is_not_typed_in_cannot_be_sent_either(cast: Cast, orla: Supplier, field: str) -> None:
    values = {"match_status": "matched", "decision": "approved"}
    invoice = write.create(Invoice, {"number": "1", "supplier": orla, "amount": 1}, by=cast.mara)
    with pytest.raises(Refused, match="is not yours to change here"):
        write.edit(invoice, {field: values.get(field, 4)}, by=cast.ada)
    with pytest.raises(Refused, match="is not yours to change here"):
        write.create(
            Invoice,
            {"number": "2", "supplier": orla, "amount": 1, field: values.get(field, 4)},
            by=cast.ada,
        )


def test_sending_what_is_there_anyway_is_no_change(cast: Cast, orla: Supplier) -> None:
    invoice = write.create(Invoice, {"number": "1", "supplier": orla, "amount": 1}, by=cast.mara)
    again = write.edit(invoice, {"decision": "open", "amount": "1.00"}, by=cast.jon)
    assert again.updated_by_id == cast.mara.id


def test_a_field_for_some_people_only_is_refused_to_others(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", members=[cast.mara.id], budget=1)
    with pytest.raises(Refused, match="Budget is not yours"):
        write.edit(project, {"budget": 5}, by=cast.mara)
    with pytest.raises(Refused, match="Secret is not yours"):
        write.edit(project, {"secret": "gold"}, by=cast.mara)
    with pytest.raises(Refused, match="Secret is not yours"):
        write.edit(project, {"secret": ""}, by=cast.mara)  # a guess is not answered either
    assert write.edit(project, {"name": "Cars"}, by=cast.mara).name == "Cars"


def test_a_row_one_cannot_see_reads_like_none(cast: Cast, make: Any) -> None:
    salary = make(Salary, person_id=cast.jon.id, amount=1)
    for do in (
        lambda: write.edit(salary, {"amount": 2}, by=cast.jon),
        lambda: write.delete(salary, by=cast.mara),
        lambda: write.delete(salary, by=NOBODY),
    ):
        with pytest.raises(NotThere, match=r"There is no such salary\."):
            do()


def test_the_create_right_is_asked_of_the_row_as_written(cast: Cast) -> None:
    with pytest.raises(Refused, match="may create projects"):
        write.create(Project, {"name": "hidden plan"}, by=cast.mara)
    assert not Project.everything.exists()
    assert write.create(Project, {"name": "open plan"}, by=cast.mara).pk


def test_whoever_may_create_nothing_is_told_so_before_anything_else(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"Only approvers or admins may create suppliers\."):
        write.create(Supplier, {"strange": 1}, by=cast.mara)


def test_a_page_may_set_what_the_person_may_not(cast: Cast, orla: Supplier) -> None:
    from django.db.models import F

    invoice = write.create(
        Invoice,
        {"number": "1", "supplier": orla, "amount": 7},
        by=cast.mara,
        sets={"reason": "By the form.", "po_amount": F("amount")},
    )
    assert (invoice.reason, invoice.po_amount) == ("By the form.", 7)


def test_an_edit_of_an_older_state_is_stale(cast: Cast, orla: Supplier) -> None:
    orla = write.edit(orla, {"email": "a@orla.example"}, by=cast.ada, as_of=orla.updated_at)
    assert orla.updated_at == NOW
    with pytest.raises(Stale, match="Supplier Orla Freight was changed meanwhile"):
        write.edit(orla, {"email": "b@x.example"}, by=cast.ada, as_of=NOW - timedelta(hours=1))


def test_a_relation_can_only_be_a_row_that_one_may_see(cast: Cast, make: Any) -> None:
    hidden = make(Project, name="hidden", lead_id=cast.jon.id)
    errors = errors_of(
        lambda: write.create(Task, {"project": hidden, "name": "Peep"}, by=cast.mara)
    )
    assert errors == {"project": ["This cannot be chosen here."]}
    assert write.create(Task, {"project": hidden, "name": "Drill"}, by=cast.jon).pk


def test_people_are_kept_and_compared(cast: Cast, make: Any) -> None:
    project = write.create(
        Project, {"name": "Vans", "members": [cast.mara.id, str(cast.jon.id)]}, by=cast.mara
    )
    assert sorted(p.pk for p in project.members.all()) == [cast.mara.id, cast.jon.id]
    project = write.edit(project, {"members": []}, by=cast.mara)
    assert not project.members.exists()
    errors = errors_of(lambda: write.edit(project, {"members": [77]}, by=cast.ada))
    assert errors == {"members": ["This cannot be chosen here."]}


def test_somebody_who_left_cannot_be_chosen_any_more(cast: Cast, make: Any) -> None:
    from site_kit.directory.models import Person

    Person.objects.filter(pk=cast.jon.id).update(active=False)
    errors = errors_of(
        lambda: write.create(Project, {"name": "Vans", "members": [cast.jon.id]}, by=cast.mara)
    )
    assert errors == {"members": ["This cannot be chosen here."]}


def test_deleting_says_what_still_needs_the_row(cast: Cast, orla: Supplier, make: Any) -> None:
    make(Invoice, number="1", supplier=orla, amount=1)
    with pytest.raises(Locked, match=r"Supplier Orla Freight is still used by invoices\."):
        write.delete(orla, by=cast.ada)
    with pytest.raises(Refused, match=r"Only admins may delete suppliers\."):
        write.delete(orla, by=cast.ines)
    Invoice.everything.all().delete()
    write.delete(orla, by=cast.ada)
    assert not Supplier.everything.exists()


def test_a_refused_write_leaves_nothing_behind(cast: Cast, orla: Supplier) -> None:
    from site_kit.records import HistoryLine

    lines = HistoryLine.objects.count()
    errors_of(lambda: write.create(Invoice, {"number": "1", "amount": 1}, by=cast.mara))
    assert not Invoice.everything.exists()
    assert HistoryLine.objects.count() == lines


def test_an_error_has_an_id_and_a_code_for_programs() -> None:
    found = {(e.id, e.status) for e in (Invalid, Refused, NotThere, Locked, Stale)}
    assert found == {
        ("invalid", 422),
        ("refused", 403),
        ("not_there", 404),
        ("locked", 409),
        ("stale", 409),
    }


def test_a_write_asks_the_database_few_times(
    cast: Cast, orla: Supplier, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(16):
        write.create(LogLine, {"text": "It rained."}, by=cast.mara)
    with acting(cast.mara):
        assert connection.in_atomic_block
