"""The other rows in play: `row`, `it`, `before`, and what a roll-up counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db.models import F, Q
from django.db.models.expressions import OuterRef

import site_kit as kit
from site_kit import write
from site_kit.actions import action_named
from site_kit.asker import TOOL, acting
from site_kit.choices import candidates
from site_kit.declaring import does_not_run
from site_kit.messages import paths_in, said
from site_kit.models import RowQuerySet
from site_kit.paths import NoSuchPath
from site_kit.reading import NotReadable, holds, passes, value_of
from site_kit.records import Outgoing
from site_kit.registry import only_here
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import Measure, Project, Task


@pytest.fixture
def forgotten() -> Iterator[None]:
    with only_here():
        yield


def test_of_reads_the_row_that_its_place_names(make: Any) -> None:
    row, it = make(Project, name="Vans"), make(Project, name="Ships")
    assert value_of(kit.Of("row", "name"), row, it=it) == "Vans"
    assert value_of(kit.Of("it", "name"), row, it=it) == "Ships"
    assert value_of(kit.Of("row"), row) == row
    with pytest.raises(NotReadable, match=r"kit\.Of\('each'\) has no row here"):
        value_of(kit.Of("each", "name"), row)


def test_before_is_the_row_as_it_was(cast: Cast, make: Any, forgotten: None) -> None:
    class WiderProject(kit.Automation):
        model = Project
        when = kit.Changed("ends_on")
        where = Q(ends_on__gt=kit.Of("before", "ends_on"))
        do = (kit.Set({"secret": kit.Format("was {ends_on}")}),)

    project = make(Project, name="Vans", ends_on=date(2026, 5, 1), lead_id=cast.mara.id)
    assert write.edit(project, {"ends_on": "2026-04-01"}, by=cast.mara).secret == ""
    assert write.edit(project, {"ends_on": "2026-06-01"}, by=cast.mara).secret == "was 2026-06-01"


def test_a_row_made_of_a_change_keeps_what_was(cast: Cast, make: Any, forgotten: None) -> None:
    class KeepProject(kit.Automation):
        model = Project
        when = kit.Changed("name")
        do = (kit.Make(Task, {"project": kit.Of("row"), "name": kit.Of("before", "name")}),)

    write.edit(make(Project, name="Vans"), {"name": "Ships"}, by=cast.ada)
    assert Task.everything.get().name == "Vans"


def test_the_new_row_of_a_create_is_it(cast: Cast, make: Any, forgotten: None) -> None:
    class PlanProject(kit.Create):
        model = Project
        entity = Task
        by = ("member",)
        needs = ("name", "due")
        sets = {
            "project": kit.Of("row"),
            "due": kit.Later(kit.Of("it", "due"), days=-1),
            "name": kit.Text("name"),
        }

    plan = action_named(Project, "plan")
    assert plan is not None
    project = make(Project, name="Vans")
    task = write.run(plan, project, {"name": "Drill", "due": "2026-03-02"}, by=cast.mara)
    assert (task.name, task.due) == ("Vans", date(2026, 3, 1))


def test_a_pick_may_count_rows_of_the_candidate(cast: Cast, make: Any, forgotten: None) -> None:
    class TaskRules(kit.Rules):
        model = Task
        roomy = kit.Pick("project", Q(open_tasks__lt=1) & ~Q(name=kit.Of("row", "name")))

    full, free = make(Project, name="Full"), make(Project, name="Free")
    make(Task, project=full, name="Drill")
    with acting(cast.ada):
        assert list(candidates(Task, "project", Task(name="Saw"))) == [free]
        assert list(candidates(Task, "project", Task(name="Free"))) == []


def test_the_row_outside_is_seen_from_a_roll_up(make: Any) -> None:
    make(Project, name="Vans", budget=5)
    make(Project, name="Cars", budget=5)
    lone = make(Project, name="Ships", budget=7)
    found = Project.everything.annotate(n=F("same_budget")).order_by("name")
    assert [(row.name, row.n) for row in found] == [("Cars", 2), ("Ships", 1), ("Vans", 2)]
    assert lone.same_budget == 1
    lone.budget = 5
    assert lone.same_budget == 2  # the row in hand, before it is written


def test_a_rank_counts_those_whose_worked_out_value_is_higher(make: Any) -> None:
    small, big = make(Project, name="Small"), make(Project, name="Big")
    make(Task, project=big, name="a", hours=2)
    rank = kit.CountOf("Project", where=Q(hours__gt=OuterRef("hours")))
    assert list(does_not_run(Project, "rank", rank)) == []
    found = RowQuerySet(Project).annotate(rank=rank).order_by("rank")
    assert [(row.name, row.rank) for row in found] == [("Big", 0), ("Small", 1)]
    assert value_of(rank, small) == 1


def test_roll_ups_of_nothing(make: Any) -> None:
    project = make(Project, name="Vans")
    assert (project.open_tasks, project.hours, project.done_share) == (0, 0, None)
    assert project.last_task is None
    found = Project.everything.annotate(n=F("hours"), s=F("done_share")).get()
    assert (found.n, found.s) == (0, None)


def test_roll_ups_are_filtered_charted_and_put_in_order(make: Any) -> None:
    from django.db.models import Count, Sum

    small, big = make(Project, name="Small"), make(Project, name="Big")
    make(Task, project=small, name="a", hours=1)
    for name in "bc":
        make(Task, project=big, name=name, hours=2, done=True)
    assert list(Project.everything.filter(hours__gt=1)) == [big]
    assert list(Project.everything.order_by("-hours")) == [big, small]
    assert Project.everything.aggregate(h=Sum("hours"))["h"] == 5
    counted = Project.everything.annotate(open_tasks=F("open_tasks")).values("open_tasks")
    groups = counted.annotate(n=Count("pk")).order_by("open_tasks")
    assert [(group["open_tasks"], group["n"]) for group in groups] == [(0, 1), (1, 1)]
    late = Project.everything.aggregate(n=Count("pk", filter=~Q(late=True)))
    assert late["n"] == 2
    assert Project.everything.filter(late=False).count() == 2  # without a date it is not late


def test_one_entity_may_count_through_another(make: Any) -> None:
    project = make(Project, name="Vans")
    for name in "abc":
        make(Task, project=project, name=name)
    with acting(TOOL):
        assert Task.everything.filter(crowded=True).count() == 3
        task = Task.everything.first()
        assert task is not None
        assert task.crowded is True


def test_conditions_have_three_values_in_memory(make: Any) -> None:
    row = Measure(whole=None, other=1)
    empty = Q(whole__gt=0)
    assert value_of(empty, row) is None
    assert not holds(empty, row)
    assert passes(empty, row)
    assert holds(~empty, row)
    assert holds(empty | Q(other=1), row)
    assert not passes(empty & Q(other=2), row)
    assert value_of(Q(), row) is True


def test_what_only_the_database_reads_says_so() -> None:
    row = Measure(whole=1, text="a")
    for node, said_so in (
        (F("whole") / 2, "write kit.Divide or kit.Remainder"),
        (Q(text__regex="a"), "'regex'"),
    ):
        with pytest.raises(NotReadable, match=said_so):
            value_of(node, row)
    with pytest.raises(NoSuchPath, match="Measure has no field 'strange'"):
        value_of(OuterRef("strange"), row)


def test_a_text_names_its_places(make: Any) -> None:
    text = "{title} ({before.stage}): {lead.name} {budget}, {link}"
    assert paths_in(text) == ["stage", "lead.name", "budget"]
    project = make(Project, name="Vans", budget=5, stage="running")
    before = Project(stage="idea")
    told = said(text, project, before, "https://x/project/1/")
    assert told == "Vans (Idea):  5.00, https://x/project/1/"


def test_a_message_goes_to_addresses_too_and_to_a_person_once(
    cast: Cast, make: Any, forgotten: None
) -> None:
    class TellProject(kit.Automation):
        model = Project
        when = kit.Changed("name")
        do = (kit.Notify(["row.lead", "row.members", "row.lead.email", "admin"], "{name}"),)

    project = make(Project, name="A", lead_id=cast.mara.id, members=[cast.mara.id, cast.jon.id])
    write.edit(project, {"name": "B"}, by=cast.mara)
    assert Outgoing.objects.get().to == {
        "people": [cast.mara.id, cast.jon.id],
        "roles": ["admin"],
        "emails": ["mara@acme.example"],
    }
