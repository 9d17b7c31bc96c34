"""What an expression reads where a relation is empty, was just chosen, or leads to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import F, Q

import site_kit as kit
from site_kit import write
from site_kit.asker import acting
from site_kit.choices import candidates
from site_kit.directory.models import Person
from site_kit.errors import Invalid
from site_kit.reading import follow, holds, value_of
from site_kit.registry import only_here
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import Measure, Project, Salary, Task


@pytest.fixture
def forgotten() -> Iterator[None]:
    with only_here():
        yield


@pytest.mark.parametrize(
    "path",
    ["project", "project__name", "project.lead", "project.lead.name", "created_by", "project_id"],
)
def test_a_required_relation_that_is_still_empty_is_empty(path: str) -> None:
    """A form of a new row has it so."""
    assert follow(Task(), path) is None


def test_a_path_through_an_empty_relation_makes_a_condition_empty(cast: Cast) -> None:
    with acting(cast.ada):
        assert value_of(Q(project__stage="running"), Task()) is None
        assert not holds(Q(project__stage="running"), Task())
        assert holds(~Q(project__stage="running"), Task())
        assert value_of(F("project__budget") + 1, Task()) is None


def test_a_new_row_has_no_people_yet() -> None:
    assert follow(Project(), "members") == []
    assert follow(Project(), "members.name") == []


def test_a_pick_may_read_a_relation_that_nobody_chose_yet(
    cast: Cast, make: Any, forgotten: None
) -> None:
    class SalaryRules(kit.Rules):
        model = Salary

        pick_person = kit.Pick("person", ~Q(pk=kit.Of("row", "person.manager")))

    with acting(cast.ada):
        offered = candidates(Salary, "person")
        assert offered.filter(pk=cast.mara.id).exists()


def test_a_pick_follows_the_row_as_it_is_typed(cast: Cast, make: Any, forgotten: None) -> None:
    class TaskRules(kit.Rules):
        model = Task

        pick_project = kit.Pick("project", Q(lead=kit.Of("row", "project.lead")))

    project = make(Project, name="Vans", lead_id=cast.mara.id)
    with acting(cast.mara):
        assert not candidates(Task, "project").exists()
        assert list(candidates(Task, "project", Task(project=project))) == [project]


def test_what_was_chosen_has_to_fit_again_when_what_it_depends_on_changes(
    cast: Cast, make: Any, forgotten: None
) -> None:
    class ProjectRules(kit.Rules):
        model = Project

        pick_parent = kit.Pick("parent", Q(lead=kit.Of("row", "lead")))

    fleet = make(Project, name="Fleet", lead_id=cast.mara.id)
    vans = make(Project, name="Vans", lead_id=cast.mara.id, parent=fleet)
    with pytest.raises(Invalid, match="cannot be chosen here"):
        write.edit(vans, {"lead": cast.jon.id}, by=cast.ada)
    write.edit(vans, {"name": "Vans and cars"}, by=cast.ada)
    moved = write.edit(vans, {"lead": cast.jon.id, "parent": None}, by=cast.ada)
    assert (moved.lead_id, moved.parent) == (cast.jon.id, None)


def test_a_person_who_left_the_directory_is_nobody(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=4_711)
    assert follow(project, "lead") is None
    assert follow(project, "lead.name") is None
    assert str(project) == "Vans"


def test_people_are_those_who_were_just_chosen(cast: Cast, make: Any, forgotten: None) -> None:
    """A rule about people holds of what is typed, not of what was there."""

    class ProjectRules(kit.Rules):
        model = Project

        no_jon = kit.Check(~Q(members=4), message="Jon has enough to do.")

    project = make(Project, name="Vans", lead_id=cast.mara.id)
    with pytest.raises(Invalid, match="Jon has enough to do"):
        write.edit(project, {"members": [cast.jon.id]}, by=cast.mara)
    assert not project.members.exists()
    with pytest.raises(Invalid, match="Jon has enough to do"):
        write.create(Project, {"name": "Cars", "members": [cast.jon.id]}, by=cast.mara)
    kept = write.edit(project, {"members": [cast.ines.id]}, by=cast.mara)
    assert [one.pk for one in kept.members.all()] == [cast.ines.id]


def test_somebody_who_is_taken_out_counts_no_more(cast: Cast, make: Any, forgotten: None) -> None:
    project = make(Project, name="Vans", lead_id=cast.mara.id, members=[cast.jon.id])

    class ProjectRules(kit.Rules):
        model = Project

        no_jon = kit.Check(~Q(members=4), message="Jon has enough to do.")

    kept = write.edit(project, {"members": []}, by=cast.mara)
    assert not kept.members.exists()
    assert follow(kept, "members") == []


def test_what_was_chosen_is_forgotten_once_it_is_kept(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", lead_id=cast.mara.id)
    kept = write.edit(project, {"members": [cast.jon.id]}, by=cast.mara)
    kept.members.clear()
    assert follow(kept, "members") == []


def test_required_people_are_those_typed_or_those_there(
    cast: Cast, make: Any, forgotten: None
) -> None:
    class ProjectRules(kit.Rules):
        model = Project

        somebody = kit.RequiredIf("members", when=~Q(secret=""), message="Who knows it?")

    project = make(Project, name="Vans", lead_id=cast.mara.id, members=[cast.jon.id])
    assert write.edit(project, {"secret": "gold"}, by=cast.mara).secret == "gold"
    with pytest.raises(Invalid) as refused:
        write.edit(project, {"members": []}, by=cast.mara)
    assert refused.value.errors == {"members": ["Who knows it?"]}


def test_several_rows_are_compared_one_by_one(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans", members=[cast.jon.id, cast.ines.id])
    with acting(cast.jon):
        assert holds(Q(members=kit.Me()), project)
        assert holds(Q(members__name__startswith="Ines"), project)
        assert not holds(Q(members__department="Management"), project)
        assert holds(Q(members__isnull=False), project)
        assert holds(Q(members__isnull=True), Project())


def test_a_twin_of_a_twin_is_followed_to_the_end(make: Any) -> None:
    far = make(Measure, text="far", whole=7)
    near = make(Measure, text="near", twin=far)
    here = make(Measure, text="here", twin=near)
    assert follow(here, "twin.twin.whole") == 7
    assert follow(here, "twin.twin.twin.whole") is None
    assert follow(here, "twin__twin__text__length") == 3


def test_the_directory_is_read_like_any_other_rows(cast: Cast) -> None:
    mara = Person.objects.get(pk=cast.mara.id)
    with acting(cast.ada):
        assert holds(kit.InGroup("Operations", "pk"), mara)
        assert not holds(kit.InGroup("Finance", "pk"), mara)
        assert not holds(kit.InGroup("Finance", "lead"), Project())
