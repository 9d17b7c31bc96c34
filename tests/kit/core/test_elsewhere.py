"""What other tables say of a row: how many a field holds, when a status came, days off."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db.models import F, Q

import site_kit as kit
from site_kit import write
from site_kit.asker import TOOL, acting, clock_stands_at
from site_kit.directory.models import Person
from site_kit.reading import value_of
from site_kit.records import HistoryLine
from tests.kit.core.conftest import NOW, Cast
from tests.kit.lab.models import Measure, Project, Task

pytestmark = pytest.mark.django_db


def both(expression: Any, row: Any) -> Any:
    """The value that memory and the database give; they agree or the test ends here."""
    with acting(TOOL):
        in_memory = value_of(expression, row)
        asked = type(row).everything.annotate(found=expression).get(pk=row.pk).found
    assert in_memory == asked, (in_memory, asked)
    return in_memory


def test_how_many_a_field_holds(cast: Cast, make: Any) -> None:
    project = make(Project, name="One", tags=["red", "blue"], members=[cast.mara.id, cast.jon.id])
    other = make(Project, name="Two", parent=project)
    assert both(kit.SizeOf("members"), project) == 2
    assert both(kit.SizeOf("tags"), project) == 2
    assert both(kit.SizeOf("paper"), project) == 0
    assert both(kit.SizeOf("members"), other) == 0
    assert both(kit.SizeOf("parent.members"), other) == 2
    assert both(kit.SizeOf("parent.tags"), project) == 0
    assert both(10 * kit.SizeOf("members") + 1, project) == 21


def test_a_file_is_one_or_none(make: Any) -> None:
    project = make(Project, name="One", paper="files/aaaaaaaaaaaaaaaa.3/a.pdf")
    assert both(kit.SizeOf("paper"), project) == 1
    assert both(kit.SizeOf("parent.paper"), project) == 0


def test_those_just_chosen_are_counted_before_they_are_kept(cast: Cast, make: Any) -> None:
    from site_kit.draft import Draft

    draft = Draft(make(Project, name="One", members=[cast.mara.id]))
    draft.put({"members": [cast.mara.id, cast.jon.id]})
    assert value_of(kit.SizeOf("members"), draft.row) == 2


def test_rows_are_found_by_how_many_they_hold(cast: Cast, make: Any) -> None:
    from django.db.models.lookups import GreaterThan

    make(Project, name="Nobody")
    make(Project, name="Two", members=[cast.mara.id, cast.jon.id])
    found = Project.everything.filter(Q(GreaterThan(kit.SizeOf("members"), 1)))
    assert [row.name for row in found] == ["Two"]


def moved(project: Project, stage: str, cast: Cast, days: int) -> Any:
    """Move a project, so many days from now."""
    with clock_stands_at(NOW + timedelta(days=days)), acting(TOOL):
        return write.change_as_tool(project, {"stage": stage}, "test")


def test_when_a_status_last_came(cast: Cast) -> None:
    project = write.create(Project, {"name": "One"}, by=cast.mara)
    idea, over = kit.Entered("stage", "idea"), kit.Entered("stage", "over")
    assert both(idea, project) == NOW
    assert both(over, project) is None
    for days, stage in ((1, "over"), (2, "idea"), (3, "over")):
        project = moved(project, stage, cast, days)
    assert both(over, project) == NOW + timedelta(days=3)
    assert both(idea, project) == NOW + timedelta(days=2)
    assert both(kit.Days(idea, over), project) == 1


def test_another_change_does_not_move_when_it_came(cast: Cast) -> None:
    project = write.create(Project, {"name": "One"}, by=cast.mara)
    with clock_stands_at(NOW + timedelta(days=1)), acting(TOOL):
        project = write.change_as_tool(project, {"name": "Other"}, "test")
    assert both(kit.Entered("stage", "idea"), project) == NOW


def test_a_row_that_was_brought_back_came_when_it_came(cast: Cast) -> None:
    project = write.create(Project, {"name": "One"}, by=cast.mara)
    write.delete(project, by=cast.ada)
    line = HistoryLine.objects.get(action="deleted")
    with clock_stands_at(NOW + timedelta(days=5)):
        back = write.restore(line, Project, by=cast.ada)
    assert both(kit.Entered("stage", "idea"), back) == NOW


def test_the_status_of_a_parent_is_asked_by_a_path(cast: Cast, make: Any) -> None:
    project = write.create(Project, {"name": "One"}, by=cast.mara)
    task = make(Task, name="Dig", project=project)
    assert both(kit.Entered("project.stage", "idea"), task) == NOW
    assert both(kit.Entered("project.stage", "over"), task) is None
    lonely = make(Project, name="Two")
    assert both(kit.Entered("parent.stage", "idea"), lonely) is None


def test_a_new_row_has_come_nowhere_yet() -> None:
    assert value_of(kit.Entered("stage", "idea"), Project(name="One")) is None


MONDAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("off", "until", "workdays"),
    [
        ([], date(2026, 3, 13), 5),
        ([date(2026, 3, 11)], date(2026, 3, 13), 4),
        ([date(2026, 3, 11), date(2026, 3, 11)], date(2026, 3, 13), 4),
        ([MONDAY, date(2026, 3, 13)], date(2026, 3, 13), 3),
        ([date(2026, 3, 14)], date(2026, 3, 15), 5),
        ([date(2026, 3, 16), date(2026, 3, 8)], date(2026, 3, 13), 5),
        ([None, date(2026, 3, 11)], date(2026, 3, 13), 4),
        ([MONDAY], MONDAY, 0),
        ([MONDAY], date(2026, 3, 8), 0),
        ([MONDAY], None, None),
    ],
)
def test_workdays_without_days_off(
    make: Any, off: list[date | None], until: date | None, workdays: int | None
) -> None:
    for day in off:
        make(
            Task, name="Holiday", project=make(Project, name=f"H{Task.everything.count()}"), due=day
        )
    row = make(Measure, day=MONDAY, until=until)
    assert both(kit.Workdays("day", "until", without="Task.due"), row) == workdays


def test_an_end_may_be_worked_out_and_no_day_off_is_named(make: Any) -> None:
    row = make(Measure, day=MONDAY)
    assert both(kit.Workdays(F("day"), kit.Later("day", days=1)), row) == 2


def test_what_the_directory_says_of_the_asker(cast: Cast, make: Any) -> None:
    Person.objects.filter(pk=cast.jon.id).update(manager_id=cast.mara.id)
    mine = make(Project, name="Ours", lead_id=cast.mara.id)
    make(Project, name="Nobody's")
    with acting(cast.jon):
        for condition in (Q(lead=kit.Mine("manager")), Q(lead__name=kit.Mine("manager.name"))):
            assert [row.name for row in Project.everything.filter(condition)] == ["Ours"]
            assert value_of(condition, mine) is True
    with acting(cast.mara):
        assert not Project.everything.filter(lead=kit.Mine("manager")).exists()
        assert value_of(Q(lead=kit.Mine("manager")), mine) is not True


def test_two_without_a_department_have_none_in_common(cast: Cast, make: Any) -> None:
    row = make(Project, name="Mine", lead_id=cast.mara.id)
    same = Q(lead__department=kit.Mine("department"))
    for department, is_common in (("", False), ("Operations", True)):
        Person.objects.all().update(department=department)
        with acting(cast.jon):
            assert Project.everything.filter(same).exists() is is_common
            assert (value_of(same, Project.everything.get(pk=row.pk)) is True) is is_common
    with acting(TOOL):
        assert not Project.everything.filter(same).exists()


def test_who_is_above_however_far_and_in_a_circle(cast: Cast, make: Any) -> None:
    people = [cast.ada, cast.ines, cast.mara]
    for above, below in pairwise(people):
        Person.objects.filter(pk=below.id).update(manager_id=above.id)
    row = make(Project, name="Mine", lead_id=cast.mara.id)
    make(Project, name="Nobody's")

    def leading() -> list[bool]:
        found = []
        for person in (*people, cast.jon):
            with acting(person):
                asked = Project.everything.filter(kit.Leads("lead")).filter(pk=row.pk).exists()
                fresh = Project.everything.get(pk=row.pk)
                assert value_of(Q(kit.Leads("lead")), fresh) is asked
                found.append(asked)
        return found

    assert leading() == [True, True, False, False]
    Person.objects.filter(pk=cast.ada.id).update(manager_id=cast.mara.id)
    assert leading() == [True, True, True, False]
    with acting(cast.ada):
        assert not Project.everything.filter(kit.Leads("lead"), name="Nobody's").exists()
