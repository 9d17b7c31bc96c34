"""Reports and leaderboards: groups with totals, ranks with ties, the asker's own line, files."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing import Page, Player
from tests.kit.lab.models import Project
from tests.kit.web.workshop import WorkshopCase

with only_here():

    class BudgetsPage(kit.Report):
        """What each stage costs."""

        model = Project
        group_by = ("stage",)
        totals = (models.Sum("budget"), models.Count("pk"), models.Max("starts_on"))
        filters = ("lead",)
        counts = (kit.PageCount("late", Q(late=True)),)

    class DearestPage(kit.Report):
        model = Project
        group_by = ("lead", "stage")
        totals = (models.Sum("budget"),)
        sort = ("-totals[0]",)
        limit = 2

    class WholePage(kit.Report):
        model = Project
        totals = (models.Sum("budget"),)

    class LeadersPage(kit.Leaderboard):
        """Who leads the most."""

        model = Project
        group_by = ("lead",)
        totals = (models.Count("pk"), models.Sum("budget"))
        limit = 2

    class RacePage(kit.Leaderboard):
        model = Project
        columns = ("name", "lead", "budget")
        sort = ("-open_tasks", "-starts_on")

    class HiddenPage(kit.Leaderboard):
        model = Project
        group_by = ("lead",)
        totals = (models.Sum("budget"),)


def lines(page: Page) -> list[list[str]]:
    """The lines of a report: the group, then its figures."""
    found = []
    for row in page.root.all("data-group"):
        name = row.first("data-name")
        found.append([name.text if name else "", *(one.text for one in row.all("data-total"))])
    return found


def ranked(page: Page) -> list[tuple[str, str]]:
    """The ranks and the names, in their order."""
    places = [one.text for one in page.root.all("data-rank")]
    names = page.group_names or page.column("name")
    return list(zip(places, names, strict=True))


class SumCase(WorkshopCase):
    pages = [BudgetsPage, DearestPage, WholePage, LeadersPage, RacePage, HiddenPage]

    def setUp(self) -> None:
        jon, mara = self.jon.person, self.mara.person
        self.project("Apple", stage="idea", lead=jon, budget=50, starts_on=self.yesterday)
        self.project("Bread", stage="running", lead=jon, budget=30, starts_on=self.today)
        self.project("Cider", stage="running", lead=mara, budget=100)
        self.project("hidden Dates", stage="over", budget=7)

    def file(self, player: Player, page: str, query: str = "") -> list[str]:
        """The lines of a page's file."""
        answer: Any = self.asks(player, f"/{page}/export.csv{query}")
        return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


class ReportTests(SumCase):
    def test_each_group_has_its_totals_and_so_has_the_whole(self) -> None:
        page = self.ada.opens("budgets")
        assert lines(page) == [
            ["Idea", "€50.00", "1", "10 Mar"],
            ["Under way", "€130.00", "2", "11 Mar"],
            ["Over", "€7.00", "1", "–"],
        ]
        assert page.totals_of()["budget"] == 187
        assert page.headings == ["Stage", "Budget", "Projects", "Last starts on"]

    def test_it_adds_up_what_one_may_see(self) -> None:
        page = self.mara.opens("budgets")
        assert lines(page) == [["Idea", "1", "10 Mar"], ["Under way", "2", "11 Mar"]]
        assert page.headings == ["Stage", "Projects", "Last starts on"]

    def test_it_is_sorted_by_a_total_or_by_its_groups(self) -> None:
        def names(sort: str) -> list[str]:
            return self.ada.opens("budgets", sort=sort).group_names

        assert names("-totals[0]") == ["Under way", "Idea", "Over"]
        assert names("totals[0]") == ["Over", "Idea", "Under way"]
        assert names("-totals[2]") == ["Under way", "Idea", "Over"]
        assert names("-stage") == ["Over", "Under way", "Idea"]

    def test_nobody_sorts_by_a_total_that_is_hidden(self) -> None:
        for sort in ("-totals[0]", "totals[9]", "budget", "totals[0"):
            with self.subTest(sort):
                names = self.mara.opens("budgets", sort=sort).group_names
                assert names == ["Idea", "Under way"]

    def test_a_heading_leads_to_the_largest_first_and_back(self) -> None:
        head = self.ada.opens("budgets").root.first("data-col", "totals[0]")
        assert head is not None
        there = self.ada.visits(head.all("href")[0].attributes["href"])
        assert there.group_names[0] == "Under way"
        again = there.root.first("data-col", "totals[0]")
        assert again is not None
        assert again.attributes["aria-sort"] == "descending"
        back = self.ada.visits(again.all("href")[0].attributes["href"])
        assert back.group_names[0] == "Over"

    def test_filters_and_counts_narrow_it(self) -> None:
        page = self.ada.opens("budgets", lead=self.jon.person.pk)
        assert lines(page)[1][:2] == ["Under way", "€30.00"]
        assert page.counts == {"late": 0}
        assert "Nothing fits here" in self.ada.opens("budgets", count="late").root.text

    def test_two_levels_are_sorted_inside_each_other_and_cut_outside(self) -> None:
        found = lines(self.ada.opens("dearest"))
        assert found == [
            ["Mara Lind", "€100.00"],
            ["Under way", "€100.00"],
            ["Jon Vale", "€80.00"],
            ["Idea", "€50.00"],
            ["Under way", "€30.00"],
        ]

    def test_without_groups_there_is_the_whole(self) -> None:
        assert self.ada.opens("whole").totals_of() == {"budget": 187}

    def test_the_file_has_every_innermost_group(self) -> None:
        assert self.file(self.ada, "budgets", "?sort=-totals[0]") == [
            "Stage,Budget,Projects,Last starts on",
            "Under way,130.00,2,2026-03-11",
            "Idea,50.00,1,2026-03-10",
            "Over,7.00,1,",
        ]
        assert self.file(self.ada, "dearest")[1] == "Mara Lind,Under way,100.00"

    def test_a_report_costs_a_query_a_level_and_one_for_the_whole(self) -> None:
        client = self.client_of(self.ada)
        with self.assertNumQueries(4):  # the groups, the whole, the count, the people to filter by
            client.get("/budgets/")
        with self.assertNumQueries(3):
            client.get("/dearest/")


class LeaderTests(SumCase):
    def test_groups_are_ranked_by_the_first_total_and_equal_ones_share_a_rank(self) -> None:
        self.project("Eggs", lead=self.mara.person)
        assert ranked(self.ada.opens("leaders")) == [("1", "Jon Vale"), ("1", "Mara Lind")]

    def test_a_rank_after_equal_ones_counts_them(self) -> None:
        Project.everything.all().delete()
        for name, stage in (("a", "idea"), ("b", "idea"), ("c", "running")):
            self.project(name, stage=stage, starts_on=self.today)
        self.project("d", starts_on=self.yesterday)
        found = [rank for rank, _ in ranked(self.ada.opens("race"))]
        assert found == ["1", "1", "1", "4"]

    def test_what_is_in_no_group_has_no_rank(self) -> None:
        Project.everything.update(lead=None)
        assert ranked(self.ada.opens("leaders")) == []

    def test_my_own_line_is_marked(self) -> None:
        marks = self.mara.opens("leaders").root.all("data-you")
        assert len(marks) == 1
        assert self.ines.opens("leaders").root.all("data-you") == []

    def test_my_own_line_stands_at_the_end_where_i_am_not_among_the_first(self) -> None:
        self.project("Eggs", lead=self.ada.person)
        for name in ("Figs", "Ginger", "Honey"):
            self.project(name, lead=self.mara.person)
        page = self.ada.opens("leaders")
        assert ranked(page) == [("1", "Mara Lind"), ("2", "Jon Vale"), ("3", "Ada Marsh")]

    def test_rows_are_ranked_by_the_order_of_the_page(self) -> None:
        page = self.jon.opens("race")
        assert ranked(page)[:2] == [("1", "Bread"), ("2", "Apple")]
        mine = [row for row in page.root.all("data-row") if row.all("data-you")]
        assert len(mine) == 2

    def test_a_hidden_total_ranks_nobody(self) -> None:
        page = self.mara.opens("hidden")
        assert page.group_names == []
        assert self.file(self.mara, "hidden") == ["Rank,Lead"]

    def test_the_file_has_the_ranks(self) -> None:
        assert self.file(self.ada, "leaders") == [
            "Rank,Lead,Projects,Budget",
            "1,Jon Vale,2,80.00",
            "2,Mara Lind,1,100.00",
        ]
