"""Parts of a row's own page: they are about the rows that point to it."""

from __future__ import annotations

from unittest.mock import patch

from django.db import models
from django.db.models import Q

import site_kit as kit
from site_kit.registry import only_here
from tests.kit.lab.declarations import ProjectPermissions
from tests.kit.lab.models import LogLine, Project, Task
from tests.kit.web.workshop import WorkshopCase, page_of

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name",)

    class ProjectPage(kit.Detail):
        model = Project
        columns = ("name", "stage")
        children = ()
        parts = (
            kit.Stat("tasks", model=Task),
            kit.Progress(
                "done",
                model=Task,
                measure=models.Count("pk", filter=Q(done=True)),
                of=models.Count("pk"),
            ),
            kit.Stat("late", model=Task, scope=Q(due__gt=kit.Of("row", "ends_on"))),
            kit.Stat("logged", model=LogLine, scope=Q(text=kit.Of("row", "name"))),
            kit.Chart("by_day", model=Task, x="due", grain="day", last=3),
            kit.RowList("first", model=Task, sort=("name",)),
        )


class RowPartTests(WorkshopCase):
    pages = [ProjectsPage, ProjectPage]

    def setUp(self) -> None:
        self.apple = self.project("Apple", ends_on=self.yesterday)
        bread = self.project("Bread")
        for project, name, done in (
            (self.apple, "Peel", True),
            (self.apple, "Cut", False),
            (bread, "Knead", False),
        ):
            Task.everything.create(project=project, name=name, done=done, due=self.today)
        for text in ("Apple", "Apple", "Bread"):
            LogLine.everything.create(text=text)

    def part(self, name: str) -> str:
        return self.ada.visits(f"/project/{self.apple.pk}/").part(name).value

    def test_a_figure_counts_the_rows_that_point_to_the_record(self) -> None:
        assert self.part("tasks") == "2"
        assert self.part("done") == "1"
        page = self.ada.visits(f"/project/{self.apple.pk}/").root.first("data-part", "done")
        assert page is not None
        assert "of 2" in page.text

    def test_a_condition_may_ask_for_the_record_itself(self) -> None:
        assert self.part("late") == "2"
        Project.everything.filter(pk=self.apple.pk).update(ends_on=self.today)
        assert self.part("late") == "0"

    def test_rows_without_a_way_to_the_record_are_narrowed_by_the_condition_alone(self) -> None:
        assert self.part("logged") == "2"

    def test_a_chart_is_of_those_rows_too(self) -> None:
        series = self.ada.visits(f"/project/{self.apple.pk}/").part("by_day").series
        assert [sum(values) for values in series.values()] == [2]

    def test_what_is_left_for_later_comes_by_itself(self) -> None:
        address = f"/project/{self.apple.pk}/"
        waits = self.ada.visits(f"/project/{self.apple.pk}/").root.first("data-part", "first")
        assert waits is not None
        assert waits.attributes["data-waits"] == "?part=first"
        for headers in ({}, {"HTTP_X_KIT": "part"}):
            part = page_of(self.asks(self.ada, f"{address}?part=first", **headers))
            found = part.first("data-part", "first")
            assert found is not None
            assert [one.text for one in found.all("data-row")] == ["Apple · Cut", "Apple · Peel"]
        assert self.asks(self.ada, f"{address}?part=nothing").status_code == 404

    def test_a_part_that_tells_a_hidden_field_of_the_record_is_not_there(self) -> None:
        with patch.object(ProjectPermissions, "seen_by", {"ends_on": ["admin"]}):
            assert self.ada.visits(f"/project/{self.apple.pk}/").part("late").value == "2"
            assert (
                self.mara.visits(f"/project/{self.apple.pk}/").root.first("data-part", "late")
                is None
            )
            assert self.mara.visits(f"/project/{self.apple.pk}/").part("tasks").value == "2"

    def test_the_page_costs_at_most_eight_queries(self) -> None:
        client = self.client_of(self.ada)
        with self.assertNumQueries(6):
            client.get(f"/project/{self.apple.pk}/")
