"""Rows that rules create: one, one for each template, constant ones; and the cause that is refused
with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import F, Q
from django.db.models.functions import Abs
from django.db.models.lookups import LessThanOrEqual

import site_kit as kit
from site_kit import creates, write
from site_kit.actions import action_named
from site_kit.asker import TOOL
from site_kit.errors import Invalid
from site_kit.records import HistoryLine
from site_kit.registry import only_here
from tests.kit.core.conftest import Cast
from tests.kit.lab.models import LogLine, Measure, Project, Task

Create = Callable[..., None]


@pytest.fixture
def rule() -> Iterator[Create]:
    """Lets an entity create rows, for one test."""
    with only_here():

        def declare(model: Any, *several: kit.Creates) -> None:
            body = {f"made_{number}": one for number, one in enumerate(several)}
            type("MadeRules", (kit.Rules,), {"model": model, **body})

        yield declare


def texts() -> list[str]:
    return list(LogLine.everything.order_by("pk").values_list("text", flat=True))


def test_a_row_brings_another_along_by_whoever_made_it(cast: Cast, rule: Create) -> None:
    rule(Measure, kit.Creates(LogLine, sets={"text": kit.Text(kit.Of("row", "text"))}))

    write.create(Measure, {"text": "first"}, by=cast.mara)

    line = LogLine.everything.get()
    assert (line.text, line.created_by_id) == ("first", cast.mara.id)
    assert HistoryLine.objects.get(entity="log_line").action == "created"


@pytest.mark.parametrize(("whole", "made"), [(3, 1), (2, 0), (None, 0)])
def test_without_a_template_the_condition_is_about_the_cause(
    cast: Cast, rule: Create, whole: int | None, made: int
) -> None:
    rule(Measure, kit.Creates(LogLine, where=Q(whole__gt=2), sets={"text": "big"}))

    write.create(Measure, {"whole": whole}, by=cast.mara)

    assert LogLine.everything.count() == made


def test_a_template_gives_a_row_for_each_of_its_own(cast: Cast, rule: Create, make: Any) -> None:
    for number in (1, 2, 3):
        make(Measure, text=f"step {number}", whole=number)
    rule(
        Project,
        kit.Creates(
            Task,
            each=Measure,
            where=Q(whole__gte=2, text__startswith=kit.Of("row", "secret")),
            sets={
                "project": kit.Of("row"),
                "name": kit.Of("each", "text"),
                "due": kit.Later(kit.Of("row", "starts_on"), days=kit.Of("each", "whole")),
            },
        ),
    )

    project = write.create(
        Project, {"name": "Vans", "starts_on": "2026-03-02", "secret": "step"}, by=TOOL
    )

    tasks = Task.everything.order_by("pk").values_list("project", "name", "due__day")
    assert list(tasks) == [(project.pk, "step 2", 4), (project.pk, "step 3", 5)]


def test_a_value_of_the_cause_may_stand_on_the_right(cast: Cast, rule: Create, make: Any) -> None:
    make(Measure, text="small", whole=2)
    make(Measure, text="large", whole=9)
    within = Q(LessThanOrEqual(Abs(F("whole")), kit.Of("row", "budget")))
    rule(
        Project,
        kit.Creates(LogLine, each=Measure, where=within, sets={"text": kit.Of("each", "text")}),
    )

    write.create(Project, {"name": "Vans", "budget": 5}, by=TOOL)

    assert texts() == ["small"]


def test_the_templates_may_be_those_that_were_picked(cast: Cast, rule: Create, make: Any) -> None:
    make(Project, name="Vans", lead_id=cast.ada.id)
    rule(
        Measure,
        kit.Creates(
            LogLine,
            each=Project,
            where=Q(lead__in=kit.Of("row", "helpers")),
            sets={"text": kit.Of("each", "name")},
        ),
    )
    make(Project, name="Bikes", lead_id=cast.jon.id)

    write.create(Measure, {"helpers": [cast.jon.id, cast.mara.id]}, by=cast.mara)

    assert texts() == ["Bikes"]


def test_a_row_says_what_its_cause_is_called_and_what_that_leads_to(
    cast: Cast, rule: Create, make: Any
) -> None:
    twin = make(Measure, text="old")
    said = {"text": kit.Text(kit.Of("row", "twin__title"), kit.Of("row", "title"))}
    rule(Measure, kit.Creates(LogLine, sets=said))

    write.create(Measure, {"text": "new", "twin": twin.pk}, by=cast.mara)

    assert texts() == ["old · new"]


def test_a_roll_up_over_the_templates_knows_the_cause(cast: Cast, rule: Create, make: Any) -> None:
    vans, bikes = make(Project, name="Vans"), make(Project, name="Bikes")
    make(Task, project=vans, name="Oil")
    make(Task, project=bikes, name="Lamp")
    there = kit.ExistsOf("Task", via="project", where=Q(name=kit.Of("row", "text")))
    said = {"text": kit.Of("each", "name")}
    rule(Measure, kit.Creates(LogLine, each=Project, where=~Q(there), sets=said))

    write.create(Measure, {"text": "Oil"}, by=cast.mara)

    assert texts() == ["Bikes"]


def test_everybody_who_was_picked_gets_a_row(cast: Cast, rule: Create) -> None:
    each = kit.Creates(
        LogLine,
        each="person",
        where=Q(pk__in=kit.Of("row", "helpers")),
        sets={"text": kit.Of("each", "name")},
    )
    rule(Measure, each)

    write.create(Measure, {"helpers": [cast.jon.id, cast.mara.id]}, by=cast.mara)
    write.create(Measure, {}, by=cast.mara)

    assert texts() == [cast.mara.name, cast.jon.name]


def test_constant_rows_are_made_in_their_order(cast: Cast, rule: Create) -> None:
    names = ({"name": "Keys", "done": True}, {"name": "Desk", "hours": 2})
    rule(Project, kit.Creates(Task, rows=names, sets={"project": kit.Of("row")}))

    project = write.create(Project, {"name": "Vans"}, by=cast.ada)

    tasks = Task.everything.filter(project=project).order_by("pk")
    assert list(tasks.values_list("name", "done", "hours")) == [
        ("Keys", True, None),
        ("Desk", False, 2),
    ]


def test_an_action_creates_too_and_only_that_action(cast: Cast, rule: Create, make: Any) -> None:
    vans = make(Project, name="Vans", stage="idea", lead_id=cast.mara.id)
    rule(Project, kit.Creates(LogLine, on="start", sets={"text": kit.Of("row", "stage")}))
    write.create(Project, {"name": "Bikes"}, by=cast.ada)
    assert texts() == []

    start = action_named(Project, "start")
    assert start is not None
    write.run(start, vans, {"starts_on": "2026-03-02"}, by=cast.mara)

    assert texts()[0] == "running"


def test_an_action_that_makes_rows_and_one_that_changes_nothing_create_too(
    cast: Cast, rule: Create, make: Any
) -> None:
    vans = make(Project, name="Vans", starts_on="2026-03-02", ends_on="2026-03-02")
    said = {"text": kit.Of("row", "name")}
    rule(
        Project,
        kit.Creates(LogLine, on="add_task", sets=said),
        kit.Creates(LogLine, on="swap", sets={"text": "swapped"}),
    )
    for called, asked, by in (
        ("add_task", {"name": "Oil"}, cast.mara),
        ("swap", {}, cast.ines),
    ):
        action = action_named(Project, called)
        assert action is not None
        write.run(action, vans, asked, by=by)

    assert texts() == ["Vans", "swapped"]


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("", "Its log line cannot be made. Ensure this value has at most 250 characters"),
        ("The log is full.", "The log is full."),
    ],
)
def test_a_refused_row_refuses_its_cause(cast: Cast, rule: Create, message: str, said: str) -> None:
    rule(Measure, kit.Creates(LogLine, sets={"text": "x" * 300}, message=message))

    with pytest.raises(Invalid) as refused:
        write.create(Measure, {"text": "first"}, by=cast.mara)

    assert refused.value.errors[""][0].startswith(said)
    assert not Measure.everything.exists()
    assert not HistoryLine.objects.exists()


def test_rows_without_an_end_are_refused(cast: Cast, rule: Create) -> None:
    rule(Measure, kit.Creates(Measure, sets={"text": kit.Of("row", "text")}))

    with pytest.raises(Invalid, match=creates.ENDLESS):
        write.create(Measure, {"text": "first"}, by=cast.mara)

    assert not Measure.everything.exists()


def test_what_comes_back_from_history_creates_nothing_again(cast: Cast, rule: Create) -> None:
    rule(Measure, kit.Creates(LogLine, sets={"text": "made"}))
    row = write.create(Measure, {"text": "first"}, by=cast.mara)
    write.delete(row, by=cast.mara)

    write.restore(HistoryLine.objects.get(action="deleted"), Measure, by=cast.mara)

    assert texts() == ["made"]


WRONG = [
    (kit.Creates(LogLine, sets={"txt": 1}), "made: LogLine has no field 'txt'."),
    (kit.Creates(LogLine, rows=({"txt": 1},)), "made: LogLine has no field 'txt'."),
    (kit.Creates(LogLine, on="strat"), "There is no action 'strat'. Did you mean 'start'?"),
    (kit.Creates(LogLine, where=Q(nam="x")), "made: Project has no field 'nam'."),
    (kit.Creates(LogLine, each=Task, where=Q(nam="x")), "made: Task has no field 'nam'."),
    (kit.Creates(LogLine, sets={"text": F("name") / 2}), "made: Instead of / write kit.Divide"),
]


@pytest.mark.parametrize(("said", "wrong"), WRONG)
def test_a_wrong_declaration_says_what_is_wrong(said: kit.Creates, wrong: str) -> None:
    ((found, way_out),) = said.wrong("made", Project, [])

    assert found.startswith(wrong)
    assert way_out.endswith(".")
