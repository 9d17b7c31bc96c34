"""History, restore and comments."""

from __future__ import annotations

from typing import Any

import pytest
from app.models import Invoice, Supplier

from site_kit import comments, history, write
from site_kit.errors import Invalid, NotThere, Refused, Stale
from site_kit.records import HistoryLine
from tests.kit.core.conftest import NOW, Cast
from tests.kit.lab.models import Project, Salary, Task


def test_a_line_says_who_when_and_what_in_words(cast: Cast, make: Any) -> None:
    orla, north = make(Supplier, name="Orla"), make(Supplier, name="North")
    invoice = make(Invoice, number="1", supplier=orla, amount="1.50", po_number="P")
    write.edit(invoice, {"supplier": north, "amount": 2, "received_on": None}, by=cast.mara)
    line = history.lines(invoice, cast.jon)[0]
    assert (line.by, line.at, line.action) == ("Mara Lind", NOW, "Edited")
    assert line.changes == [
        ("Supplier", "Orla", "North"),
        ("Amount", "1.50", "2.00"),
        ("Received on", "2026-03-11", ""),
    ]


def test_no_change_is_no_line(cast: Cast, make: Any) -> None:
    supplier = make(Supplier, name="Orla")
    write.edit(supplier, {"name": "Orla", "email": ""}, by=cast.ada)
    assert not HistoryLine.objects.exists()


def test_a_line_is_cut_to_the_fields_one_may_see(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    write.edit(project, {"secret": "gold", "name": "Cars"}, by=cast.mara)
    labels = {
        name: [label for label, _, _ in history.lines(project, getattr(cast, name))[0].changes]
        for name in ("mara", "jon", "ada")
    }
    assert labels == {"mara": ["Name", "Secret"], "jon": ["Name"], "ada": ["Name"]}


def test_people_tags_and_choices_read_in_words(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    values = {"members": [cast.jon.id, cast.ines.id], "tags": ["red"]}
    write.edit(project, values, by=cast.mara)
    changes = history.lines(project, cast.mara)[0].changes
    assert ("Members", "", "Ines Roca, Jon Vale") in changes
    assert ("Tags", "", "Red") in changes


def test_a_deleted_row_comes_back_with_its_number(cast: Cast, make: Any) -> None:
    orla = make(Supplier, name="Orla")
    invoice = make(Invoice, number="1", supplier=orla, amount="1.50", created_by_id=cast.mara.id)
    number = invoice.pk
    write.delete(invoice, by=cast.ada)
    line = HistoryLine.objects.get(action="deleted")
    assert not history.may_restore(line, Invoice, cast.otto)
    back = write.restore(line, Invoice, by=cast.ada)
    assert (back.pk, back.number, str(back.amount), back.supplier) == (number, "1", "1.50", orla)
    with pytest.raises(Stale, match="It is back already"):
        write.restore(line, Invoice, by=cast.ada)


def test_child_rows_are_kept_with_their_parent(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans")
    make(Task, project=project, name="Drill")
    write.delete(project, by=cast.ada)
    assert list(HistoryLine.objects.values_list("entity", "action").order_by("id")) == [
        ("task", "deleted"),
        ("project", "deleted"),
    ]
    line = HistoryLine.objects.get(entity="project")
    write.restore(line, Project, by=cast.ada)
    line = HistoryLine.objects.get(entity="task")
    assert write.restore(line, Task, by=cast.ada).name == "Drill"


def test_restoring_needs_the_right_to_create(cast: Cast, make: Any) -> None:
    orla = make(Supplier, name="Orla")
    write.delete(orla, by=cast.ada)
    line = HistoryLine.objects.get()
    with pytest.raises(Refused, match="may create suppliers"):
        write.restore(line, Supplier, by=cast.mara)


def test_what_was_hidden_stays_hidden_when_it_is_deleted(cast: Cast, make: Any) -> None:
    """A deleted row is kept with all its values, so only who could see them is shown it."""
    project = make(Project, name="hidden plan", secret="gold")
    write.delete(project, by=cast.ada)
    line = HistoryLine.objects.get()
    assert not history.may_restore(line, Project, cast.mara)
    with pytest.raises(Refused, match="may create projects"):
        write.restore(line, Project, by=cast.mara)
    assert write.restore(line, Project, by=cast.ada).secret == "gold"


def test_an_edit_is_taken_back_as_an_edit(cast: Cast, make: Any) -> None:
    orla = make(Supplier, name="Orla")
    write.edit(orla, {"name": "North"}, by=cast.ada)
    line = HistoryLine.objects.get()
    with pytest.raises(Refused):
        write.restore(line, Supplier, by=cast.mara)
    assert write.restore(line, Supplier, by=cast.ines).name == "Orla"


def test_whoever_sees_a_row_may_say_something_about_it(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans")
    comments.add(project, " Ready? ", by=cast.mara)
    comments.add(project, "Nearly.", by=cast.jon)
    assert [(c.by, c.text, c.at) for c in comments.thread(project)] == [
        ("Mara Lind", "Ready?", NOW),
        ("Jon Vale", "Nearly.", NOW),
    ]
    hidden = make(Project, name="hidden")
    with pytest.raises(NotThere):
        comments.add(hidden, "Peep", by=cast.mara)


def test_comments_are_refused_where_there_are_none_or_nothing_is_said(
    cast: Cast, make: Any
) -> None:
    salary = make(Salary, person_id=cast.jon.id, amount=1)
    with pytest.raises(Refused, match="Salarys have no comments"):
        comments.add(salary, "Oh", by=cast.ada)
    project = make(Project, name="Vans")
    for text, said in ((" ", "required"), ("x" * 10_001, "At most 10,000 characters")):
        with pytest.raises(Invalid, match=said):
            comments.add(project, text, by=cast.mara)
