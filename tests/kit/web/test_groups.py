"""Rows in groups: heads with their figures, totals, two levels, pages by key, files."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing import Page
from tests.kit.lab.models import Measure, Project, Task
from tests.kit.web.workshop import WorkshopCase

with only_here():

    class ByStagePage(kit.Table):
        """Projects by stage."""

        model = Project
        columns = ("name", "lead", "budget", "open_tasks")
        group_by = ("stage",)
        sort = ("name",)
        filters = ("lead",)
        totals = (
            models.Sum("budget"),
            models.Count("pk"),
            models.Avg("budget"),
            100 * kit.Divide(models.Sum("budget", filter=Q(late=True)), models.Sum("budget")),
        )

    class ByLeadPage(kit.Table):
        model = Project
        columns = ("name", "budget")
        group_by = ("lead", "stage")
        sort = ("name",)
        totals = (models.Sum("budget"),)

    class ByDayPage(kit.Table):
        model = Measure
        columns = ("text", "whole")
        group_by = ("at",)
        sort = ("-at", "text")
        totals = (models.Sum("whole"),)

    class ByMoodPage(kit.Table):
        model = Measure
        columns = ("text",)
        group_by = ("flag", "mood")

    class TasksPage(kit.Table):
        model = Task
        columns = ("name",)
        group_by = ("project",)
        sort = ("name",)

    class ByBudgetPage(kit.Table):
        model = Project
        columns = ("name",)
        group_by = ("budget",)


PAGES = [ByStagePage, ByLeadPage, ByDayPage, ByMoodPage, TasksPage, ByBudgetPage]


def under(page: Page) -> list[str]:
    """Heads and rows in their order: heads in brackets."""
    found = []
    for one in page.root:
        if "data-group" in one.attributes:
            name = one.first("data-name")
            found.append(f"[{name.text if name else ''}]")
        elif "data-row" in one.attributes:
            cell = one.first("data-col", "name") or one.first("data-col", "text")
            found.append(cell.text if cell else "")
    return found


class GroupCase(WorkshopCase):
    pages = PAGES


class OneLevelTests(GroupCase):
    def setUp(self) -> None:
        jon, mara = self.jon.person, self.mara.person
        self.project("Bread", stage="running", lead=jon, budget=30, ends_on=self.yesterday)
        self.project("Apple", stage="running", lead=mara, budget=10)
        self.project("Cider", stage="idea", lead=jon, budget=5)

    def test_rows_stand_under_the_head_of_their_group(self) -> None:
        page = self.ada.opens("by_stage")
        assert under(page) == ["[Idea]", "Cider", "[Under way]", "Apple", "Bread"]
        assert page.group_names == ["Idea", "Under way"]

    def test_each_group_and_the_whole_have_their_figures(self) -> None:
        page = self.ada.opens("by_stage")
        running = {"budget": 40, "total_2": 20, "total_3": 75}
        assert page.totals_of("Under way") == running
        assert page.totals_of("Idea") == {"budget": 5, "total_2": 5, "total_3": 0}
        assert page.totals_of() == {"rows": 3, "budget": 45, "total_2": 15, "total_3": 66.67}

    def test_a_head_says_how_many_rows_its_group_has(self) -> None:
        heads = [one.text for one in self.ada.opens("by_stage").root.all("data-group")]
        assert "Under way 2 Average budget €20.00 Budget: late of budget 75%" in heads[1]

    def test_figures_are_of_the_filtered_rows(self) -> None:
        page = self.ada.opens("by_stage", lead=self.mara.person.pk)
        assert page.group_names == ["Under way"]
        assert page.totals_of("Under way")["budget"] == page.totals_of()["budget"] == 10

    def test_the_address_sorts_inside_the_groups(self) -> None:
        page = self.ada.opens("by_stage", sort="-name")
        assert under(page) == ["[Idea]", "Cider", "[Under way]", "Bread", "Apple"]

    def test_a_group_is_of_all_its_rows_not_of_those_on_this_page(self) -> None:
        Project.everything.bulk_create(
            Project(name=f"Run {n:02}", stage="running", budget=1) for n in range(40)
        )
        first = self.ada.opens("by_stage")
        assert first.totals_of("Under way")["budget"] == 80
        later = self.ada.visits(first.root.all("rel", "next")[0].attributes["href"])
        assert later.group_names == ["Under way"]
        assert later.totals_of("Under way")["budget"] == 80
        assert "continued" in later.root.all("data-group")[0].text
        assert "continued" not in first.root.text

    def test_every_row_is_on_one_page_whatever_it_is_grouped_by(self) -> None:
        Project.everything.bulk_create(
            Project(name=f"P {n:02}", lead=[self.jon.person, None][n % 2]) for n in range(60)
        )
        seen, page = [], self.ada.opens("by_lead")
        while True:
            seen += page.column("name")
            links = page.root.all("rel", "next")
            if not links:
                break
            page = self.ada.visits(links[0].attributes["href"])
        assert len(seen) == len(set(seen)) == 63

    def test_each_level_costs_one_query_and_so_do_the_totals(self) -> None:
        client = self.client_of(self.ada)
        with self.assertNumQueries(4):
            client.get("/by_stage/")
        with self.assertNumQueries(4):
            client.get("/by_lead/")


class LevelTests(GroupCase):
    def setUp(self) -> None:
        jon = self.jon.person
        self.project("Bread", stage="running", lead=jon, budget=30)
        self.project("Apple", stage="idea", lead=jon, budget=10)
        self.project("Cider", stage="running", budget=5)

    def test_an_inner_group_stands_in_its_outer_one(self) -> None:
        page = self.ada.opens("by_lead")
        jon = ["[Jon Vale]", "[Idea]", "Apple", "[Under way]", "Bread"]
        assert under(page) == [*jon, "[Nobody]", "[Under way]", "Cider"]

    def test_both_levels_have_figures(self) -> None:
        page = self.ada.opens("by_lead")
        heads = [one.all("data-total")[0].text for one in page.root.all("data-group")]
        assert heads == ["€40.00", "€10.00", "€30.00", "€5.00", "€5.00"]

    def test_two_rows_of_one_name_are_two_groups(self) -> None:
        for n in range(2):
            project = Project.everything.create(name="Twin", stage="over")
            Task.everything.create(project=project, name=f"Task {n}")
        page = self.ada.opens("tasks")
        assert under(page) == ["[Twin]", "Task 0", "[Twin]", "Task 1"]


class KindTests(GroupCase):
    def test_moments_are_grouped_by_their_local_day_the_last_first(self) -> None:
        for text, hour in (("late", 23), ("early", 1)):
            at = timezone.make_aware(datetime(2026, 3, 8, hour, 30))
            Measure.everything.create(text=text, at=at, whole=2)
        Measure.everything.create(text="next", at=self.now, whole=5)
        Measure.everything.create(text="never", whole=1)
        page = self.ada.opens("by_day")
        assert under(page) == [
            *("[11 Mar]", "next"),
            *("[8 Mar]", "late", "early"),
            *("[Not set]", "never"),
        ]
        assert page.totals_of("8 Mar") == {"whole": 4}

    def test_flags_and_empty_choices_have_a_name(self) -> None:
        Measure.everything.create(text="a", flag=True, mood="good")
        Measure.everything.create(text="b", flag=False, mood="")
        page = self.ada.opens("by_mood")
        assert under(page) == ["[No]", "[Not set]", "b", "[Yes]", "[Good]", "a"]


class RightTests(GroupCase):
    def setUp(self) -> None:
        self.project("Apple", budget=10)
        self.project("hidden Bread", budget=20)

    def test_a_group_counts_the_rows_that_one_may_see(self) -> None:
        seen = [who.opens("by_stage").totals_of()["rows"] for who in (self.ada, self.mara)]
        assert seen == [2, 1]

    def test_a_hidden_figure_is_in_no_head_and_not_in_the_foot(self) -> None:
        page = self.mara.opens("by_stage")
        assert page.totals_of("Idea") == {}
        assert page.totals_of() == {"rows": 1}

    def test_nobody_sees_groups_of_what_is_hidden(self) -> None:
        assert self.ada.opens("by_budget").group_names == ["€10.00", "€20.00"]
        page = self.mara.opens("by_budget")
        assert page.group_names == []
        assert page.column("name") == ["Apple"]
        lines = self.asks(self.mara, "/by_budget/export.csv").streaming_content
        assert b"".join(lines).decode("utf-8-sig").split() == ["Name", "Apple"]


class FileTests(GroupCase):
    def test_the_group_stands_first_in_the_file(self) -> None:
        self.project("Apple", stage="running", lead=self.jon.person, budget=10)
        self.project("Cider", budget=5)
        answer = self.asks(self.ada, "/by_lead/export.csv")
        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
        assert lines == [
            "Lead,Stage,Name,Budget",
            "Jon Vale,Under way,Apple,10.00",
            ",Idea,Cider,5.00",
        ]
