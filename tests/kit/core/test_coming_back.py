"""History and what it brings back: deleted rows, taken-back edits, and who may do either."""

from __future__ import annotations

from typing import Any

import pytest
from app.models import Invoice, Supplier
from django.db.models import Q

import site_kit as kit
from site_kit import comments, history, write
from site_kit.asker import TOOL, acting
from site_kit.errors import Invalid, Locked, NotThere, Refused, Stale
from site_kit.records import Comment, HistoryLine, Run
from site_kit.registry import only_here
from tests.kit.core.conftest import NOW, Cast
from tests.kit.lab.models import LogLine, Measure, Project, Task


def line_of(row: Any, action: str = "deleted") -> HistoryLine:
    """The newest line of that kind about a row."""
    found = HistoryLine.objects.filter(entity=row._meta.db_table, action=action)
    newest = found.order_by("-id").first()
    assert newest is not None
    return newest


def is_deleted(row: Any, cast: Cast) -> HistoryLine:
    write.delete(row, by=cast.ada)
    return line_of(row)


# Deleted rows


def test_every_value_comes_back_as_it_was(cast: Cast, make: Any) -> None:
    before = make(
        Measure,
        whole=3,
        exact="1.250",
        flag=False,
        text="a",
        mood="bad",
        tags=["good"],
        day="2026-03-11",
        at=NOW,
        clock="14:30",
        owner_id=cast.jon.id,
    )
    before.helpers.set([cast.mara.id, cast.jon.id])
    key = before.pk
    with acting(cast.ada):
        kept = history.snapshot(Measure.everything.get(pk=key))
    line = is_deleted(before, cast)
    back = write.restore(line, Measure, by=cast.ada)
    assert back.pk == key
    with acting(cast.ada):
        assert history.snapshot(back) == kept
    assert sorted(one.pk for one in back.helpers.all()) == [cast.mara.id, cast.jon.id]


def test_it_is_said_who_brought_it_back(cast: Cast, make: Any) -> None:
    row = make(Measure, text="a")
    back = write.restore(is_deleted(row, cast), Measure, by=cast.jon)
    line = line_of(back, "restored")
    assert (line.by_id, line.cause, line.at) == (cast.jon.id, "restore", NOW)
    assert back.created_by_id == cast.jon.id


def test_what_came_back_can_be_deleted_and_brought_back_again(cast: Cast, make: Any) -> None:
    row = make(Measure, text="a")
    for _ in range(3):
        row = write.restore(is_deleted(row, cast), Measure, by=cast.ada)
    assert Measure.everything.get().text == "a"


def test_it_comes_back_once(cast: Cast, make: Any) -> None:
    line = is_deleted(make(Measure, text="a"), cast)
    write.restore(line, Measure, by=cast.ada)
    with pytest.raises(Stale, match=r"^It is back already\.$"):
        write.restore(line, Measure, by=cast.ada)


def test_a_name_that_was_given_away_meanwhile_is_said(cast: Cast, make: Any) -> None:
    line = is_deleted(make(Project, name="Vans"), cast)
    make(Project, name="Vans")
    with pytest.raises(Invalid) as refused:
        write.restore(line, Project, by=cast.ada)
    assert refused.value.errors == {"name": ["There is a project of this name already."]}


def test_a_row_that_it_needs_and_that_is_gone_is_said(cast: Cast, make: Any) -> None:
    orla = make(Supplier, name="Orla Freight")
    invoice = make(Invoice, number="NP-1", supplier=orla, amount=1)
    line = is_deleted(invoice, cast)
    write.delete(orla, by=cast.ada)
    with pytest.raises(Invalid) as refused:
        write.restore(line, Invoice, by=cast.ada)
    gone = "Something that was chosen is gone by now."
    assert refused.value.errors == {"supplier": [gone]}
    assert not Invoice.everything.exists()


def test_under_a_locked_parent_nothing_comes_back(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    task = make(Task, project=project, name="Drill")
    write.delete(task, by=cast.mara)
    Project.everything.filter(pk=project.pk).update(stage="over")
    with pytest.raises(Locked, match="Project Vans is locked"):
        write.restore(line_of(task), Task, by=cast.mara)


def test_a_field_that_the_entity_lost_is_left_out(cast: Cast, make: Any) -> None:
    line = is_deleted(make(Measure, text="a"), cast)
    line.kept = {**(line.kept or {}), "colour": "blue"}
    assert write.restore(line, Measure, by=cast.ada).text == "a"


def test_a_field_that_came_later_has_its_start_value(cast: Cast, make: Any) -> None:
    line = is_deleted(make(Project, name="Vans", stage="running"), cast)
    line.kept = {"name": "Vans"}
    assert write.restore(line, Project, by=cast.ada).stage == "idea"


def test_a_rule_that_came_later_holds(cast: Cast, make: Any) -> None:
    line = is_deleted(make(Measure, text="a"), cast)
    with only_here():

        class MeasureRules(kit.Rules):
            model = Measure
            check = kit.Check(~Q(text="a"), message="Not a.")

        with pytest.raises(Invalid, match=r"Not a\."):
            write.restore(line, Measure, by=cast.ada)


def test_a_parent_comes_back_without_its_lines_and_they_after_it(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    tasks = [make(Task, project=project, name=name) for name in ("Drill", "Glue")]
    line = is_deleted(project, cast)
    lines = list(HistoryLine.objects.filter(entity="task", action="deleted").order_by("id"))
    with pytest.raises((Invalid, Refused)):
        write.restore(lines[0], Task, by=cast.mara)
    write.restore(line, Project, by=cast.ada)
    for one in lines:
        write.restore(one, Task, by=cast.ada)
    names = Task.everything.values_list("name", "project_id")
    assert sorted(names) == [("Drill", project.pk), ("Glue", project.pk)]
    assert len(tasks) == len(lines)


@pytest.mark.parametrize(
    ("person", "may"),
    [("ada", True), ("ines", False), ("mara", False), ("jon", False), ("otto", False)],
)
def test_who_may_bring_back_what_somebody_else_deleted(
    cast: Cast, make: Any, person: str, may: bool
) -> None:
    """Whoever may create, and sees every row anyway: its values are all in the line."""
    line = is_deleted(make(Project, name="Vans", lead_id=cast.mara.id), cast)
    who = getattr(cast, person)
    if may:
        assert write.restore(line, Project, by=who).name == "Vans"
    else:
        with pytest.raises(Refused):
            write.restore(line, Project, by=who)


# Taken-back edits


def test_an_edit_is_taken_back_by_whoever_may_edit(cast: Cast, make: Any) -> None:
    row = make(Project, name="Vans", lead_id=cast.mara.id)
    write.edit(row, {"name": "Cars"}, by=cast.mara)
    line = line_of(row, "edited")
    with pytest.raises(Refused):
        write.restore(line, Project, by=cast.jon)
    assert write.restore(line, Project, by=cast.mara).name == "Vans"


def test_an_edit_of_a_row_that_is_gone_cannot_be_taken_back(cast: Cast, make: Any) -> None:
    row = make(Measure, text="a")
    write.edit(row, {"text": "b"}, by=cast.mara)
    line = line_of(row, "edited")
    write.delete(row, by=cast.ada)
    with pytest.raises(NotThere, match=r"^There is no such measure\.$"):
        write.restore(line, Measure, by=cast.ada)


def test_what_may_not_be_changed_is_not_taken_back_either(cast: Cast, make: Any) -> None:
    row = make(Project, name="Vans", lead_id=cast.mara.id, budget=5)
    Project.everything.filter(pk=row.pk).update(lead_id=cast.ines.id)
    write.edit(row, {"budget": 6, "name": "Cars"}, by=cast.ines)
    line = line_of(row, "edited")
    Project.everything.filter(pk=row.pk).update(lead_id=cast.mara.id)
    with pytest.raises(Refused, match="Budget is not yours to change here"):
        write.restore(line, Project, by=cast.mara)
    assert Project.everything.get().name == "Cars"


# Lines


def test_a_line_for_each_write_and_none_for_what_was_refused(cast: Cast, make: Any) -> None:
    row = write.create(Measure, {"text": "a"}, by=cast.mara)
    write.edit(row, {"text": "b"}, by=cast.jon, way_in="api")
    write.edit(row, {"text": "b"}, by=cast.jon)
    with pytest.raises(Invalid):
        write.edit(row, {"text": "x" * 61}, by=cast.jon)
    with pytest.raises(Refused):
        write.edit(row, {"id": 7}, by=cast.jon)
    write.delete(row, by=cast.ada)
    told = HistoryLine.objects.order_by("id").values_list("action", "cause", "by_id")
    assert list(told) == [
        ("created", "form", cast.mara.id),
        ("edited", "api", cast.jon.id),
        ("deleted", "form", cast.ada.id),
    ]


def test_a_line_has_only_what_changed(cast: Cast, make: Any) -> None:
    row = make(Measure, text="a", whole=1, tags=["good"])
    write.edit(row, {"text": "b", "whole": 1, "tags": ["good", "bad"]}, by=cast.mara)
    assert line_of(row, "edited").changes == {
        "text": ["a", "b"],
        "tags": [["good"], ["good", "bad"]],
    }


def test_the_newest_come_first_and_no_more_than_asked(cast: Cast, make: Any) -> None:
    row = make(LogLine, text="x")
    measure = make(Measure, whole=0)
    for whole in range(1, 8):
        write.edit(measure, {"whole": whole}, by=cast.mara)
    told = history.lines(measure, cast.jon, limit=3)
    assert [one.changes for one in told] == [
        [("Whole", "6", "7")],
        [("Whole", "5", "6")],
        [("Whole", "4", "5")],
    ]
    assert history.lines(row, cast.jon) == []


def test_lines_of_another_entity_with_the_same_number_stay_there(cast: Cast, make: Any) -> None:
    measure = write.create(Measure, {"text": "a"}, by=cast.mara)
    HistoryLine.objects.create(entity="project", record=measure.pk, action="edited")
    assert len(history.lines(measure, cast.mara)) == 1


def test_a_related_row_that_one_may_not_see_is_a_number(cast: Cast, make: Any) -> None:
    hidden = make(Project, name="hidden ships", stage="running")
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    with acting(TOOL):
        write.change_as_tool(project, {"parent": hidden}, "form")
    (for_ada,) = history.lines(project, cast.ada)
    (for_mara,) = history.lines(project, cast.mara)
    assert for_ada.changes == [("Parent", "", "hidden ships")]
    assert for_mara.changes == [("Parent", "", f"#{hidden.pk}")]


def test_a_choice_that_was_taken_away_is_shown_as_it_was(cast: Cast, make: Any) -> None:
    row = make(Measure, mood="good")
    HistoryLine.objects.create(
        entity="measure", record=row.pk, action="edited", changes={"mood": ["angry", "good"]}
    )
    (line,) = history.lines(row, cast.mara)
    assert line.changes == [("Mood", "angry", "Good")]


def test_a_field_that_is_gone_is_not_told(cast: Cast, make: Any) -> None:
    row = make(Measure)
    HistoryLine.objects.create(
        entity="measure", record=row.pk, action="edited", changes={"colour": ["red", "blue"]}
    )
    (line,) = history.lines(row, cast.mara)
    assert line.changes == []


# Comments


def test_comments_are_in_their_order_and_have_their_authors(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans")
    comments.add(project, " first ", by=cast.mara)
    comments.add(project, "second", by=cast.jon)
    Comment.objects.create(entity="project", record=project.pk, text="by the tool")
    said = [(one.by, one.text) for one in comments.thread(project)]
    assert said == [
        ("Mara Lind", "first"),
        ("Jon Vale", "second"),
        ("The tool", "by the tool"),
    ]


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\n\t ", "\ud800"])
def test_a_comment_of_nothing_is_not_taken(cast: Cast, make: Any, text: str) -> None:
    project = make(Project, name="Vans")
    with pytest.raises(Invalid) as refused:
        comments.add(project, text, by=cast.mara)
    assert refused.value.errors == {"text": ["This field is required."]}


def test_a_comment_is_of_ten_thousand_characters_at_most(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans")
    comments.add(project, "x" * 10_000, by=cast.mara)
    with pytest.raises(Invalid, match=r"At most 10,000 characters\."):
        comments.add(project, "x" * 10_001, by=cast.mara)


def test_a_comment_changes_nothing_of_the_row(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", stage="over", lead_id=cast.mara.id)
    comments.add(project, "even a locked one", by=cast.jon)
    assert Project.everything.get().updated_at == project.updated_at
    assert not HistoryLine.objects.exists()
    assert not Run.objects.exists()


def test_records_are_called_by_what_they_are_about(cast: Cast, make: Any) -> None:
    row = write.create(Measure, {"text": "a"}, by=cast.mara)
    assert str(line_of(row, "created")).startswith(f"measure {row.pk}, 2026-03-11")
