"""What a page declares that cannot be served is found when the tool starts, with the way out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest import mock

import pytest
from django.db import models
from django.db.models import Q

import site_kit as kit
from site_kit.models import entity_of
from site_kit.pages import check_pages
from site_kit.registry import declared, only_here
from site_kit.web.checks import problems_of
from tests.kit.lab.models import Project, Task
from tests.kit.lab.visited import Booking, Tour


def sentences(kind: type[Any], **keys: Any) -> list[str]:
    """What is said of a page of this kind with these keys."""
    with only_here():
        page = type("WrongPage", (kind,), {"__module__": "app.pages", **keys})
        return [problem.msg for problem in problems_of(page)]


def test_a_page_of_own_code_needs_its_function() -> None:
    (said,) = sentences(kit.ExtensionPage, hook="chart")
    assert said == "WrongPage: There is no extensions/chart.py."


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"columns": ("nmae",)}, "Did you mean 'name'?"),
        ({"columns": ("name", "lead.nam")}, "nam"),
        ({"columns": ("members.name",)}, "leads to several rows"),
        ({"columns": ("stage.closed",)}, "goes on where 'stage' ends"),
        ({"sort": ("-stagee",)}, "Did you mean 'stage'?"),
        ({"sort": ("tags",)}, "nothing sorts by 'tags'"),
        ({"search": ("nothing",)}, "has no field 'nothing'"),
        ({"filters": ("free(booking)",)}, "has no kit.NoOverlap"),
        ({"filters": ("stage=elsewhere(today)",)}, "cannot start with 'elsewhere(today)'"),
        ({"actions": ("strat",)}, "Did you mean 'start'?"),
        ({"group_by": ("stage", "lead", "late")}, "two are the most"),
        ({"sort": ("-totals[0]",)}, "'totals[0]' is no total of this page"),
        ({"group_by": ("tags",)}, "nothing can be grouped by 'tags'"),
        ({"colums": ("name",)}, "there is no key 'colums'. Did you mean 'columns'?"),
        ({"counts": (kit.PageCount("x", measure=models.F("budget")),)}, "measures no aggregate"),
        ({"parts": (kit.Chart("c", model=Project, x="stage", shape="pie"),)}, "no shape 'pie'"),
        (
            {"parts": (kit.Chart("c", model=Project, x="starts_on", grain="hour"),)},
            "no grain 'hour'",
        ),
        ({"parts": (kit.Chart("c", model=Project, x="stage", shape="line"),)}, "needs a date"),
        ({"parts": (kit.Chart("c", model=Project, x="sage"),)}, "Did you mean 'stage'?"),
        ({"parts": (kit.Stat("s", model=Project, size="huge"),)}, "there is no size 'huge'"),
        ({"parts": (kit.Stat("s", model=Project, x="created_at", compare="decade"),)}, "decade"),
        ({"parts": (kit.RowList("l", model=Task, columns=("nme",)),)}, "Did you mean 'name'?"),
    ],
)
def test_a_table_says_what_is_wrong(keys: dict[str, Any], sentence: str) -> None:
    said = sentences(kit.Table, model=Project, **keys)
    assert any(sentence in one for one in said), said


@pytest.mark.parametrize(
    ("kind", "keys", "sentence"),
    [
        (kit.Report, {"sort": ("-totals[1]",)}, "'totals[1]' is no total of this page"),
        (kit.Leaderboard, {"columns": ("name",)}, "says nothing that ranks"),
        (kit.Board, {}, "a board needs group_by"),
        (kit.Board, {"group_by": "budget"}, "cannot have lanes by 'budget'"),
        (kit.Board, {"group_by": "stage", "limit": 5}, "'limit' of a board"),
        (kit.Queue, {"inline_edit": True}, "'inline_edit' of a queue"),
        (kit.Matrix, {"rows": "lead"}, "a matrix needs across"),
        (kit.Matrix, {"rows": "lead", "across": "stag"}, "Did you mean 'stage'?"),
        (kit.Matrix, {"rows": "members", "across": "stage"}, "makes no rows or columns"),
        (kit.Matrix, {"rows": "lead", "across": "starts_on", "grain": "hour"}, "no grain 'hour'"),
        (kit.Matrix, {"rows": "lead", "across": "stage", "cell": "nme"}, "has no field 'nme'"),
        (kit.Matrix, {"rows": "lead", "across": "stage", "cell": Q()}, "measures no aggregate"),
        (kit.Matrix, {"rows": "lead", "across": "stage", "inline_edit": True}, "needs a field"),
        (kit.Calendar, {}, "a calendar needs start"),
        (kit.Timeline, {"start": "stat"}, "has no field 'stat'"),
        (kit.Calendar, {"start": "name"}, "start: 'name' is no date"),
        (kit.Calendar, {"start": "starts_on", "end": "created_at"}, "two days, or two moments"),
        (kit.Timeline, {"start": "starts_on", "lanes": "paper"}, "'paper' makes no lanes"),
        (kit.Calendar, {"start": "starts_on", "colour_by": "tags"}, "'tags' makes no colour"),
        (kit.Form, {"sets": {"stag": "over"}}, "sets: Project has no field 'stag'."),
        (kit.Form, {"after": "Thanks, {nam}."}, "after: Project has no field 'nam'."),
        (kit.Form, {"after": "It costs {budget}."}, "after: not everybody may see 'budget'."),
        (
            kit.Form,
            {"steps": (("A", ("paper",)), ("B", ("name",)))},
            "steps: the file 'paper' is asked too early.",
        ),
        (kit.Form, {"fields": ("nam",)}, "has no field 'nam'"),
    ],
)
def test_other_pages_say_what_is_wrong(
    kind: type[Any], keys: dict[str, Any], sentence: str
) -> None:
    said = sentences(kind, model=Project, **keys)
    assert any(sentence in one for one in said), said


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"public": False, "reply": ("status",)}, "reply is for outsiders."),
        ({"fields": ("group", "guide")}, "'guide' says not what outsiders may choose."),
        ({"fields": ("group", "scan")}, "outsiders send no file, such as 'scan'."),
        ({"fields": ("group", "note")}, "'note' is for some people only."),
        ({"after": "{status}"}, "after: 'status' is not what the outsider has entered."),
        ({"after": "{tour.name}"}, "after: 'tour.name' is not what the outsider has entered."),
        ({"after": "{link}"}, "after: 'link' is not what the outsider has entered."),
        ({"reply": ("tour.cost",)}, "reply: not everybody may see 'tour.cost'."),
        ({"reply": ("scan",)}, "reply: outsiders read no file, such as 'scan'."),
        ({"reply": ("statu",)}, "Did you mean 'status'?"),
        ({"model": Project, "fields": ("name",), "reply": ("name",)}, "reply needs a reference"),
    ],
)
def test_a_public_form_is_closed_where_nothing_is_said(keys: dict[str, Any], sentence: str) -> None:
    whole = {"model": Booking, "fields": ("tour", "group"), "public": True, **keys}
    assert any(sentence in one for one in sentences(kit.Form, **whole))


def test_a_public_form_that_says_it_all_is_right() -> None:
    keys = {"fields": ("tour", "group"), "after": "{tour}, {group}, {reference}", "public": True}
    assert sentences(kit.Form, model=Booking, reply=("status", "tour"), **keys) == []


def test_after_names_no_title_that_only_some_may_see() -> None:
    keys = {"model": Booking, "fields": ("tour", "group"), "public": True, "after": "{tour}"}
    titled = replace(entity_of(Tour), title=kit.Text("name", "cost"))
    with only_here(), mock.patch.object(Tour, "_options", titled):
        said = sentences(kit.Form, **keys)
    assert said == ["WrongPage: after: not everybody may see 'tour'."]


def test_a_page_without_a_model_is_told_to_name_one() -> None:
    assert sentences(kit.Table) == ["WrongPage: it says no model."]


def test_what_is_right_is_not_complained_about() -> None:
    keys = {
        "columns": ("name", "lead.email", "open_tasks", "title"),
        "filters": ("stage='idea'", "starts_on=week_start(today)", "lead=me", "tags"),
        "sort": ("-open_tasks", "name"),
        "counts": (kit.PageCount("late", Q(late=True)),),
        "parts": (kit.Chart("c", model=Project, x="starts_on", split_by="stage", last=12),),
        "between": "starts_on",
        "totals": (models.Sum("budget"),),
    }
    assert sentences(kit.Table, model=Project, **keys) == []
    assert sentences(kit.Board, model=Project, group_by="lead") == []


def test_the_check_runs_over_every_page_of_the_tool() -> None:
    with only_here():
        wrong = type("WrongPage", (kit.Board,), {"__module__": "app.pages", "model": Project})
        declared.pages = [wrong]
        assert [problem.obj for problem in check_pages()] == [wrong]


def test_a_page_has_an_id_and_a_name_of_its_own() -> None:
    with only_here():

        class MyToursPage(kit.Table):
            """Tours that I lead."""

            model = Project

        assert (MyToursPage.id, MyToursPage.name) == ("my_tours", "My tours")
        assert MyToursPage.about() == "Tours that I lead."
        assert type("Bare", (kit.Table,), {"model": Project}).about() == ""


def test_a_sentence_that_is_only_the_name_is_not_said_again() -> None:
    with only_here():

        class OverviewPage(kit.Table):
            """Overview."""

            model = Project

        assert OverviewPage.about() == ""
