"""A list at an address: filters, search, sort, counts and one page of rows by key."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.db import models
from django.db.models import Q
from django.utils import timezone

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing import Page, Player
from site_kit.web.filters import Filter
from tests.kit.lab.models import Measure, Project, Task
from tests.kit.web.workshop import ProjectsPage, WorkshopCase, page_of

with only_here():

    class RunningPage(kit.Table):
        """Projects under way; one count looks at all of them."""

        model = Project
        scope = Q(stage="running")
        columns = ("name", "stage")
        counts = (kit.PageCount("over", Q(stage="over"), opens=True),)

    class StatesPage(kit.Table):
        """Counts with conditions of every shape."""

        model = Project
        columns = ("name", "stage", "late")
        counts = (
            kit.PageCount("over", Q(stage="over")),
            kit.PageCount("late", Q(late=True)),
            kit.PageCount("named", Q(stage="over") & ~Q(name="x")),
            kit.PageCount("not_over", ~Q(stage="over")),
            kit.PageCount("either", Q(stage="over") | Q(late=True)),
            kit.PageCount("punctual", Q(late=False)),
            kit.PageCount("asked", Q(Q(late=True), stage__in=["idea"])),
            kit.PageCount("crowded", Q(kit.ExistsOf("Task", via="project"))),
        )

    class IdeasPage(kit.Table):
        model = Project
        columns = ("name",)
        filters = ("stage='idea'", "lead=me")

    class FirstPage(kit.Table):
        model = Project
        columns = ("name",)
        sort = ("-name",)
        limit = 2

    class ThisMonthPage(kit.Table):
        model = Project
        columns = ("name",)
        between = "starts_on"

    class TasksPage(kit.Table):
        model = Task
        columns = ("name", "project", "project.lead", "due")
        filters = ("title",)
        sort = ("due", "-name")

    class MeasuresPage(kit.Table):
        model = Measure
        columns = (
            "text",
            "whole",
            "exact",
            "half",
            "flag",
            "mood",
            "day",
            "at",
            "clock",
            "owner",
            "helpers",
            "twin",
        )


PAGES = [
    ProjectsPage,
    StatesPage,
    RunningPage,
    IdeasPage,
    FirstPage,
    ThisMonthPage,
    TasksPage,
    MeasuresPage,
]


class ListCase(WorkshopCase):
    pages = PAGES

    def names(
        self, player: Player | None = None, page: str = "projects", **filters: Any
    ) -> list[str]:
        return (player or self.ada).opens(page, **filters).column("name")


class FilterTests(ListCase):
    def test_a_field_that_django_names_otherwise_is_filtered_by_its_id(self) -> None:
        field = models.CharField("From", max_length=9, db_column="from")
        column = SimpleNamespace(field=field)
        one = Filter(Project, "parent.from_field", "parent__from_field", column, [])  # type: ignore[arg-type]
        assert one.called == "parent.from"
        assert {"parent.from_field", "parent.from", "parent.from.to"} < set(one.names)

    """Each filter is read by its field's kind."""

    def setUp(self) -> None:
        self.apple = self.project(
            "Apple", stage="running", lead=self.jon.person, tags=["red"], budget=10
        )
        self.bread = self.project(
            "Bread", tags=["red", "blue"], budget=1500, starts_on=self.today, parent=self.apple
        )
        self.cider = self.project(
            "Cider", stage="over", lead=self.mara.person, starts_on=self.today_minus(days=10)
        )
        self.cider.members.set([self.jon.person, self.ines.person])

    def test_a_status_may_be_several(self) -> None:
        assert self.names(stage="running") == ["Apple"]
        assert self.names(stage=["running", "over"]) == ["Apple", "Cider"]

    def test_a_person_is_named_or_is_me_or_nobody(self) -> None:
        assert self.names(lead=self.jon.person.pk) == ["Apple"]
        assert self.names(self.mara, lead="me") == ["Cider"]
        assert self.names(lead="none") == ["Bread"]

    def test_what_a_row_is_called_is_looked_into(self) -> None:
        for name in ("Knead", "Bake"):
            self.ada.creates(Task, name=name, project=self.bread)

        assert self.names(page="tasks", title="nea") == ["Knead"]

    def test_several_people_do_not_double_rows(self) -> None:
        assert self.names(members=self.jon.person.pk) == ["Cider"]

    def test_choices_are_found_if_they_have_one_of_these(self) -> None:
        assert self.names(tags="blue") == ["Bread"]
        assert self.names(tags=["blue", "red"]) == ["Apple", "Bread"]

    def test_a_relation_is_picked(self) -> None:
        assert self.names(parent=self.apple.pk) == ["Bread"]
        assert self.names(parent="none") == ["Apple", "Cider"]

    def test_a_flag_that_is_worked_out_is_yes_or_no(self) -> None:
        late = self.project("Late", ends_on=self.yesterday)
        assert self.names(late="yes") == [late.name]
        assert "Late" not in self.names(late="no")

    def test_numbers_are_from_and_to_as_people_write_them(self) -> None:
        assert self.names(**{"budget.from": "1,000"}) == ["Bread"]
        assert self.names(**{"budget.to": "€ 10.00"}) == ["Apple"]

    def test_dates_are_from_and_to_with_both_days(self) -> None:
        today = self.today.isoformat()
        assert self.names(**{"starts_on.from": today, "starts_on.to": today}) == ["Bread"]
        assert self.names(starts_on="today") == ["Bread"]

    def test_a_moment_is_found_by_its_local_day(self) -> None:
        night = timezone.make_aware(datetime(2026, 3, 8, 23, 30))
        Project.everything.filter(pk=self.apple.pk).update(created_at=night)
        day = {"created_at.from": "2026-03-08", "created_at.to": "2026-03-08"}
        assert self.names(**day) == ["Apple"]

    def test_text_is_found_by_a_part_of_it(self) -> None:
        assert self.names(name="RE") == ["Bread"]

    def test_a_roll_up_is_filtered_like_a_number(self) -> None:
        Task.everything.create(project=self.apple, name="Peel")
        assert self.names(**{"open_tasks.from": "1"}) == ["Apple"]

    def test_what_cannot_be_read_is_as_if_it_were_not_there(self) -> None:
        everything = ["Apple", "Bread", "Cider"]
        for filters in (
            {"late": "perhaps"},
            {"lead": "1 OR 1=1"},
            {"budget.from": "much"},
            {"starts_on.to": "2026-02-31"},
            {"stage__in": "running"},
            {"secret__startswith": "a"},
            {"sort": "secret"},
            {"after": "bm90aGluZw"},
            {"at": "-5"},
        ):
            with self.subTest(filters):
                assert self.names(**filters) == everything

    def test_a_status_that_does_not_exist_finds_nothing(self) -> None:
        assert self.names(stage="lost") == []

    def test_filters_add_up(self) -> None:
        assert self.names(tags="red", stage="running") == ["Apple"]

    def test_the_bar_says_what_is_chosen_and_keeps_it(self) -> None:
        page = self.ada.opens("projects", stage="running", lead=self.jon.person.pk, sort="-name")
        bar = page.root.first("data-filters")
        assert bar is not None
        assert "Stage: Under way" in bar.text
        chosen = [one.text for one in bar.all("selected")]
        assert chosen == ["Lead: Jon Vale"]
        kept = {one.attributes["name"] for one in bar.all("type", "hidden")}
        assert kept == {"sort"}

    def test_a_person_dropdown_offers_me_first(self) -> None:
        select = self.mara.opens("projects").root.first("name", "lead")
        assert select is not None
        offered = [one.text for one in select if one.tag == "option"]
        assert offered[:3] == ["Lead: any", "Lead: Me", "Lead: Nobody"]


class StartTests(ListCase):
    """A declared start value holds until the address says otherwise."""

    def setUp(self) -> None:
        self.project("Idea of mine", lead=self.mara.person)
        self.project("Idea of Jon", lead=self.jon.person)
        self.project("Running", stage="running", lead=self.mara.person)

    def test_the_page_begins_with_it(self) -> None:
        assert self.names(self.mara, "ideas") == ["Idea of mine"]

    def test_the_address_has_the_last_word(self) -> None:
        assert self.names(self.mara, "ideas", stage="running") == ["Running"]

    def test_an_empty_value_takes_it_away(self) -> None:
        found = self.names(self.mara, "ideas", stage="", lead="")
        assert sorted(found) == ["Idea of Jon", "Idea of mine", "Running"]

    def test_a_window_begins_with_this_month(self) -> None:
        self.project("Now", starts_on=self.today)
        self.project("Before", starts_on=self.today_minus(days=40))
        assert self.names(page="this_month") == ["Now"]
        wide = {"starts_on.from": "2026-01-01", "starts_on.to": "2026-12-31"}
        assert sorted(self.names(page="this_month", **wide)) == ["Before", "Now"]


class SearchTests(ListCase):
    """Search looks in the title and the texts that the person may see."""

    def setUp(self) -> None:
        self.project("Apple", why_secret="sweet")
        self.project("Bread", secret="sour dough")

    def test_it_finds_parts_of_words(self) -> None:
        assert self.names(q="ppl") == ["Apple"]
        assert self.names(q="SWEET") == ["Apple"]

    def test_it_never_looks_in_what_is_hidden(self) -> None:
        assert self.names(self.mara, q="dough") == []

    def test_signs_mean_themselves(self) -> None:
        self.project("100 % wool")
        assert self.names(q="100 %") == ["100 % wool"]
        assert self.names(q="_") == []

    def test_it_finds_those_whom_a_row_points_to_and_a_row_by_its_number(self) -> None:
        pk = self.project("Cider", lead_id=self.ines.asker.id).pk
        assert self.names(q="ines") == ["Cider"]
        assert self.names(q=f"#{pk}") == ["Cider"]
        assert self.names(q="#x") == []

    def test_nothing_found_says_so_and_offers_the_way_back(self) -> None:
        page = self.mara.opens("projects", q="zebra")
        assert page.column("name") == []
        assert "Nothing fits here" in page.root.text
        assert "/projects/" in [one.attributes["href"] for one in page.root.all("href")]


class CountTests(ListCase):
    """Numbers above the list: each counts what pressing it shows."""

    def setUp(self) -> None:
        self.project("Apple", stage="running", budget=10)
        self.project("Bread", stage="running", ends_on=self.yesterday, budget=5)
        self.project("Cider", stage="over")

    def test_each_counts_the_rows_of_the_page(self) -> None:
        page = self.ada.opens("projects")
        assert page.counts == {"running": 2, "late": 1, "money": 15, "mean": 7.5}

    def test_nobody_counts_beyond_ten_thousand(self) -> None:
        with mock.patch("site_kit.web.counting.MOST", 1):
            shown = self.ada.opens("projects").root.all("data-count")
        assert [one.text.split()[0] for one in shown[:2]] == ["1+", "1"]

    def test_pressing_one_filters_and_keeps_the_numbers(self) -> None:
        pressed = self.ada.opens("projects").follows("running")
        assert pressed.column("name") == ["Apple", "Bread"]
        assert pressed.counts["late"] == 1
        assert pressed.address == "/projects/?count=running"

    def test_pressing_it_again_takes_it_away(self) -> None:
        again = self.ada.opens("projects", count="running").follows("running")
        assert again.address == "/projects/"

    def test_counts_follow_the_filters(self) -> None:
        assert self.ada.opens("projects", name="app").counts["running"] == 1

    def test_one_that_opens_looks_beyond_the_scope(self) -> None:
        page = self.ada.opens("running")
        assert page.counts == {"over": 1}
        assert self.ada.opens("running", q="apple").counts == {"over": 1}
        assert page.follows("over").column("name") == ["Cider"]

    def test_one_wears_the_colour_of_the_state_that_it_counts(self) -> None:
        """And none where its condition has ifs and buts."""
        page = self.ada.opens("states")
        shown = {
            one.attributes["data-count"]: one.attributes.get("data-s", "")
            for one in page.root.all("data-count")
        }
        plain = dict.fromkeys(("not_over", "either", "punctual", "asked", "crowded"), "")
        assert shown == {"over": "ok", "late": "bad", "named": "ok", **plain}

    def test_a_money_count_is_hidden_with_its_field(self) -> None:
        assert "budget" not in self.mara.opens("projects").headings


class OrderTests(ListCase):
    """Sorting by a heading; empty values come last, whichever way."""

    def setUp(self) -> None:
        self.project("Apple", starts_on=self.today, budget=20)
        self.project("Bread", starts_on=self.yesterday, budget=3)
        self.project("Cider")

    def test_a_page_has_its_own_order(self) -> None:
        assert self.names() == ["Apple", "Bread", "Cider"]

    def test_the_address_sorts_up_and_down(self) -> None:
        assert self.names(sort="starts_on") == ["Bread", "Apple", "Cider"]
        assert self.names(sort="-starts_on") == ["Apple", "Bread", "Cider"]
        assert self.names(sort="-budget") == ["Apple", "Bread", "Cider"]

    def test_a_computed_field_sorts_too(self) -> None:
        bread = Project.everything.get(name="Bread")
        Task.everything.create(project=bread, name="Knead")
        assert self.names(sort="-open_tasks")[0] == "Bread"

    def test_a_heading_says_which_way_it_sorts(self) -> None:
        heads = self.ada.opens("projects", sort="-budget").root.all("aria-sort")
        assert [one.attributes["aria-sort"] for one in heads] == ["descending"]
        assert heads[0].attributes["data-col"] == "budget"

    def test_a_path_through_a_relation_is_shown(self) -> None:
        apple = Project.everything.get(name="Apple")
        Project.everything.filter(pk=apple.pk).update(lead=self.jon.person)
        Task.everything.create(project=apple, name="Peel")
        page = self.ada.opens("tasks")
        assert page.headings == ["Name", "Project", "Project lead", "Due"]
        assert page.column("project") == ["Apple"]
        assert page.column("project.lead") == ["Jon Vale"]

    def test_a_limit_shows_the_first_rows_only(self) -> None:
        assert self.names(page="first") == ["Cider", "Bread"]

    def test_totals_stand_under_their_column(self) -> None:
        page = self.ada.opens("projects")
        totals = {one.attributes["data-total"]: one.text for one in page.root.all("data-total")}
        assert totals["budget"] == "€23.00"


class PagingTests(ListCase):
    """Pages by key: every row once, both ways, with ties and empty values."""

    def setUp(self) -> None:
        half = self.today - timedelta(days=3)
        Project.everything.bulk_create(
            Project(name=f"Project {n:03}", starts_on=None if n % 3 == 0 else half)
            for n in range(60)
        )

    def walk(self, way: str, address: str) -> tuple[list[str], Page]:
        names, page = [], self.ada.visits(address)
        while True:
            names.append(page.column("name"))
            links = page.root.all("rel", way)
            if not links:
                return [name for several in names for name in several], page
            page = self.ada.visits(links[0].attributes["href"])

    def test_going_on_shows_every_row_once(self) -> None:
        for sort in ("name", "-name", "starts_on", "-starts_on", "open_tasks"):
            with self.subTest(sort):
                names, _ = self.walk("next", f"/projects/?sort={sort}")
                assert len(names) == 60
                assert len(set(names)) == 60

    def test_empty_dates_come_last_both_ways(self) -> None:
        for sort in ("starts_on", "-starts_on"):
            names, _ = self.walk("next", f"/projects/?sort={sort}")
            assert all(int(name[-3:]) % 3 == 0 for name in names[40:]), sort

    def test_going_back_leads_to_the_same_pages(self) -> None:
        for sort in ("name", "-starts_on"):
            there, last = self.walk("next", f"/projects/?sort={sort}")
            back, first = self.walk("prev", last.address)
            assert back[-25:] == there[:25]
            assert "before" not in first.address

    def test_it_says_where_one_is(self) -> None:
        page = self.ada.opens("projects")
        assert "1 to 25 of 60" in page.root.text
        later = self.ada.visits(page.root.all("rel", "next")[0].attributes["href"])
        assert "26 to 50 of 60" in later.root.text

    def test_a_page_of_many_rows_costs_as_many_queries_as_a_page_of_few(self) -> None:
        client = self.client_of(self.ada)
        with self.assertNumQueries(5):
            client.get("/projects/?q=project")


class ShownTests(ListCase):
    """How values stand in a list."""

    def test_each_kind_in_its_words(self) -> None:
        self.project(
            "Apple",
            lead=self.jon.person,
            stage="running",
            tags=["red", "blue"],
            budget=Decimal("4812.5"),
            starts_on=self.today,
        )
        page = self.ada.opens("projects")
        row = {name: page.column(name)[0] for name in ProjectsPage.columns}
        assert row == {
            "name": "Apple",
            "lead": "Jon Vale",
            "stage": "Under way",
            "tags": "Red Blue",
            "budget": "€4,812.50",
            "starts_on": "11 Mar",
            "late": "",
            "open_tasks": "0",
        }

    def test_markup_in_a_value_is_text(self) -> None:
        self.project("<script>alert(1)</script>", budget=1)
        answer = self.asks(self.ada, "/projects/")
        assert b"<script>alert" not in answer.content
        assert self.names() == ["<script>alert(1)</script>"]

    def test_a_row_without_a_title_is_called_by_its_number(self) -> None:
        row = Measure.everything.create()
        link = page_of(self.asks(self.ada, "/measures/")).first("href", f"/measure/{row.pk}/")
        assert link is not None
        assert link.text == f"#{row.pk}"

    def test_one_of_each_kind_is_shown_without_a_mistake(self) -> None:
        twin = Measure.everything.create(text="first")
        row = Measure.everything.create(
            whole=7,
            exact=Decimal("1.250"),
            flag=True,
            text="a",
            mood="good",
            tags=["bad"],
            day=self.today,
            at=self.now,
            clock=self.now.time(),
            owner=self.jon.person,
            twin=twin,
        )
        row.helpers.set([self.mara.person, self.ada.person])
        page = self.ada.opens("measures")
        assert {name: page.column(name)[0] for name in MeasuresPage.columns} == {
            "text": "a",
            "whole": "7",
            "exact": "1.25",
            "half": "3.5%",
            "flag": "Yes",
            "mood": "Good",
            "day": "11 Mar",
            "at": "today, 10:00",
            "clock": "10:00",
            "owner": "Jon Vale",
            "helpers": "Ada Marsh, Mara Lind",
            "twin": "first",
        }
        empty = {page.column(name)[1] for name in MeasuresPage.columns if name != "text"}
        assert empty == {"–"}
