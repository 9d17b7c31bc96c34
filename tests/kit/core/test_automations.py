"""What the tool does by itself, in the transaction of its cause."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from app.models import Invoice, Supplier
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import F, Q

import site_kit as kit
from site_kit import happenings, write
from site_kit.actions import action_named
from site_kit.errors import Invalid
from site_kit.records import HistoryLine, Notification, Outgoing, Run
from site_kit.registry import only_here
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import LogLine, Project


@pytest.mark.parametrize(
    ("po_number", "po_amount", "tolerance", "expected"),
    [
        ("", None, 2, "exception"),
        ("PO-1", None, 2, "unmatched"),
        ("PO-1", "98.04", 2, "matched"),
        ("PO-1", "98.03", 2, "flagged"),
        ("PO-1", "0", 2, "flagged"),
        ("PO-1", "100", None, "flagged"),
        ("PO-1", "102.05", 2, "flagged"),
    ],
)
def test_the_first_case_that_holds_decides(
    cast: Cast, make: Any, po_number: str, po_amount: Any, tolerance: Any, expected: str
) -> None:
    supplier = make(Supplier, name="Orla", tolerance=tolerance)
    values = {"number": "1", "supplier": supplier, "amount": 100}
    values |= {"po_number": po_number, "po_amount": po_amount}
    invoice = write.create(Invoice, values, by=cast.mara)
    assert invoice.match_status == expected
    run = Run.objects.get()
    assert (run.automation, run.ok, run.by_id, run.record) == (
        "match",
        True,
        cast.mara.id,
        invoice.pk,
    )


def test_history_says_that_the_tool_did_it(cast: Cast, make: Any) -> None:
    supplier = make(Supplier, name="Orla")
    write.create(Invoice, {"number": "1", "supplier": supplier, "amount": 1}, by=cast.mara)
    by_hand, by_itself = HistoryLine.objects.order_by("id")
    assert (by_hand.by_id, by_hand.action, by_hand.cause) == (cast.mara.id, "created", "form")
    assert (by_itself.by_id, by_itself.action, by_itself.cause) == (None, "edited", "match")
    assert by_itself.changes == {"match_status": ["unmatched", "exception"]}


def test_a_change_to_a_value_makes_a_row_and_tells_people(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    start = action_named(Project, "start")
    assert start is not None
    write.run(start, project, {"starts_on": "2026-03-01"}, by=cast.mara)
    assert LogLine.everything.get().text == "Vans"
    text = f"Vans was Idea, is Under way: https://tool.example/project/{project.pk}/"
    told = Notification.objects.get()
    assert (told.person_id, told.text, told.link) == (
        cast.mara.id,
        text,
        f"/project/{project.pk}/",
    )
    waiting = Outgoing.objects.get()
    assert waiting.to == {"people": [cast.mara.id], "roles": ["planner"], "emails": []}
    assert (waiting.text, waiting.sent_at) == (text, None)


def test_another_change_starts_nothing(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    write.edit(project, {"name": "Cars"}, by=cast.mara)
    assert not Run.objects.filter(automation="log").exists()


def test_saved_is_a_row_made_or_one_of_its_fields_changed(cast: Cast, make: Any) -> None:
    project = write.create(Project, {"name": "Vans", "budget": 2000}, by=cast.ada)
    assert project.secret == "dear"
    cheap = make(Project, name="Cars", lead_id=cast.ines.id)
    assert write.edit(cheap, {"name": "Carts"}, by=cast.ines).secret == ""
    assert write.edit(cheap, {"budget": 1001}, by=cast.ines).secret == "dear"


def test_a_condition_that_does_not_hold_is_no_run(cast: Cast) -> None:
    write.create(Project, {"name": "Vans", "budget": 5}, by=cast.ada)
    assert not Run.objects.filter(automation="cost", error="").exists()


def test_an_action_starts_what_waits_for_it(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.jon.id)
    add_task = action_named(Project, "add_task")
    assert add_task is not None
    write.run(add_task, project, {"name": "Drill"}, by=cast.mara)
    project.refresh_from_db()
    assert project.tags == ["blue"]


def test_a_chain_ends_at_three(cast: Cast) -> None:
    write.create(LogLine, {"text": "echo"}, by=cast.mara)
    assert LogLine.everything.count() == 4
    assert Run.objects.filter(ok=True).count() == 3
    assert Run.objects.get(ok=False).error == "It would be the 4th in a chain."


def test_a_step_that_cannot_be_done_leaves_the_cause_standing(cast: Cast) -> None:
    line = write.create(LogLine, {"text": "too long"}, by=cast.mara)
    assert LogLine.everything.get() == line
    run = Run.objects.get()
    assert not run.ok
    assert "at most 250 characters" in run.error


def in_the_database(*args: Any, **kwargs: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


@pytest.mark.parametrize("where", ["_do", "holds"])
@pytest.mark.parametrize("breaks", [in_the_database, mock.Mock(side_effect=ZeroDivisionError)])
def test_nor_does_what_nobody_foresaw_keep_anybody_from_saving(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    where: str,
    breaks: Any,
) -> None:
    monkeypatch.setattr(happenings, where, breaks)
    line = write.create(LogLine, {"text": "echo"}, by=cast.mara)
    assert LogLine.everything.get() == line
    assert set(Run.objects.values_list("error", flat=True)) == {happenings.BROKE_OFF}
    assert any(record.exc_info and "Echo broke off" in record.message for record in caplog.records)


def test_me_is_nobody_while_the_tool_acts(cast: Cast, make: Any) -> None:
    with only_here():

        class ClaimProject(kit.Automation):
            model = Project
            when = kit.Changed("name")
            do = (kit.Set({"lead": kit.Me()}),)

        project = make(Project, name="Vans", lead_id=cast.mara.id)
        assert write.edit(project, {"name": "Cars"}, by=cast.mara).lead is None


def test_nothing_is_told_of_what_did_not_happen(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    start = action_named(Project, "start")
    assert start is not None
    with pytest.raises(Invalid):
        write.run(start, project, {"starts_on": "never"}, by=cast.mara)
    assert not Outgoing.objects.exists()
    assert not LogLine.everything.exists()


def test_the_file_of_a_row_becomes_that_of_another_and_may_be_taken_away(
    cast: Cast, make: Any
) -> None:
    with only_here() as declared:
        declared.automations.clear()
        one = kit.Make(Project, {"name": "Two", "paper": F("paper")})
        own = {"model": Project, "when": kit.Created(), "where": Q(name="One")}
        type("HandOn", (kit.Automation,), {**own, "do": (one, kit.Set({"paper": None}))})
        write.create(Project, {"name": "One", "paper": ContentFile(b"x", "a.txt")}, by=cast.mara)
    kept = dict(Project.everything.values_list("name", "paper"))
    assert kept["One"] == ""
    assert kept["Two"].endswith("/a.txt")
    assert Run.objects.get().error == ""
