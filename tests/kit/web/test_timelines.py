"""A timeline: bars in a window of a month, a quarter or a year."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing import Page
from tests.kit.lab.models import Measure, Project
from tests.kit.web.in_time import heading, legend, link, undated
from tests.kit.web.workshop import WorkshopCase

with only_here():

    class LinePage(kit.Timeline):
        """Who does what, and when."""

        model = Project
        start = "starts_on"
        end = "ends_on"
        lanes = "lead"
        colour_by = "stage"
        columns = ("name", "open_tasks", "late")
        filters = ("stage",)

    class ShiftsPage(kit.Timeline):
        model = Measure
        start = "at"
        end = "then"

    class SecretsPage(kit.Timeline):
        model = Project
        start = "starts_on"
        lanes = "secret"
        colour_by = "budget"


def bars(page: Page) -> list[tuple[float, float]]:
    """Where each bar begins and how wide it is, in per cent."""
    found = [one for one in page.root if one.tag == "rect" and "rx" in one.attributes]
    return [
        (float(one.attributes["x"].rstrip("%")), float(one.attributes["width"].rstrip("%")))
        for one in found
        if one.attributes["rx"] == "3"
    ]


def rows(page: Page) -> list[tuple[str, str]]:
    """Each row's title and time."""
    found = page.root.all("data-row")
    return [
        (
            next(one.text for one in row if one.attributes.get("data-col") == "title"),
            next(one.text for one in row if one.tag == "time"),
        )
        for row in found
        if row.tag == "tr"
    ]


class TimelineTests(WorkshopCase):
    pages = [LinePage, SecretsPage]

    def on(self, name: str, start: date | None, end: date | None = None, **more: object) -> Project:
        return self.project(name, starts_on=start, ends_on=end, **more)

    def test_it_opens_on_this_quarter(self) -> None:
        assert heading(self.ada.opens("line")) == "Q1 2026"

    def test_one_looks_closer_and_from_further_away(self) -> None:
        page = self.ada.opens("line")
        assert heading(page.follow(link(page, "Month"))) == "March 2026"
        year = page.follow(link(page, "Year"))
        assert heading(year) == "2026"
        assert heading(year.follow(link(year, "Quarter"))) == "Q1 2026"

    def test_another_window_is_looked_at_from_its_own_beginning(self) -> None:
        page = self.ada.opens("line", **{"in": "2027-Q3"})
        assert heading(page.follow(link(page, "Month"))) == "July 2027"

    def test_today_keeps_the_length_of_the_window(self) -> None:
        page = self.ada.opens("line", **{"in": "2025-07"})
        assert heading(page.follow(link(page, "On to August"))) == "August 2025"
        assert heading(page.follow(link(page, "Today"))) == "March 2026"

    def test_a_bar_is_as_long_as_its_days(self) -> None:
        """Both ends are counted: a day of the 90 of this quarter is 1.111 per cent of it."""
        self.on("Apple", date(2026, 1, 1), date(2026, 3, 31))
        self.on("Bread", date(2026, 1, 10))
        assert bars(self.ada.opens("line")) == [(0.0, 100.0), (10.0, 1.111)]

    def test_a_bar_that_goes_on_runs_out_of_its_picture(self) -> None:
        self.on("Apple", date(2025, 5, 1), date(2026, 8, 1))
        assert bars(self.ada.opens("line")) == [(-2.0, 104.0)]

    def test_the_edges_of_the_window(self) -> None:
        self.on("Before", date(2025, 12, 1), date(2025, 12, 31))
        self.on("First", date(2025, 12, 1), date(2026, 1, 1))
        self.on("Last", date(2026, 3, 31))
        self.on("After", date(2026, 4, 1))
        assert rows(self.ada.opens("line")) == [
            ("First", "1 Dec 2025 to 1 Jan"),
            ("Last", "31 Mar"),
        ]

    def test_each_value_has_a_lane_with_its_number(self) -> None:
        self.on("Apple", date(2026, 2, 1), lead=self.mara.person)
        self.on("Bread", date(2026, 1, 1), lead=self.mara.person)
        self.on("Cake", date(2026, 1, 1))
        page = self.ada.opens("line")
        heads = [one.text for one in page.root.all("scope", "rowgroup")]
        assert heads == ["Mara Lind 2", "Nobody 1"]
        assert [title for title, _ in rows(page)] == ["Bread", "Apple", "Cake"]

    def test_colours_have_a_legend_and_facts_their_words(self) -> None:
        row = self.on("Apple", date(2026, 2, 1), date(2026, 2, 2), lead=self.mara.person)
        page = self.ada.opens("line")
        assert legend(page) == ["Idea"]
        assert "Idea, Open tasks 0, Late" in page.row(row).text
        assert "close" in self.mara.opens("line").buttons(row)

    def test_rows_without_a_date_and_an_empty_window_are_said(self) -> None:
        self.on("Apple", None)
        page = self.ada.opens("line")
        assert undated(page) == ["Apple Open tasks 0"]
        assert "Nothing in Q1 2026." in page.root.text

    def test_what_is_hidden_is_no_lane_no_colour_and_no_row(self) -> None:
        self.on("Apple", date(2026, 2, 1), secret="Gold", budget=7, lead=self.mara.person)
        self.on("hidden Bread", date(2026, 2, 1))
        page = self.mara.opens("secrets")
        assert [title for title, _ in rows(page)] == ["Apple"]
        assert legend(page) == []
        assert page.root.all("scope", "rowgroup") == []
        assert "Gold" not in page.root.text

    def test_few_queries_whatever_it_holds(self) -> None:
        for number in range(9):
            self.on(f"Row {number}", date(2026, 3, number + 1), lead=self.jon.person)
        with self.assertNumQueries(2):
            self.asks(self.ada, "/line/")


class HourTests(WorkshopCase):
    pages = [ShiftsPage]

    def shift(self, begins: datetime, ends: datetime) -> None:
        aware = map(timezone.make_aware, (begins, ends))
        Measure.everything.create(text="Night", **dict(zip(("at", "then"), aware, strict=True)))

    def test_moments_open_on_this_month(self) -> None:
        assert heading(self.ada.opens("shifts")) == "March 2026"

    def test_an_hour_of_a_month_is_seen(self) -> None:
        self.shift(datetime(2026, 3, 11, 12, 0), datetime(2026, 3, 11, 13, 0))
        page = self.ada.opens("shifts")
        assert bars(page) == [(33.871, 0.6)]
        assert rows(page) == [("Night", "11 Mar, 12:00 to 13:00")]

    def test_what_ended_at_the_first_midnight_is_over(self) -> None:
        self.shift(datetime(2026, 2, 28, 20, 0), datetime(2026, 3, 1, 0, 0))
        assert rows(self.ada.opens("shifts")) == []

    def test_days_are_as_long_as_each_other_when_the_clocks_go_forward(self) -> None:
        """The 29th has 23 hours, and is a 31st of March all the same."""
        self.shift(datetime(2026, 3, 29, 0, 0), datetime(2026, 3, 30, 0, 0))
        page = self.ada.opens("shifts")
        assert bars(page) == [(90.323, 3.225)]
        assert rows(page) == [("Night", "29 Mar, 00:00 to 30 Mar, 00:00")]
