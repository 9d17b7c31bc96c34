"""Queries of every kind of page, empty and with many rows: a bound for each, whatever it shows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import connection, models
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

import site_kit as kit
from site_kit.records import Comment, HistoryLine
from site_kit.registry import only_here
from site_kit.testing import Player
from tests.kit.lab.models import Measure, Project, Task
from tests.kit.web.workshop import WorkshopCase

with only_here():

    class ProjectsPage(kit.Table):
        """Everything that a table may have at once."""

        model = Project
        columns = (
            "name",
            "stage",
            "lead",
            "members",
            "tags",
            "budget",
            "parent",
            "late",
            "open_tasks",
            "last_task",
        )
        filters = ("stage", "lead", "members", "parent", "late", "budget", "name")
        counts = (
            kit.PageCount("running", Q(stage="running")),
            kit.PageCount("late", Q(late=True)),
            kit.PageCount("over", Q(stage="over"), opens=True),
        )
        sort = ("name",)
        totals = (models.Sum("budget"),)
        parts = (
            kit.Stat("all", model=Project),
            kit.Chart("stages", model=Project, x="stage"),
            kit.RowList("newest", model=Task, columns=("project", "due")),
        )

    class StagesPage(kit.Board):
        model = Project
        group_by = "stage"
        columns = ("name", "lead", "members", "budget")
        filters = ("lead",)

    class LeadsPage(kit.Board):
        model = Project
        group_by = "lead"
        columns = ("name",)

    class PulsePage(kit.Dashboard):
        parts = (
            kit.Stat("all", model=Project),
            kit.Stat("money", model=Project, measure=models.Sum("budget")),
            kit.Stat("tasks", model=Task),
            kit.Chart("stages", model=Project, x="stage"),
            kit.Chart("leads", model=Project, x="lead"),
            kit.RowList("newest", model=Project, columns=("lead", "parent", "open_tasks")),
            kit.Checklist("todo", model=Task),
        )

    class TasksPage(kit.Table):
        model = Task
        columns = ("name", "project", "project.lead", "lead_of_project", "crowded")
        filters = ("project", "project.lead")

    class AskPage(kit.Form):
        model = Project

    class HelpPage(kit.TextPage):
        body = "Ask Ada."


MOST = {
    "/": 8,
    "/projects/": 8,
    "/projects/?sort=-open_tasks&stage=idea&lead=me&q=Row&late=no": 8,
    "/projects/?count=running": 8,
    "/projects/?count=over": 8,
    "/stages/": 5,
    "/leads/": 4,
    "/pulse/": 8,
    "/pulse/?part=stages": 2,
    "/tasks/": 4,
    "/ask/": 2,
    "/help/": 0,
    "/project/new/": 2,
    "/task/new/": 2,
    "/nothing/": 0,
}
"""The most queries that each page may cost. None of them grows with the rows."""


class SpeedCase(WorkshopCase):
    pages: ClassVar = [
        ProjectsPage,
        StagesPage,
        LeadsPage,
        PulsePage,
        TasksPage,
        AskPage,
        HelpPage,
    ]

    def cost(self, player: Player, address: str, **sent: Any) -> int:
        browser = self.client_of(player)
        with CaptureQueriesContext(connection) as asked:
            answer = browser.post(address, **sent) if sent else browser.get(address)
        assert answer.status_code < 405, (address, answer.status_code)
        return len(asked)

    def fill(self, count: int) -> None:
        people = [one.person for one in (self.ada, self.ines, self.mara, self.jon)]
        parent = self.project("Row of all", stage="running")
        made = Project.everything.bulk_create(
            Project(
                name=f"Row {n}",
                stage=("idea", "running", "over")[n % 3],
                lead=people[n % 4],
                budget=n,
                parent=parent if n % 2 else None,
                tags=["red"],
            )
            for n in range(count)
        )
        members = Project.members.through  # type: ignore[attr-defined]
        members.objects.bulk_create(
            members(project_id=one.pk, person_id=people[at % 4].pk) for at, one in enumerate(made)
        )
        Task.everything.bulk_create(
            Task(project=made[n % count], name=f"T{n}", done=bool(n % 2), due=self.today)
            for n in range(count * 2)
        )


class PageTests(SpeedCase):
    def test_each_page_keeps_to_its_bound_without_rows(self) -> None:
        for address, most in MOST.items():
            with self.subTest(address):
                assert self.cost(self.ada, address) <= most

    def test_each_page_keeps_to_its_bound_with_rows(self) -> None:
        self.fill(60)
        for address, most in MOST.items():
            for player in (self.ada, self.ines, self.jon):
                with self.subTest(address, person=player.key):
                    assert self.cost(player, address) <= most

    def test_ten_times_the_rows_cost_no_query_more(self) -> None:
        self.fill(6)
        few = {address: self.cost(self.ada, address) for address in MOST}
        Project.everything.all().delete()
        self.fill(60)
        many = {address: self.cost(self.ada, address) for address in MOST}
        # the pager of a list that has a second page may count its rows
        assert {at: many[at] - few[at] for at in MOST if many[at] - few[at] > 1} == {}

    def test_an_export_asks_once_for_a_thousand_rows(self) -> None:
        self.fill(60)
        browser = self.client_of(self.ada)
        for address in ("/projects/export.csv", "/tasks/export.csv", "/stages/export.csv"):
            with CaptureQueriesContext(connection) as asked:
                body = b"".join(browser.get(address).streaming_content)
            with self.subTest(address):
                assert body.count(b"\n") > 60
                assert len(asked) <= 1


class RowTests(SpeedCase):
    def setUp(self) -> None:
        self.fill(30)
        self.row = Project.everything.filter(name="Row 0").get()
        self.address = f"/project/{self.row.pk}/"

    def grow(self) -> None:
        """More of everything that belongs to the row."""
        people = [self.mara.person, self.jon.person, self.ines.person]
        Task.everything.bulk_create(
            Task(project=self.row, name=f"More {n}", due=self.today) for n in range(40)
        )
        Comment.objects.bulk_create(
            Comment(entity="project", record=self.row.pk, by=people[n % 3], text=f"C{n}")
            for n in range(40)
        )
        HistoryLine.objects.bulk_create(
            HistoryLine(
                entity="project",
                record=self.row.pk,
                by=people[n % 3],
                action="edited",
                changes={
                    "lead": [people[n % 3].pk, people[(n + 1) % 3].pk],
                    "members": [[], [people[n % 3].pk]],
                    "parent": [None, self.row.pk],
                },
            )
            for n in range(40)
        )

    def test_a_rows_own_page_costs_the_same_whatever_belongs_to_it(self) -> None:
        few = self.cost(self.ada, self.address)
        self.grow()
        many = self.cost(self.ada, self.address)
        assert many <= few + 3  # titles of people, of projects and of members in its history
        assert many <= 16

    def test_the_whole_history_costs_no_more_than_its_beginning(self) -> None:
        self.grow()
        part = self.cost(self.ada, self.address)
        assert self.cost(self.ada, f"{self.address}?history=all") == part

    def test_its_forms_cost_the_same_however_many_may_be_chosen(self) -> None:
        few = {
            ending: self.cost(self.ada, f"{self.address}{ending}")
            for ending in ("edit/", "delete/", "do/add_task/")
        }
        Project.everything.bulk_create(
            Project(name=f"Other {n}", stage="running") for n in range(150)
        )
        for ending, before in few.items():
            with self.subTest(ending):
                assert self.cost(self.ada, f"{self.address}{ending}") <= before
                assert before <= 8

    def test_writing_costs_the_same_whatever_else_there_is(self) -> None:
        """One row is read, locked and written; nothing goes over the others."""
        values = {"name": "Row zero"}
        before = self.cost(self.ada, f"{self.address}edit/", data=values)
        self.grow()
        after = self.cost(self.ada, f"{self.address}edit/", data={"name": "Row nought"})
        assert after <= before + 1
        assert before <= 28


class ManyAtOnceTests(SpeedCase):
    def test_ticked_rows_cost_the_same_each(self) -> None:
        """Each is checked and written by itself, so the cost is a sum and no product."""
        costs = []
        for count in (2, 4, 8):
            made = [
                self.project(f"N{count} {n}", stage="running", lead=self.mara.person)
                for n in range(count)
            ]
            sent = {"rows": [str(one.pk) for one in made]}
            costs.append(self.cost(self.mara, "/project/do/close/", data=sent))
        each = (costs[1] - costs[0]) / 2
        assert abs((costs[2] - costs[1]) / 4 - each) < 1
        assert Measure.everything.count() == 0
