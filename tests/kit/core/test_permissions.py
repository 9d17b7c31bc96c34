"""Rights: which rows, which verbs, which fields."""

from __future__ import annotations

from typing import Any

import pytest
from app.models import Invoice, Supplier
from django.db.models import F

from site_kit import write
from site_kit.asker import NOBODY, TOOL, Asker, acting
from site_kit.errors import Refused
from site_kit.permissions import rights_for
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import LogLine, Project, Salary, Task

VERBS = ("view", "create", "edit", "delete", "import")


def may(model: Any, asker: Asker, row: Any = None) -> str:
    rights = rights_for(model)
    return " ".join(verb for verb in VERBS if rights.allowed(verb, row, asker))


def test_the_whole_table_of_the_invoice_tool(cast: Cast, make: Any) -> None:
    supplier = make(Supplier, name="Orla Freight")
    invoice = make(Invoice, number="OF-1", supplier=supplier, amount=1)
    assert {
        (name, model.__name__): may(model, getattr(cast, name), row)
        for model, row in ((Supplier, supplier), (Invoice, invoice))
        for name in ("ada", "ines", "mara", "otto")
    } == {
        ("ada", "Supplier"): "view create edit delete import",
        ("ines", "Supplier"): "view create edit import",
        ("mara", "Supplier"): "view",
        ("otto", "Supplier"): "",
        ("ada", "Invoice"): "view create edit delete import",
        ("ines", "Invoice"): "view create edit import",
        ("mara", "Invoice"): "view create edit import",
        ("otto", "Invoice"): "",
    }
    assert may(Invoice, NOBODY, invoice) == ""
    assert may(Invoice, TOOL, invoice) == "view create edit delete import"


def test_a_row_entry_gives_the_rows_that_lead_to_the_asker(cast: Cast, make: Any) -> None:
    led = make(Project, name="hidden A", lead_id=cast.mara.id)
    helped = make(Project, name="hidden B", members=[cast.mara.id, cast.jon.id])
    make(Project, name="hidden C")
    with acting(cast.mara):
        assert list(Project.objects.order_by("name")) == [led, helped]
    with acting(cast.jon):
        assert list(Project.objects.order_by("name")) == [helped]
    assert may(Project, cast.mara, helped) == "view edit"
    assert may(Project, cast.ines, helped) == ""


def test_people_and_open_grants_together_never_double_a_row(cast: Cast, make: Any) -> None:
    make(Project, name="Vans", lead_id=cast.mara.id, members=[cast.mara.id, cast.jon.id])
    with acting(cast.mara):
        assert Project.objects.count() == 1


def test_a_path_may_begin_with_the_rows_that_point_here(cast: Cast, make: Any) -> None:
    project = make(Project, name="hidden A")
    make(Task, project=project, name="Drill", created_by_id=cast.jon.id)
    with acting(cast.jon):
        assert list(Project.objects.all()) == [project]
    with acting(cast.mara):
        assert list(Project.objects.all()) == []


def test_a_condition_that_is_empty_gives_nothing_and_not_of_it_gives(cast: Cast, make: Any) -> None:
    make(Project, name="Vans")
    make(Project, name="hidden")
    with acting(cast.mara):
        assert [p.name for p in Project.objects.all()] == ["Vans"]


def test_child_rows_have_their_parents_rights(cast: Cast, make: Any) -> None:
    project = make(Project, name="hidden A", lead_id=cast.mara.id)
    task = make(Task, project=project, name="Drill")
    assert may(Task, cast.mara, task) == "view create edit delete import"
    assert may(Task, cast.jon, task) == ""
    assert may(Task, cast.ada, task) == "view create edit delete import"


def test_admins_only_look_where_permission_is_needed(cast: Cast, make: Any) -> None:
    salary = make(Salary, person_id=cast.jon.id, amount=1)
    assert may(Salary, cast.ada, salary) == "view"
    assert may(Salary, cast.mara, salary) == ""


def test_nobody_edits_or_deletes_a_log(cast: Cast, make: Any) -> None:
    line = make(LogLine, text="It rained.")
    assert may(LogLine, cast.ada, line) == "view create import"
    with pytest.raises(Refused, match=r"Nobody may edit log lines: they are only added to\."):
        write.edit(line, {"text": "It shone."}, by=cast.ada)


def test_a_refusal_says_who_may(cast: Cast, make: Any) -> None:
    supplier = make(Supplier, name="Orla Freight")
    with pytest.raises(Refused) as refused:
        write.edit(supplier, {"name": "Mine"}, by=cast.mara)
    assert refused.value.sentence == "Only approvers or admins may edit suppliers."
    assert (refused.value.id, refused.value.status) == ("refused", 403)


def test_a_field_seen_by_some_is_absent_for_others(cast: Cast) -> None:
    rights = rights_for(Project)
    for_ada, for_ines, for_mara = (
        rights.fields_for(one) for one in (cast.ada, cast.ines, cast.mara)
    )
    assert "budget" in for_ada.seen
    assert "budget" in for_ines.seen
    assert "budget" not in for_mara.seen | set(for_mara.seen_where)
    assert "budget" not in for_mara.edited
    assert "secret" in for_mara.seen_where
    assert "secret" not in for_mara.seen | for_ada.seen


def test_a_field_that_a_row_entry_shows_depends_on_the_row(cast: Cast, make: Any) -> None:
    hers = make(Project, name="Vans", lead_id=cast.mara.id)
    other = make(Project, name="Ships", lead_id=cast.jon.id)
    fields = rights_for(Project).fields_for(cast.mara)
    with acting(cast.mara):
        assert "secret" in fields.seen_on(hers)
        assert "secret" not in fields.seen_on(other)
        assert "stage" not in fields.edited_on(hers)


def test_what_is_not_typed_in_is_in_no_form(cast: Cast) -> None:
    edited = rights_for(Invoice).fields_for(cast.ada).edited
    assert edited == {
        "number",
        "supplier",
        "amount",
        "po_number",
        "po_amount",
        "received_on",
        "agent_notes",
        "document",
    }


def test_a_computed_field_counts_all_rows_whoever_looks(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.jon.id)
    make(Task, project=project, name="hidden from Mara")
    with acting(cast.mara):
        assert Project.objects.annotate(n=F("open_tasks")).get().n == 1
        assert Task.objects.count() == 1
    project.name = "hidden"
    project.save()
    with acting(cast.mara):
        assert Task.objects.count() == 0


def test_visible_rows_are_changed_by_write_alone(cast: Cast, make: Any) -> None:
    make(Supplier, name="Orla Freight")
    with acting(cast.ada):
        for change in (
            lambda: Supplier.objects.update(name="x"),
            lambda: Supplier.objects.all().delete(),
            lambda: Supplier.objects.create(name="x"),
            lambda: Supplier.objects.filter(pk=1).bulk_create([]),
        ):
            with pytest.raises(TypeError, match=r"changed by site_kit\.write"):
                change()
