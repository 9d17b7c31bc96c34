"""A calendar: a month of days with their rows, and what has no date beside it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing import Page
from tests.kit.lab.models import Measure, Project, Task
from tests.kit.web.in_time import heading, legend, link, undated
from tests.kit.web.workshop import WorkshopCase

with only_here():

    class PlanPage(kit.Calendar):
        """What is under way."""

        model = Project
        start = "starts_on"
        end = "ends_on"
        colour_by = "stage"
        columns = ("name", "lead", "late")
        filters = ("lead",)
        search = ("name",)
        counts = (kit.PageCount("running", Q(stage="running")),)
        parts = (kit.Stat("all", model=Project),)

    class LeadsPage(kit.Calendar):
        model = Project
        start = "starts_on"
        end = "ends_on"
        lanes = "lead"

    class MembersPage(kit.Calendar):
        model = Project
        start = "starts_on"
        lanes = "members"

    class BudgetsPage(kit.Calendar):
        model = Project
        start = "starts_on"
        lanes = "secret"
        colour_by = "budget"

    class TasksPage(kit.Calendar):
        model = Task
        start = "due"
        colour_by = "project"

    class ShiftsPage(kit.Calendar):
        model = Measure
        start = "at"
        end = "then"
        colour_by = "owner"
        actions = ()


def days(page: Page) -> dict[str, list[str]]:
    """The titles on each day that has some, in the table."""
    found: dict[str, list[str]] = {}
    for cell in page.root.all("data-day"):
        links = [
            next(one for one in item if one.tag == "a")
            for item in cell
            if item.tag == "li" and item.text
        ]
        titles = [one.text.split(", day")[0] for one in links]
        if titles:
            found.setdefault(cell.attributes["data-day"], []).extend(titles)
    return found


def agenda(page: Page) -> list[str]:
    """The days of the list that a narrow screen shows, each with its rows."""
    (listed,) = (one for one in page.root if one.attributes.get("class") == "agenda")
    return [one.text for one in listed.parts if not isinstance(one, str)]


def moment(*parts: int) -> datetime:
    return timezone.make_aware(datetime(*parts))  # type: ignore[arg-type]


class CalendarTests(WorkshopCase):
    pages = [PlanPage, LeadsPage, MembersPage, BudgetsPage, TasksPage, ShiftsPage]

    def on(self, name: str, start: date | None, end: date | None = None, **more: Any) -> Project:
        return self.project(name, starts_on=start, ends_on=end, **more)

    def test_it_opens_on_this_month_and_marks_today(self) -> None:
        page = self.ada.opens("plan")
        assert heading(page) == "March 2026"
        (today,) = (one for one in page.root.all("data-day") if "today" in one.attributes["class"])
        assert today.attributes["data-day"] == "2026-03-11"

    def test_one_goes_to_the_months_before_and_after_and_back_to_today(self) -> None:
        page = self.ada.opens("plan")
        later = page.follow(link(page, "On to April"))
        assert heading(later) == "April 2026"
        assert heading(later.follow(link(later, "Today"))) == "March 2026"
        assert heading(later.follow(link(later, "Back to March"))) == "March 2026"

    def test_the_filters_go_along_to_the_next_month(self) -> None:
        page = self.ada.opens("plan", lead=self.jon.person.pk, q="Apple")
        assert link(page, "On to April") == f"/plan/?lead={self.jon.person.pk}&q=Apple&in=2026-04"

    def test_a_month_that_is_none_is_this_one(self) -> None:
        assert heading(self.ada.opens("plan", **{"in": "2026-77"})) == "March 2026"

    def test_a_row_stands_on_each_of_its_days(self) -> None:
        self.on("Apple", date(2026, 3, 30), date(2026, 4, 2))
        self.on("Bread", date(2026, 3, 5))
        expected = {"2026-03-05": ["Bread"]}
        expected |= {f"2026-03-{day}": ["Apple"] for day in (30, 31)}
        expected |= {f"2026-04-0{day}": ["Apple"] for day in (1, 2)}
        assert days(self.ada.opens("plan")) == expected

    def test_the_edges_of_what_is_shown(self) -> None:
        """March is shown from 23 February to 5 April."""
        self.on("Before", date(2026, 2, 1), date(2026, 2, 22))
        self.on("Until the first", date(2026, 2, 1), date(2026, 2, 23))
        self.on("From the last", date(2026, 4, 5), date(2026, 5, 9))
        self.on("After", date(2026, 4, 6))
        assert days(self.ada.opens("plan")) == {
            "2026-02-23": ["Until the first"],
            "2026-04-05": ["From the last"],
        }

    def test_only_rows_of_the_month_are_counted(self) -> None:
        self.on("February", date(2026, 2, 24))
        self.on("March", date(2026, 3, 1))
        assert "1 project" in self.ada.opens("plan").root.text

    def test_a_row_that_lasts_is_named_where_it_and_each_week_begins(self) -> None:
        row = self.on("Apple", date(2026, 3, 6), date(2026, 3, 17))
        page = self.ada.opens("plan")
        named = [one.text for one in page.root.all("data-row", str(row.pk))]
        assert [one.split(" Actions")[0] for one in named] == [
            "Apple, day 1 of 12",
            "Apple, day 4 of 12",
            "Apple, day 11 of 12",
        ]

    def test_rows_of_several_days_keep_their_line_through_a_week(self) -> None:
        self.on("Long", date(2026, 3, 9), date(2026, 3, 13))
        self.on("Short", date(2026, 3, 9), date(2026, 3, 10))
        self.on("Next", date(2026, 3, 12), date(2026, 3, 13))
        self.on("Alone", date(2026, 3, 12))
        found = days(self.ada.opens("plan"))
        assert found["2026-03-09"] == ["Long", "Short"]
        assert found["2026-03-12"] == ["Long", "Next", "Alone"]

    def test_two_rows_that_share_a_day_lie_on_two_lines(self) -> None:
        self.on("First", date(2026, 3, 9), date(2026, 3, 11))
        self.on("Second", date(2026, 3, 11), date(2026, 3, 13))
        assert days(self.ada.opens("plan"))["2026-03-11"] == ["First", "Second"]

    def test_what_does_not_fit_on_a_day_opens_below_it(self) -> None:
        for number in range(9):
            self.on(f"Row {number}", date(2026, 3, 5))
        cell = self.ada.opens("plan").root.first("data-day", "2026-03-05")
        assert cell is not None
        assert "4 more on Thursday 5 March" in cell.text
        assert len(cell.all("data-row")) == 9

    def test_rows_without_a_date_stand_beside_it(self) -> None:
        self.on("Apple", None, lead=self.jon.person)
        self.on("Bread", date(2026, 3, 5))
        assert undated(self.ada.opens("plan")) == ["Apple Jon Vale"]
        assert undated(self.ada.opens("plan", q="Bread")) == []

    def test_a_narrow_screen_lists_the_days_that_have_something(self) -> None:
        self.on("Apple", date(2026, 3, 31), date(2026, 4, 1), lead=self.jon.person)
        page = self.ada.opens("plan")
        (line,) = agenda(page)
        assert line.startswith("Tue 31 Apple")
        assert line.endswith("day 1 of 2, Idea, Jon Vale")
        assert agenda(self.ada.opens("plan", **{"in": "2025-01"})) == ["Nothing in January 2025."]

    def test_colours_have_a_legend_and_a_word(self) -> None:
        self.on("Apple", date(2026, 3, 5), stage="running")
        self.on("Bread", date(2026, 3, 6))
        page = self.ada.opens("plan")
        assert legend(page) == ["Idea", "Under way"]
        assert [one.text for one in page.root.all("data-col", "stage")][:2] == ["Under way", "Idea"]

    def test_a_value_keeps_its_colour_from_month_to_month(self) -> None:
        def hue(month: str) -> str:
            page = self.ada.opens("tasks", **{"in": month})
            found = page.root.first("data-legend")
            return next(one.attributes["class"] for one in found or () if one.tag == "rect")

        one = self.on("Apple", None)
        for month in (3, 4):
            Task.everything.create(project=one, name="Peel", due=date(2026, month, 5))
        assert hue("2026-03") == hue("2026-04")

    def test_filters_search_and_counts_narrow_it(self) -> None:
        self.on("Apple", date(2026, 3, 5), lead=self.jon.person)
        self.on("Bread", date(2026, 3, 5), stage="running")
        assert days(self.ada.opens("plan", q="bre")) == {"2026-03-05": ["Bread"]}
        assert days(self.ada.opens("plan", lead=self.jon.person.pk)) == {"2026-03-05": ["Apple"]}
        page = self.ada.opens("plan")
        assert page.counts == {"running": 1}
        assert days(page.follows("running")) == {"2026-03-05": ["Bread"]}
        assert page.part("all").value == "2"

    def test_actions_are_in_a_menu_and_come_back_to_the_month(self) -> None:
        row = self.on("Apple", date(2026, 3, 5), lead=self.mara.person)
        page = self.mara.opens("plan", **{"in": "2026-03"})
        assert "close" in page.buttons(row)
        assert page.root.first("name", "_next").attributes["value"] == "/plan/?in=2026-03"  # type: ignore[union-attr]
        assert "close" not in self.jon.opens("plan").buttons(row)

    def test_markup_in_a_title_is_text(self) -> None:
        self.on("<b>bold</b>", date(2026, 3, 5))
        assert days(self.ada.opens("plan")) == {"2026-03-05": ["<b>bold</b>"]}

    def test_few_queries_whatever_it_holds(self) -> None:
        for number in range(9):
            self.on(f"Row {number}", date(2026, 3, number + 1), lead=self.jon.person)
        with self.assertNumQueries(5):
            self.asks(self.ada, "/plan/")


class LaneTests(WorkshopCase):
    pages = [LeadsPage, MembersPage, BudgetsPage]

    def lanes(self, page: Page) -> list[str]:
        return [one.text for one in page.root.all("scope", "row")]

    def test_each_week_has_a_line_for_each_value_that_has_something(self) -> None:
        self.project("Apple", lead=self.mara.person, starts_on=date(2026, 3, 5))
        self.project("Bread", starts_on=date(2026, 3, 5))
        self.project("Cake", lead=self.jon.person, starts_on=date(2026, 3, 12))
        page = self.ada.opens("leads")
        assert self.lanes(page) == ["Mara Lind", "Nobody", "Jon Vale"]

    def test_a_row_of_several_people_is_in_the_lane_of_each(self) -> None:
        row = self.project("Apple", starts_on=date(2026, 3, 5))
        row.members.set([self.mara.person, self.jon.person])
        page = self.ada.opens("members")
        assert self.lanes(page) == ["Jon Vale", "Mara Lind"]
        assert days(page) == {"2026-03-05": ["Apple", "Apple"]}

    def test_what_is_hidden_is_no_lane_and_no_colour(self) -> None:
        """Members see no budget at all, and the secret of their own projects alone."""
        row = {"starts_on": date(2026, 3, 5), "secret": "Gold", "budget": 7}
        self.project("Apple", lead=self.mara.person, **row)
        page = self.mara.opens("budgets")
        assert days(page) == {"2026-03-05": ["Apple"]}
        assert (legend(page), self.lanes(page)) == ([], [])
        assert "Gold" not in page.root.text
        assert "€7" not in page.root.text
        assert legend(self.ada.opens("budgets")) != []


class RightsTests(WorkshopCase):
    pages = [PlanPage]

    def test_a_row_that_is_hidden_is_nowhere(self) -> None:
        self.project("hidden Apple", starts_on=date(2026, 3, 5))
        self.project("hidden Bread")
        page = self.mara.opens("plan")
        assert "hidden" not in page.root.text
        assert "0 projects" in page.root.text
        assert "hidden Apple" in self.ada.opens("plan").root.text


class MomentTests(WorkshopCase):
    """Rows of moments, by the clock of the tool's time zone, through its longest and shortest
    day."""

    pages = [ShiftsPage]

    def shift(self, text: str, begins: datetime, ends: datetime | None = None) -> None:
        Measure.everything.create(text=text, at=begins, then=ends, owner=self.jon.person)

    def test_a_moment_stands_on_its_local_day_with_its_hour(self) -> None:
        self.shift("Early", moment(2026, 3, 1, 0, 15))
        page = self.ada.opens("shifts")
        assert days(page) == {"2026-03-01": ["Early"]}
        assert "Early 00:15, Jon Vale" in page.root.text

    def test_midnight_ends_the_day_before(self) -> None:
        self.shift("Late", moment(2026, 3, 5, 20, 0), moment(2026, 3, 6, 0, 0))
        self.shift("Later", moment(2026, 3, 7, 20, 0), moment(2026, 3, 8, 0, 1))
        found = days(self.ada.opens("shifts"))
        assert list(found) == ["2026-03-05", "2026-03-07", "2026-03-08"]

    def test_the_night_on_which_the_clocks_go_forward(self) -> None:
        self.shift("Night", moment(2026, 3, 28, 22, 0), moment(2026, 3, 29, 6, 0))
        self.shift("First", moment(2026, 3, 29, 0, 0), moment(2026, 3, 29, 3, 30))
        found = days(self.ada.opens("shifts"))
        assert found["2026-03-28"] == ["Night"]
        assert found["2026-03-29"] == ["Night", "First"]
        assert "2026-03-30" not in found

    def test_the_edges_of_what_is_shown_are_local_midnights(self) -> None:
        self.shift("Over", moment(2026, 2, 22, 20, 0), moment(2026, 2, 23, 0, 0))
        self.shift("In", moment(2026, 4, 5, 23, 59))
        self.shift("Out", moment(2026, 4, 6, 0, 0))
        assert list(days(self.ada.opens("shifts"))) == ["2026-04-05"]
