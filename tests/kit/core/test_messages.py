"""What automations tell and do: to whom, in which words, in which order, and what stays undone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import F, Q

import site_kit as kit
from site_kit import write
from site_kit.asker import TOOL, acting
from site_kit.chains import LONGEST_CHAIN
from site_kit.directory.models import Person
from site_kit.errors import Invalid
from site_kit.happenings import Event, starts
from site_kit.messages import digest, notify, paths_in, post, said, silent
from site_kit.records import HistoryLine, Notification, Outgoing, Run
from site_kit.registry import only_here
from tests.kit.core.conftest import NOW, Cast
from tests.kit.lab.models import LogLine, Measure, Project, Task


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Only what a test declares follows its writes."""
    with only_here() as declared:
        declared.automations = {}
        yield


def told(*to: str, text: str = "{title}", when: Any = None) -> None:
    """From here on these are told of each new measure."""

    class TellMeasure(kit.Automation):
        model = Measure
        do = (kit.Notify(to, text),)

    TellMeasure.when = when or kit.Created()


# Who is told


@pytest.mark.parametrize(
    ("to", "people", "roles"),
    [
        (["row.owner"], [3], []),
        (["row.helpers"], [3, 4], []),
        (["row.owner", "row.helpers"], [3, 4], []),
        (["planner"], [], ["planner"]),
        (["admin", "row.owner"], [3], ["admin"]),
        (["row.created_by"], [3], []),
        (["row.owner.manager"], [], []),
        (["row.twin.owner"], [], []),
    ],
)
def test_people_once_and_roles_as_roles(
    cast: Cast, to: list[str], people: list[int], roles: list[str]
) -> None:
    told(*to)
    values = {"text": "a", "owner": cast.mara.id, "helpers": [cast.jon.id, cast.mara.id]}
    write.create(Measure, values, by=cast.mara)
    notes = Notification.objects.order_by("person_id").values_list("person_id", flat=True)
    assert list(notes) == people
    if people or roles:
        sent = Outgoing.objects.get()
        assert (sorted(sent.to["people"]), sent.to["roles"]) == (people, roles)
    else:
        assert not Outgoing.objects.exists()


def test_a_role_from_a_group_is_its_people(cast: Cast, payer: None) -> None:
    Person.objects.filter(pk=cast.ines.id).update(active=False)
    told("payer", "planner", "row.owner")
    write.create(Measure, {"text": "a", "owner": cast.mara.id}, by=cast.mara)
    sent = Outgoing.objects.get()
    assert (sorted(sent.to["people"]), sent.to["roles"]) == ([3, 4], ["planner"])
    told_now = Notification.objects.order_by("person_id").values_list("person_id", flat=True)
    assert list(told_now) == [3, 4]


def test_a_role_of_line_managers_is_who_leads_somebody_now(cast: Cast, boss: None) -> None:
    Person.objects.filter(pk=cast.jon.id).update(manager_id=cast.mara.id)
    Person.objects.filter(pk=cast.ines.id).update(active=False)
    told("boss", "planner")
    write.create(Measure, {"text": "a"}, by=cast.mara)
    sent = Outgoing.objects.get()
    assert (sent.to["people"], sent.to["roles"]) == ([3], ["planner"])


def test_an_address_is_written_to_as_it_is(cast: Cast) -> None:
    told("row.text")
    write.create(Measure, {"text": "desk@acme.example"}, by=cast.mara)
    assert Outgoing.objects.get().to["emails"] == ["desk@acme.example"]
    assert not Notification.objects.exists()


def test_an_empty_address_is_nobody(cast: Cast) -> None:
    told("row.text", "row.owner")
    write.create(Measure, {"whole": 1}, by=cast.mara)
    assert not Outgoing.objects.exists()


def test_those_named_by_rows_that_point_here_are_told_too(cast: Cast) -> None:
    row = write.create(Measure, {"text": "tour"}, by=cast.mara)
    for text, owner in (("oak@school.example", None), ("elm@school.example", cast.jon.id)):
        write.create(Measure, {"text": text, "owner": owner, "twin": row.pk}, by=cast.mara)
    told("row.measure.text", "row.measure.owner", when=kit.Changed("whole"))
    write.edit(row, {"whole": 1}, by=cast.mara)
    sent = Outgoing.objects.get().to
    assert sent["emails"] == ["oak@school.example", "elm@school.example"]
    assert sent["people"] == [cast.jon.id]


def test_a_message_waits_to_be_sent(cast: Cast) -> None:
    told("row.owner", text="Look: {link}")
    row = write.create(Measure, {"text": "a", "owner": cast.jon.id}, by=cast.mara)
    sent, note = Outgoing.objects.get(), Notification.objects.get()
    assert (sent.sent_at, sent.tries, sent.at) == (None, 0, NOW)
    assert sent.text == note.text == f"Look: https://tool.example/measure/{row.pk}/"
    assert sent.link == note.link == f"/measure/{row.pk}/"
    assert str(sent) == str(note) == sent.text


# In which words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("{title}", "Ab"),
        ("{text} is {mood}", "Ab is Good"),
        ("{whole} and {exact}", "3 and 1.5"),
        ("{flag}", "Yes"),
        ("{day} {clock}", "2026-03-11 14:30"),
        ("{owner} of {owner.department}", "Mara Lind of Operations"),
        ("{twin}{twin.text}", ""),
        ("{tags}", "Good, Bad"),
        ("{link}", "there"),
        ("no places at all", "no places at all"),
        ("{Not a place} {}", "{Not a place} {}"),
        ("{before.whole} -> {whole}", "2 -> 3"),
        ("{text}{text}", "AbAb"),
    ],
)
def test_places_of_a_text(cast: Cast, make: Any, text: str, read: str) -> None:
    row = make(
        Measure,
        text="Ab",
        whole=3,
        exact="1.5",
        flag=True,
        mood="good",
        tags=["good", "bad"],
        day="2026-03-11",
        clock="14:30",
        owner_id=cast.mara.id,
    )
    row = Measure.everything.get(pk=row.pk)
    with acting(TOOL):
        assert said(text, row, Measure(whole=2), "there") == read


def test_the_places_that_a_text_names() -> None:
    text = "{title}: {owner.name} was {before.mood}, see {link} and {owner.name}"
    assert paths_in(text) == ["owner.name", "mood", "owner.name"]


def test_a_text_that_holds_a_place_is_not_filled_twice(cast: Cast, make: Any) -> None:
    row = make(Measure, text="{owner}", owner_id=cast.mara.id)
    with acting(TOOL):
        assert said("{text}", row, row, "") == "{owner}"


@pytest.fixture
def unnamed() -> None:
    """The name of a project is for its lead alone, whose rows are called by it."""

    class UnnamedPermissions(kit.Permissions):
        model = Project
        member = kit.Grant(["member"], can=["all"])
        seen_by = {"name": ["row.lead"]}


def test_a_title_that_not_everybody_may_read_is_a_number(
    cast: Cast, make: Any, unnamed: None
) -> None:
    project = make(Project, name="Merger")
    task = make(Task, name="Call", project=project)
    with acting(TOOL):
        notify(kit.Notify(["member"], "{title}"), project, project)
        notify(kit.Notify(["member"], "{before.title}"), project, project)
        post(kit.Webhook("CHAT_URL", "hooks.example.com", "{title}"), task, task)
        digest(kit.Digest(["member"], "{count}", columns=("title", "done")), [task])
    *texts, lines = Outgoing.objects.order_by("pk").values_list("text", flat=True)
    assert texts == [f"#{project.pk}", f"#{project.pk}", f"#{task.pk}"]
    assert lines == f"1\n\n• #{task.pk} · No\n  https://tool.example/task/{task.pk}/"


# When it starts


@pytest.mark.parametrize(
    ("trigger", "kind", "changed", "action", "expected"),
    [
        (kit.Created(), "created", {"text"}, "", True),
        (kit.Created(), "changed", {"text"}, "", False),
        (kit.Changed("text"), "changed", {"text"}, "", True),
        (kit.Changed("text"), "changed", {"whole"}, "", False),
        (kit.Changed("text"), "created", {"text"}, "", False),
        (kit.Changed("text", to="a"), "changed", {"text"}, "", True),
        (kit.Changed("text", to="b"), "changed", {"text"}, "", False),
        (kit.Saved("text", "whole"), "changed", {"whole"}, "", True),
        (kit.Saved("text", "whole"), "changed", {"exact"}, "", False),
        (kit.Saved("text"), "created", set(), "", True),
        (kit.Acted("start"), "acted", set(), "start", True),
        (kit.Acted("start"), "changed", {"text"}, "start", True),
        (kit.Acted("start"), "acted", set(), "close", False),
        (kit.Acted("start"), "changed", {"text"}, "", False),
    ],
)
def test_what_starts_it(
    trigger: Any, kind: str, changed: set[str], action: str, expected: bool
) -> None:
    event = Event(kind, Measure(text="a"), {}, frozenset(changed), action)
    assert starts(trigger, event) is expected


def test_a_write_that_changes_nothing_starts_nothing(cast: Cast) -> None:
    row = write.create(Measure, {"text": "a"}, by=cast.mara)
    told("row.created_by", when=kit.Saved("text"))
    write.edit(row, {"text": "a"}, by=cast.jon)
    assert not Run.objects.exists()


def test_a_refused_write_starts_nothing(cast: Cast) -> None:
    told("row.created_by")
    with pytest.raises(Exception, match="at most 60 characters"):
        write.create(Measure, {"text": "x" * 61}, by=cast.mara)
    assert not Run.objects.exists()
    assert not Outgoing.objects.exists()


# What it does


def test_steps_are_done_in_their_order_each_on_what_the_last_left(cast: Cast) -> None:
    class CountMeasure(kit.Automation):
        model = Measure
        when = kit.Created()
        do = (
            kit.Set({"whole": F("other") + 1}),
            kit.Set({"exact": F("whole") * 2}),
            kit.Make(LogLine, {"text": kit.Format("{whole} and {exact}")}),
        )

    row = write.create(Measure, {"other": 1}, by=cast.mara)
    assert (row.whole, int(row.exact)) == (2, 4)
    assert LogLine.everything.get().text == "2 and 4"


def test_a_step_writes_the_row_it_points_to(cast: Cast, make: Any) -> None:
    class BillTask(kit.Automation):
        model = Task
        when = kit.Created()
        do = (kit.Set({"name": "Noted", "project.budget": F("hours") * 10}),)

    project = make(Project, name="Vans", lead_id=cast.mara.id)
    task = write.create(Task, {"project": project.pk, "name": "Oil", "hours": 3}, by=cast.ada)
    project.refresh_from_db()
    assert (task.name, int(project.budget)) == ("Noted", 30)
    assert HistoryLine.objects.get(record=project.pk, entity="project").cause == "bill"


def test_the_first_case_that_holds_decides_and_otherwise_the_rest(cast: Cast) -> None:
    class JudgeMeasure(kit.Automation):
        model = Measure
        when = kit.Saved("whole")
        do = (
            kit.Decide(
                "mood",
                cases=((Q(whole__gt=10), "good"), (Q(whole__gt=5), "bad")),
                otherwise="bad",
            ),
        )

    moods = [write.create(Measure, {"whole": n}, by=cast.mara).mood for n in (11, 6, 1, None)]
    assert moods == ["good", "bad", "bad", "bad"]


def test_without_an_otherwise_it_stays_as_it_is(cast: Cast) -> None:
    class JudgeMeasure(kit.Automation):
        model = Measure
        when = kit.Created()
        do = (kit.Decide("mood", cases=((Q(whole__gt=10), "good"),)),)

    assert write.create(Measure, {"whole": 1, "mood": "bad"}, by=cast.mara).mood == "bad"


def test_an_action_is_run_as_the_tool(cast: Cast, make: Any) -> None:
    class StartByItself(kit.Automation):
        model = Project
        when = kit.Saved("starts_on")
        where = Q(starts_on__isnull=False, stage="idea")
        do = (kit.Act("start"),)

    project = write.create(Project, {"name": "Vans", "starts_on": "2026-03-11"}, by=cast.jon)
    assert project.stage == "running"
    line = HistoryLine.objects.filter(action="start").get()
    assert (line.by_id, line.cause) == (None, "start_by_itself")


def test_an_action_that_cannot_be_run_leaves_a_sentence(cast: Cast, make: Any) -> None:
    class StartByItself(kit.Automation):
        model = Project
        when = kit.Created()
        do = (kit.Set({"secret": "half done"}), kit.Act("start"))

    project = write.create(Project, {"name": "Vans"}, by=cast.jon)
    run = Run.objects.get()
    assert (run.ok, run.error) == (False, "This field is required.")
    assert (project.stage, project.secret) == ("idea", "")


def test_one_that_fails_leaves_the_others_to_work(cast: Cast) -> None:
    class FailMeasure(kit.Automation):
        model = Measure
        when = kit.Created()
        do = (kit.Set({"mood": "angry"}),)

    class NoteMeasure(kit.Automation):
        model = Measure
        when = kit.Created()
        do = (kit.Make(LogLine, {"text": "noted"}),)

    write.create(Measure, {"text": "a"}, by=cast.mara)
    assert list(Run.objects.order_by("id").values_list("automation", "ok")) == [
        ("fail", False),
        ("note", True),
    ]
    assert LogLine.everything.count() == 1


def test_a_run_says_who_caused_it(cast: Cast) -> None:
    told("row.created_by")
    row = write.create(Measure, {"text": "a"}, by=cast.mara)
    run = Run.objects.get()
    assert (run.by_id, run.entity, run.record, run.at) == (cast.mara.id, "measure", row.pk, NOW)


def test_two_that_wake_each_other_come_to_an_end(cast: Cast) -> None:
    class UpMeasure(kit.Automation):
        model = Measure
        when = kit.Changed("whole")
        do = (kit.Set({"whole": F("whole") + 1}),)

    row = write.create(Measure, {"whole": 0}, by=cast.mara)
    row = write.edit(row, {"whole": 1}, by=cast.mara)
    assert Measure.everything.get(pk=row.pk).whole == 1 + LONGEST_CHAIN
    last = Run.objects.filter(ok=False).get()
    assert last.error == "It would be the 4th in a chain."


def test_rules_hold_for_the_tool_too(cast: Cast) -> None:
    class MeasureRules(kit.Rules):
        model = Measure
        check = kit.Check(~Q(mood="bad"), message="Never bad.")

    class SpoilMeasure(kit.Automation):
        model = Measure
        when = kit.Created()
        do = (kit.Set({"mood": "bad"}),)

    assert write.create(Measure, {"mood": "good"}, by=cast.mara).mood == "good"
    assert Run.objects.get().error == "Never bad."


# Other systems


def posting(text: str = "{title}: {link}", **more: Any) -> None:
    class PostMeasure(kit.Automation):
        model = Measure
        when = more.get("when", kit.Created())
        do = (kit.Webhook("CHAT_URL", host="hooks.example.com", text=text),)


def test_a_message_to_another_system_names_its_value_and_never_holds_it(
    cast: Cast, settings: Any
) -> None:
    settings.SITE_ENVIRONMENT = {"CHAT_URL": "https://hooks.example.com/T0P-S3CRET"}
    posting()
    row = write.create(Measure, {"text": "a"}, by=cast.mara)
    sent = Outgoing.objects.get()
    assert sent.to == {"secret": "CHAT_URL", "host": "hooks.example.com"}
    assert sent.text == f"a: https://tool.example/measure/{row.pk}/"
    assert sent.sent_at is None
    assert not Notification.objects.exists()


def test_it_says_what_was_before_and_what_is(cast: Cast) -> None:
    posting("{before.text} is {text}", when=kit.Changed("text"))
    row = write.create(Measure, {"text": "old"}, by=cast.mara)
    write.edit(row, {"text": "new {title} <b>"}, by=cast.mara)
    assert [one.text for one in Outgoing.objects.all()] == ["old is new {title} <b>"]


def test_of_what_did_not_happen_nothing_is_sent(cast: Cast) -> None:
    posting()
    with pytest.raises(Invalid):
        write.create(Measure, {"text": "a", "mood": "furious"}, by=cast.mara)
    with silent():
        write.create(Measure, {"text": "brought in"}, by=cast.mara)
    assert not Outgoing.objects.exists()
