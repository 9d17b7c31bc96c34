"""A list as a file: what stands on the page, all of it, and nothing that a sheet would run."""

from __future__ import annotations

import csv
import io

from django.db.models import Q

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing import Player
from tests.kit.lab.models import Project
from tests.kit.web.workshop import WorkshopCase

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name", "lead", "stage", "tags", "budget", "starts_on", "late")
        filters = ("stage",)
        scope = ~Q(name="left out")
        sort = ("name",)

    class HelpPage(kit.TextPage):
        body = "Ask."


class ExportTests(WorkshopCase):
    pages = [ProjectsPage, HelpPage]

    def rows(self, player: Player, query: str = "") -> list[list[str]]:
        answer = self.asks(player, f"/projects/export.csv{query}")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def test_it_has_the_columns_of_the_page_as_exact_values(self) -> None:
        self.project(
            "Apple",
            lead=self.jon.person,
            stage="running",
            tags=["red", "blue"],
            budget="4812.5",
            starts_on=self.today,
        )
        assert self.rows(self.ada) == [
            ["Name", "Lead", "Stage", "Tags", "Budget", "Starts on", "Late"],
            ["Apple", "Jon Vale", "Under way", "Red; Blue", "4812.50", "2026-03-11", "no"],
        ]

    def test_it_follows_filters_search_sort_and_scope(self) -> None:
        for name, stage in (("Apple", "running"), ("Bread", "idea"), ("left out", "running")):
            self.project(name, stage=stage)
        assert [row[0] for row in self.rows(self.ada, "?stage=running")] == ["Name", "Apple"]
        assert [row[0] for row in self.rows(self.ada, "?sort=-name")][1:] == ["Bread", "Apple"]
        assert [row[0] for row in self.rows(self.ada, "?q=bre")][1:] == ["Bread"]

    def test_it_has_no_more_than_the_person_may_see(self) -> None:
        self.project("Apple", budget=5)
        self.project("hidden plan")
        rows = self.rows(self.mara)
        assert rows[0] == ["Name", "Lead", "Stage", "Tags", "Starts on", "Late"]
        assert [row[0] for row in rows[1:]] == ["Apple"]

    def test_a_cell_that_would_run_is_text(self) -> None:
        for name in ('=HYPERLINK("x")', "+1", "-2", "@SUM(A1)", "\tTab", "\rReturn"):
            self.project(name)
        names = [row[0] for row in self.rows(self.ada)][1:]
        assert len(names) == 6
        assert all(name.startswith("'") for name in names)

    def test_a_negative_amount_stays_a_number(self) -> None:
        self.project("Debt", budget="-5")
        assert self.rows(self.ada)[1][4] == "-5.00"

    def test_every_row_once_however_many(self) -> None:
        Project.everything.bulk_create(Project(name=f"P{n:05}") for n in range(2100))
        names = [row[0] for row in self.rows(self.ada)][1:]
        assert names == [f"P{n:05}" for n in range(2100)]

    def test_the_page_offers_it_with_the_present_filter(self) -> None:
        link = self.ada.opens("projects", stage="idea").root.first("data-export")
        assert link is not None
        assert link.attributes["href"] == "/projects/export.csv?stage=idea"

    def test_a_page_without_rows_has_none(self) -> None:
        assert self.asks(self.ada, "/help/export.csv").status_code == 404
