"""Buttons: who may press them, in which state, what they ask and what they set."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from app.models import Invoice, Supplier

import site_kit as kit
from site_kit import bulk, write
from site_kit.actions import action_named, actions_for, annotate_may
from site_kit.asker import acting
from site_kit.errors import Invalid, NotThere, Refused, Stale
from site_kit.registry import only_here
from tests.kit.core.conftest import NOW, Cast
from tests.kit.lab.models import Project, Task


@pytest.fixture
def invoice(cast: Cast, make: Any) -> Invoice:
    supplier = make(Supplier, name="Orla Freight")
    return make(Invoice, number="NP-1", supplier=supplier, amount=1, created_by_id=cast.mara.id)


def named(model: Any, action_id: str) -> Any:
    found = action_named(model, action_id)
    assert found is not None
    return found


def test_an_action_has_its_id_from_its_class_and_its_label_from_the_id() -> None:
    assert [(a.id, a.label, a.tone, a.bulk) for a in actions_for(Invoice)] == [
        ("approve", "Approve", "good", True),
        ("reject", "Reject", "bad", False),
    ]
    assert [a.id for a in actions_for(Project)] == ["start", "close", "swap", "add_task"]


def test_a_transition_moves_the_status_and_sets_the_rest(cast: Cast, invoice: Invoice) -> None:
    done = write.run(named(Invoice, "approve"), invoice, {}, by=cast.ines)
    assert (done.decision, done.match_status) == ("approved", "matched")
    assert (done.decided_by_id, done.decided_at) == (cast.ines.id, NOW)


def test_an_action_is_refused_to_whom_it_is_not_given(cast: Cast, invoice: Invoice) -> None:
    for person in (cast.mara, cast.ada):
        with pytest.raises(Refused) as refused:
            write.run(named(Invoice, "approve"), invoice, {}, by=person)
        assert refused.value.sentence == (
            "Only approvers may approve invoices, and never its author."
        )


def test_nobody_decides_on_what_they_entered(cast: Cast, make: Any, invoice: Invoice) -> None:
    own = make(
        Invoice, number="NP-2", supplier=invoice.supplier, amount=1, created_by_id=cast.ines.id
    )
    with pytest.raises(Refused):
        write.run(named(Invoice, "approve"), own, {}, by=cast.ines)
    nobodys = make(Invoice, number="NP-3", supplier=invoice.supplier, amount=1)
    assert write.run(named(Invoice, "approve"), nobodys, {}, by=cast.ines).pk


def test_the_second_of_two_clicks_reads_the_new_state(cast: Cast, invoice: Invoice) -> None:
    write.run(named(Invoice, "approve"), invoice, {}, by=cast.ines)
    with pytest.raises(Stale, match=r"^Invoice NP-1 is Approved by now\.$"):
        write.run(named(Invoice, "reject"), invoice, {"reason": "x"}, by=cast.ines)


def test_what_an_action_needs_is_asked_beside_its_field(cast: Cast, invoice: Invoice) -> None:
    with pytest.raises(Invalid) as refused:
        write.run(named(Invoice, "reject"), invoice, {"reason": "  "}, by=cast.ines)
    assert refused.value.errors == {"reason": ["This field is required."]}
    done = write.run(named(Invoice, "reject"), invoice, {"reason": "Twice."}, by=cast.ines)
    assert done.reason == "Twice."


def test_an_action_takes_nothing_it_does_not_ask_for(cast: Cast, invoice: Invoice) -> None:
    with pytest.raises(Invalid, match="Approve does not ask for this"):
        write.run(named(Invoice, "approve"), invoice, {"amount": 0}, by=cast.ines)


def test_an_action_on_a_hidden_row_finds_nothing(cast: Cast, make: Any) -> None:
    hidden = make(Project, name="hidden")
    with pytest.raises(NotThere):
        write.run(named(Project, "swap"), hidden, {}, by=cast.ines)


def test_an_action_waits_for_its_condition(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    task = make(Task, project=project, name="Drill")
    with pytest.raises(Stale, match="Close: not while Project Vans is as it is"):
        write.run(named(Project, "close"), project, {}, by=cast.mara)
    task.delete()
    assert write.run(named(Project, "close"), project, {}, by=cast.mara).stage == "over"


def test_all_right_sides_are_worked_out_before_any_left_is_written(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 1))
    Project.everything.update(ends_on=date(2026, 1, 9))
    with pytest.raises(Invalid, match="ends after it starts"):
        write.run(named(Project, "swap"), project, {}, by=cast.ines)
    Project.everything.update(ends_on=None, starts_on=date(2026, 1, 9))
    done = write.run(named(Project, "swap"), project, {}, by=cast.ines)
    assert (done.starts_on, done.ends_on) == (None, date(2026, 1, 9))


def test_a_left_side_may_go_through_one_relation(cast: Cast, make: Any) -> None:
    parent = make(Project, name="hidden", stage="running")
    project = make(Project, name="Vans", lead_id=cast.mara.id, parent=parent)
    write.run(named(Project, "close"), project, {}, by=cast.mara)
    parent.refresh_from_db()
    assert parent.secret == "Vans"


def test_a_create_action_makes_a_row_from_this_one(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", ends_on=date(2026, 5, 1), lead_id=cast.jon.id)
    asked = {"name": "Drill", "hours": "2.5"}
    task = write.run(named(Project, "add_task"), project, asked, by=cast.mara)
    assert (task.project_id, task.due, task.done) == (project.pk, date(2026, 5, 1), False)
    assert (str(task.hours), task.created_by_id) == ("2.50", cast.mara.id)
    with pytest.raises(Invalid):
        write.run(named(Project, "add_task"), project, {"hours": 1}, by=cast.mara)


def test_many_rows_are_done_each_by_itself(cast: Cast, make: Any, invoice: Invoice) -> None:
    own = make(
        Invoice, number="NP-2", supplier=invoice.supplier, amount=1, created_by_id=cast.ines.id
    )
    outcomes = bulk.run_on_all(named(Invoice, "approve"), [invoice, own], {}, by=cast.ines)
    assert [bool(outcome.error) for outcome in outcomes] == [False, True]
    assert "never its author" in outcomes[1].error


def test_a_list_knows_for_each_row_which_buttons_it_has(
    cast: Cast, make: Any, invoice: Invoice
) -> None:
    make(Invoice, number="NP-2", supplier=invoice.supplier, amount=1, decision="approved")
    with acting(cast.ines):
        rows = annotate_may(Invoice.objects.order_by("number"), cast.ines)
        found = list(rows.values_list("may_edit", "may_delete", "may_approve", "may_reject"))
    assert found == [(True, False, True, True), (True, False, False, False)]


def test_a_status_with_transitions_is_in_no_form(cast: Cast, invoice: Invoice) -> None:
    with pytest.raises(Refused, match="Decision is not yours to change here"):
        write.edit(invoice, {"decision": "approved"}, by=cast.ada)


def test_may_run_gives_its_reason(cast: Cast, invoice: Invoice) -> None:
    approve = named(Invoice, "approve")
    assert approve.may_run(cast.ines, invoice)
    assert not approve.may_run(cast.mara, invoice)
    assert "Only approvers" in approve.may_run(cast.mara).reason


def test_whom_not_by_means_never_presses_a_button_that_makes_rows(cast: Cast, make: Any) -> None:
    project = make(Project, name="Quay", lead_id=cast.mara.id)
    with only_here():
        words = {"model": Project, "not_by": ("row.lead",)}
        button: Any = type("NotMineProject", (kit.Create,), words)()
        assert button.may_run(cast.jon, project)
        assert not button.may_run(cast.mara, project)
