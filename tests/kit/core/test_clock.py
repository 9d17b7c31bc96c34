"""What is due by a date or the clock is done once, whoever calls for it and however often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import F, OuterRef, Q
from django.utils import timezone

import site_kit as kit
from site_kit.asker import clock_stands_at
from site_kit.clock import SOON, Done, next_look, run_due
from site_kit.directory.models import Person
from site_kit.records import Notification, Outgoing, Run
from site_kit.registry import only_here
from tests.kit.core.conftest import NOW, Cast
from tests.kit.lab.models import LogLine, Measure, Project, Task

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def nothing_else(db: None) -> Iterator[None]:
    with only_here():
        yield


def days(number: float) -> timedelta:
    return timedelta(days=number)


def called_at(when: datetime) -> Done:
    with clock_stands_at(when):
        return run_due()


def mark(**said: Any) -> None:
    """Each measure whose date comes is counted, by what it wrote."""

    where_given = said.pop("where", None)

    class MarkMeasure(kit.Automation):
        model = Measure
        when = kit.OnDate(said.pop("field", "day"), **said)
        where = where_given
        do = (kit.Make(LogLine, {"text": kit.Of("row", "text")}),)


def logged() -> list[str]:
    return list(LogLine.everything.order_by("pk").values_list("text", flat=True))


def test_a_date_that_comes_is_a_cause_once(make: Any) -> None:
    mark()
    assert called_at(NOW - days(3)) == Done()
    make(Measure, text="a", day=TODAY)
    make(Measure, text="b", day=TODAY + days(1))
    make(Measure, text="never")
    assert called_at(NOW - timedelta(hours=2, minutes=1)) == Done()
    assert called_at(NOW - timedelta(hours=2)) == Done(done=1)
    assert called_at(NOW) == Done()
    assert called_at(NOW + days(1)) == Done(done=1)
    assert logged() == ["a", "b"]
    run = Run.objects.earliest("id")
    eight = timezone.make_aware(datetime(2026, 3, 11, 8))
    assert (run.automation, run.due, run.at, run.by_id, run.ok) == (
        "mark",
        eight,
        eight,
        None,
        True,
    )


def test_another_date_is_another_cause(make: Any) -> None:
    mark()
    run_due()
    row = make(Measure, text="a", day=TODAY)
    run_due()
    Measure.everything.filter(pk=row.pk).update(day=TODAY + days(2))
    called_at(NOW + days(2))
    assert logged() == ["a", "a"]


def test_what_was_due_before_the_automation_was_there_is_left(make: Any) -> None:
    mark()
    make(Measure, text="long ago", day=TODAY - days(1))
    make(Measure, text="this morning", day=TODAY)
    run_due()
    assert logged() == ["this morning"]


def test_what_nobody_called_for_is_caught_up_with_for_a_month(make: Any) -> None:
    mark()
    run_due()
    make(Measure, text="a", day=TODAY + days(1))
    make(Measure, text="b", day=TODAY + days(20))
    called_at(NOW + days(40))
    assert logged() == ["b"]


def test_it_starts_for_rows_that_hold_by_then(make: Any) -> None:
    mark(where=Q(flag=True))
    run_due()
    row = make(Measure, text="a", day=TODAY, flag=False)
    assert run_due() == Done()
    Measure.everything.filter(pk=row.pk).update(flag=True)
    assert run_due() == Done(done=1)


def test_days_before_moments_and_paths(make: Any) -> None:
    mark(field="twin.at", offset=-2, unit="hours")
    called_at(NOW - days(1))
    twin = make(Measure, text="twin", at=NOW + timedelta(hours=2))
    make(Measure, text="a", twin=twin)
    assert called_at(NOW - timedelta(seconds=1)) == Done()
    assert called_at(NOW) == Done(done=1)
    assert logged() == ["a"]


def test_again_while_it_holds(make: Any) -> None:
    mark(again_days=7, where=~Q(flag=True))
    run_due()
    row = make(Measure, text="a", day=TODAY - days(10))
    assert run_due() == Done()
    counts = [called_at(NOW + days(step)).done for step in range(15)]
    assert counts == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    Measure.everything.filter(pk=row.pk).update(flag=True)
    assert called_at(NOW + days(18)) == Done()


def test_one_that_fails_is_tried_three_times_and_the_others_are_done(make: Any) -> None:
    class SpoilMeasure(kit.Automation):
        model = Measure
        when = kit.OnDate("day")
        do = (kit.Make(LogLine, {"text": F("text")}), kit.Set({"mood": F("text")}))

    called_at(NOW - days(1))
    make(Measure, text="angry", day=TODAY)
    make(Measure, text="good", day=TODAY)
    assert [run_due() for _ in range(4)] == [Done(1, 1), Done(0, 1), Done(0, 1), Done()]
    assert logged() == ["good"]
    failed = Run.objects.get(ok=False)
    assert (failed.tries, failed.error) == (3, "There is no value 'angry'.")


def weekly(over: Any, *steps: Any, on: str = "wednesday", that: Any = None) -> None:
    class WeeklyReport(kit.Automation):
        model = over
        when = kit.Every("week", on=on)
        where = that
        do = steps


def test_a_clock_goes_over_every_row_where_it_holds_once_a_stroke(make: Any) -> None:
    weekly(Measure, kit.Make(LogLine, {"text": kit.Of("row", "text")}), that=Q(flag=True))
    make(Measure, text="a", flag=True)
    make(Measure, text="b", flag=True)
    make(Measure, text="c", flag=False)
    assert run_due() == Done()
    later = NOW + days(7)
    assert called_at(later) == Done(done=2)
    make(Measure, text="too late for this time", flag=True)
    assert called_at(later) == Done()
    assert logged() == ["a", "b"]
    assert called_at(later + days(21)).done == 3


def test_a_clock_of_nothing_strikes_once(cast: Cast) -> None:
    weekly(None, kit.Make(LogLine, {"text": "A week"}), kit.Notify(["admin"], "{title}: {link}"))
    run_due()
    assert [called_at(NOW + days(7)) for _ in range(2)] == [Done(done=1), Done()]
    assert logged() == ["A week"]
    sent = Outgoing.objects.get()
    assert (sent.to["roles"], sent.link) == (["admin"], "/")
    assert sent.text.endswith(": https://tool.example/")


def test_another_trigger_begins_anew(make: Any) -> None:
    """A clock that is moved from Friday to Wednesday does not strike for this morning."""
    weekly(None, kit.Make(LogLine, {"text": "A week"}), on="friday")
    called_at(NOW - days(30))
    with only_here() as declared:
        declared.automations.clear()
        weekly(None, kit.Make(LogLine, {"text": "A week"}), on="wednesday")
        assert run_due() == Done()
        assert called_at(NOW + days(7)) == Done(done=1)


def test_people_who_have_not_done_something(cast: Cast, make: Any) -> None:
    weekly(
        "person",
        kit.Notify(["row"], "{title}, you lead nothing. {link}"),
        that=~Q(kit.ExistsOf("Project", where=Q(lead=OuterRef("pk")))),
    )
    run_due()
    make(Project, name="Vans", lead_id=cast.mara.id)
    Person.objects.filter(pk=cast.jon.id).update(active=False)
    called_at(NOW + days(7))
    told = set(Notification.objects.values_list("person_id", flat=True))
    assert told == {cast.ada.id, cast.ines.id, cast.otto.id}
    assert Notification.objects.get(person_id=cast.ada.id).text == (
        "Ada Marsh, you lead nothing. https://tool.example/"
    )


def test_a_digest_is_one_message_a_person_with_their_rows(cast: Cast, make: Any) -> None:
    weekly(
        Task,
        kit.Digest(["row.project.lead", "planner"], "{count} to do. {link}", columns=("due",)),
        that=Q(done=False),
    )
    run_due()
    vans = make(Project, name="Vans", lead_id=cast.mara.id)
    cars = make(Project, name="Cars", lead_id=cast.jon.id)
    drill = make(Task, name="Drill", project=vans, due=TODAY)
    paint = make(Task, name="Paint", project=vans)
    make(Task, name="Wash", project=cars)
    make(Task, name="Over", project=cars, done=True)
    called_at(NOW + days(7))
    assert Notification.objects.get(person_id=cast.mara.id).text == (
        "2 to do. https://tool.example/\n\n"
        f"• Vans · Drill · 2026-03-11\n  https://tool.example/task/{drill.pk}/\n"
        f"• Vans · Paint\n  https://tool.example/task/{paint.pk}/"
    )
    assert Notification.objects.get(person_id=cast.jon.id).text.startswith("1 to do.")
    (of_role,) = [one for one in Outgoing.objects.all() if one.to["roles"]]
    assert of_role.to == {"people": [], "roles": ["planner"], "emails": []}
    assert of_role.text.startswith("3 to do.")


def test_nobody_is_sent_a_digest_of_nothing(cast: Cast, make: Any) -> None:
    weekly(Task, kit.Digest(["row.project.lead", "planner"], "{count} to do."))
    run_due()
    called_at(NOW + days(7))
    assert not Outgoing.objects.exists()


def test_a_long_digest_is_cut(cast: Cast, make: Any) -> None:
    weekly(Measure, kit.Digest(["admin"], "{count}"))
    run_due()
    for number in range(53):
        make(Measure, text=f"m{number}")
    called_at(NOW + days(7))
    text = Outgoing.objects.get().text
    assert text.startswith("53\n\n")
    assert text.count("•") == 50
    assert text.endswith("… and 3 more")


def test_a_chain_that_a_date_begins_ends_at_three(make: Any) -> None:
    class StartMeasure(kit.Automation):
        model = Measure
        when = kit.OnDate("day")
        do = (kit.Set({"whole": 1}),)

    class UpMeasure(kit.Automation):
        model = Measure
        when = kit.Changed("whole")
        do = (kit.Set({"whole": F("whole") + 1}),)

    called_at(NOW - days(1))
    row = make(Measure, whole=0, day=TODAY)
    run_due()
    assert Measure.everything.get(pk=row.pk).whole == 3
    assert Run.objects.get(ok=False).error == "It would be the 4th in a chain."


def looked_at(when: datetime, *, again: bool = False) -> datetime | None:
    """Of a tool in which nobody waits for a decision."""
    with clock_stands_at(when), only_here() as declared:
        declared.rules.clear()
        return next_look(again=again)


def test_a_tool_that_waits_for_no_clock_is_not_looked_at_again() -> None:
    assert looked_at(NOW) is None
    assert looked_at(NOW, again=True) == NOW + SOON


def test_one_with_strokes_is_looked_at_when_the_next_one_comes() -> None:
    weekly(None, kit.Make(LogLine, {"text": "A week"}), on="friday")
    friday = timezone.make_aware(datetime(2026, 3, 13, 8))
    assert looked_at(NOW) == friday
    assert looked_at(friday) == friday + days(7)
    assert looked_at(NOW, again=True) == NOW + SOON


def test_one_with_dates_is_looked_at_soon_since_a_date_may_be_written_at_any_moment() -> None:
    weekly(None, kit.Make(LogLine, {"text": "A week"}), on="friday")
    mark()
    assert looked_at(NOW) == NOW + SOON
