"""A copy of a row: what it takes along, what begins anew, and who may make one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db.models import Q

import site_kit as kit
from site_kit import write
from site_kit.actions import action_named
from site_kit.asker import Asker
from site_kit.checks import of_action
from site_kit.errors import Invalid, Locked, Refused
from site_kit.records import HistoryLine, Run
from site_kit.registry import only_here
from tests.kit.core.conftest import NOW, Cast
from tests.kit.lab.deeds import Stop, Trip
from tests.kit.lab.models import Project, Task

with only_here():

    class TodoPage(kit.Dashboard):
        parts = (kit.Checklist("todo", model=Task),)


def run(name: str, row: Any, by: Asker, **asked: Any) -> Any:
    action = action_named(type(row), name)
    assert action is not None
    return write.run(action, row, asked, by=by)


@pytest.fixture
def trip(cast: Cast, make: Any) -> Trip:
    made: Trip = make(
        Trip,
        name="North face",
        code="N1",
        state="over",
        day=NOW.date(),
        begins=NOW,
        guide_id=cast.jon.id,
        meal="soup",
        secret="Cave",
        signed_by_id=cast.ada.id,
        created_by_id=cast.ines.id,
    )
    made.party.set([cast.mara.id, cast.jon.id])
    make(Stop, trip=made, place="Hut")
    make(Stop, trip=made, place="Top")
    return made


def test_a_copy_has_what_was_typed_but_what_is_cleared_or_set(cast: Cast, trip: Trip) -> None:
    copy = run("copy", trip, cast.ines)
    assert copy.pk != trip.pk
    assert (copy.name, copy.code, copy.guide_id) == ("North face · copy", "", None)
    assert (copy.day, copy.begins, copy.meal) == (trip.day, trip.begins, "soup")
    assert set(copy.party.values_list("pk", flat=True)) == {cast.mara.id, cast.jon.id}
    assert copy.created_by_id == cast.ines.id


def test_what_moves_by_buttons_and_what_nobody_types_begins_anew(cast: Cast, trip: Trip) -> None:
    copy = run("copy", trip, cast.ines)
    assert (copy.state, copy.signed_by_id) == ("planned", None)


def test_the_lines_come_along_where_it_says_so(cast: Cast, trip: Trip) -> None:
    copy, given = run("copy", trip, cast.ines), run("give", trip, cast.ines)
    places = [one.place for one in Stop.everything.filter(trip=copy).order_by("pk")]
    assert places == ["Hut", "Top"]
    assert not Stop.everything.filter(trip=given).exists()
    assert Stop.everything.filter(trip=trip).count() == 2


def test_in_the_lines_of_a_copy_nothing_is_ticked(cast: Cast, make: Any) -> None:
    project = make(Project, name="Vans")
    make(Task, project=project, name="Wash", done=True)
    for pages, done in (([], True), ([TodoPage], False)):
        with only_here() as declared:
            declared.pages = list(pages)

            class AgainProject(kit.Duplicate):
                model = Project
                with_children = True
                sets = {"name": kit.Format("{name}, again")}

            copy = run("again", project, cast.ada)
        assert Task.everything.get(project=copy).done is done
        write.delete(copy, by=cast.ada)


def test_a_file_is_that_of_both(cast: Cast, trip: Trip) -> None:
    trip.map.save("map.txt", ContentFile(b"North"))
    copy = run("copy", trip, cast.ines)
    assert copy.map.name == Trip.everything.get(pk=trip.pk).map.name != ""


def test_what_one_may_not_see_is_not_copied(cast: Cast, trip: Trip) -> None:
    """Else whoever copies would be its maker, and see it."""
    assert run("give", trip, cast.ines).secret == "Cave"
    assert run("give", trip, cast.mara).secret == ""


def test_it_takes_the_right_to_edit_and_to_make_unless_it_is_given(cast: Cast, trip: Trip) -> None:
    with pytest.raises(Refused):
        run("copy", trip, cast.mara)
    assert run("give", trip, cast.mara).created_by_id == cast.mara.id


def test_the_right_to_make_is_asked_of_the_copy(cast: Cast, make: Any) -> None:
    row = make(Project, name="Tower", lead_id=cast.ines.id)
    with only_here():

        class HideProject(kit.Duplicate):
            model = Project
            sets = {"name": "hidden tower", "lead": None}

        class AgainProject(kit.Duplicate):
            model = Project
            sets = {"name": "Again"}

        with pytest.raises(Refused, match="create"):
            run("hide", row, cast.ines)
        assert run("again", row, cast.ines).name == "Again"
    assert Project.everything.count() == 2


def test_rules_hold_for_a_copy_and_then_nothing_is_kept(cast: Cast, trip: Trip) -> None:
    with only_here():

        class SameTrip(kit.Duplicate):
            model = Trip
            with_children = True

        with pytest.raises(Invalid, match="This guide is out on that day"):
            run("same", trip, cast.ines)
    assert (Trip.everything.count(), Stop.everything.count()) == (1, 2)


def test_a_line_is_not_copied_under_a_parent_that_is_locked(cast: Cast, trip: Trip) -> None:
    line = Stop.everything.filter(trip=trip).first()
    with only_here():

        class TripLock(kit.Rules):
            model = Trip
            shut = kit.Lock(when=Q(state="over"))

        class AgainStop(kit.Duplicate):
            model = Stop

        with pytest.raises(Locked, match="is locked"):
            run("again", line, cast.ines)
    assert Stop.everything.count() == 2


def test_history_and_what_follows_know_of_it(cast: Cast, trip: Trip) -> None:
    with only_here():

        class Tell(kit.Automation):
            model = Trip
            when = kit.Acted("copy")
            do = (kit.Set({"code": "copied"}),)

        copy = run("copy", trip, cast.ines)
    line = HistoryLine.objects.get(entity="trip", record=copy.pk)
    assert (line.action, line.changes["name"]) == ("created", [None, "North face · copy"])
    assert Run.objects.get().ok
    assert Trip.everything.get(pk=trip.pk).code == "copied"


def test_it_asks_for_nothing(cast: Cast, trip: Trip) -> None:
    with pytest.raises(Invalid, match="does not ask"):
        run("copy", trip, cast.ines, code="x")


def test_something_unique_is_cleared_or_set() -> None:
    from app.models import Supplier

    with only_here():

        class SameSupplier(kit.Duplicate):
            model = Supplier

        found = [wrong for wrong, _ in of_action(SameSupplier(), [])]
    assert found == ["'name' is unique, so no copy could be kept."]
