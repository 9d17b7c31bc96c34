"""Figures, charts, lists and texts on a page, from rows to what is drawn."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import models
from django.db.models import Q

import site_kit as kit
from site_kit.registry import only_here
from site_kit.web import chart_svg
from site_kit.web.chart_data import period_in_words, starts_of, step
from site_kit.web.chart_svg import Drawing, Series
from tests.kit.lab.models import Project, Salary, Task
from tests.kit.web.workshop import WorkshopCase, page_of

with only_here():

    class PulsePage(kit.Dashboard):
        """How it stands."""

        parts = (
            kit.Stat("running", model=Project, scope=Q(stage="running")),
            kit.Stat("money", model=Project, measure=models.Sum("budget")),
            kit.Stat("begun", model=Project, x="starts_on", compare="month"),
            kit.Progress("over", model=Project, measure=models.Count("pk"), of=40),
            kit.Chart(
                "weeks",
                name="Projects per week",
                model=Project,
                x="starts_on",
                grain="week",
                split_by="stage",
                stacked=True,
                last=4,
            ),
            kit.Chart("leads", model=Project, x="lead", top=2),
            kit.Chart("stages", model=Project, x="stage", shape="donut"),
            kit.RowList("late", model=Task, columns=("due",), sort=("due",), scope=Q(done=False)),
            kit.TextPart("help", body="Ask **Ada**."),
        )

    class ChecksPage(kit.Dashboard):
        parts = (
            kit.Checklist("todo", model=Task, sort=("name",)),
            kit.Stat("pay", model=Salary, measure=models.Sum("amount")),
            kit.Chart("budgets", model=Project, x="budget"),
        )

    class RunningPage(kit.Table):
        model = Project
        columns = ("name", "stage")
        scope = Q(stage="running")
        filters = ("lead",)
        parts = (
            kit.Stat("all", model=Project),
            kit.Stat("tasks", model=Task),
            kit.Chart("by_month", model=Project, x="starts_on", shape="line", last=3),
        )

    class BandPage(kit.Table):
        model = Project
        columns = ("name", "stage")
        parts = (
            kit.RowList("newest", model=Project, columns=("open_tasks",), limit=3),
            kit.RowList("rest", model=Project, limit=4),
        )


class FigureTests(WorkshopCase):
    pages = [PulsePage, ChecksPage, RunningPage]

    def test_a_figure_counts_what_its_scope_holds(self) -> None:
        self.project("Apple", stage="running")
        self.project("Bread")
        assert self.ada.opens("pulse").part("running").value == "1"

    def test_a_measure_is_written_by_its_kind(self) -> None:
        self.project("Apple", budget="1500.5")
        assert self.ada.opens("pulse").part("money").value == "€1,500.50"

    def test_it_counts_only_what_the_person_may_see(self) -> None:
        self.project("hidden", stage="running")
        assert self.mara.opens("pulse").part("running").value == "0"

    def test_it_is_set_against_the_period_before(self) -> None:
        for day in (date(2026, 3, 2), date(2026, 3, 30), date(2026, 2, 10)):
            self.project(f"On {day}", starts_on=day)
        part = self.ada.opens("pulse").part("begun")
        assert part.value == "2"
        assert "+1 against the month before" in part.element.text

    def test_a_progress_is_out_of_a_whole(self) -> None:
        self.project("Apple")
        part = self.ada.opens("pulse").part("over").element
        bar = next(one for one in part if one.tag == "progress")
        assert (bar.attributes["value"], bar.attributes["max"]) == ("1", "40")
        assert "of 40" in part.text

    def test_what_a_person_may_not_see_at_all_is_left_out(self) -> None:
        page = self.mara.opens("checks").root
        assert page.first("data-part", "pay") is None
        assert page.first("data-part", "budgets") is None
        assert self.ada.opens("checks").part("pay").value == "€0.00"

    def test_parts_of_the_same_entity_follow_the_pages_filters_and_not_its_scope(self) -> None:
        self.project("Apple", stage="running", lead=self.jon.person)
        self.project("Bread", lead=self.jon.person)
        self.project("Cider")
        page = self.ada.opens("running", lead=self.jon.person.pk)
        assert page.part("all").value == "2"

    def test_figures_of_one_entity_cost_one_query(self) -> None:
        with self.assertNumQueries(5):
            self.asks(self.ada, "/pulse/")


class ChartTests(WorkshopCase):
    pages = [PulsePage, RunningPage]

    def test_weeks_without_rows_are_there_with_nothing(self) -> None:
        self.project("Now", starts_on=self.today)
        self.project("Before", starts_on=self.today_minus(weeks=2), stage="running")
        self.project("Long ago", starts_on=self.today_minus(weeks=9))
        part = self.ada.opens("pulse").part("weeks")
        assert part.labels == ["W8", "W9", "W10", "W11"]
        assert part.series == {"idea": [0, 0, 0, 1], "running": [0, 1, 0, 0], "over": [0, 0, 0, 0]}

    def test_values_are_ranked_and_the_small_ones_put_together(self) -> None:
        for lead, many in ((self.mara, 3), (self.jon, 2), (self.ada, 1), (None, 1)):
            for number in range(many):
                person = lead.person if lead else None
                self.project(f"{person} {number}", lead=person)
        part = self.ada.opens("pulse").part("leads")
        assert part.labels == ["Mara Lind", "Jon Vale", "Other"]
        assert part.series == {"count": [3, 2, 2]}

    def test_a_donut_names_each_slice(self) -> None:
        self.project("Apple")
        self.project("Bread", stage="over")
        part = self.ada.opens("pulse").part("stages")
        assert part.series == {"idea": [1], "over": [1]}
        assert "Idea 1 Over 1" in part.element.text

    def test_an_empty_chart_draws_no_axes_and_keeps_its_table(self) -> None:
        part = self.ada.opens("pulse").part("weeks")
        assert part.element.first("role", "img") is None
        assert len(part.labels) == 4

    def test_the_picture_is_said_in_words(self) -> None:
        self.project("Now", starts_on=self.today)
        picture = self.ada.opens("pulse").part("weeks").element.first("role", "img")
        assert picture is not None
        assert picture.attributes["aria-label"] == (
            "Projects per week: W8 to W11. Idea 1, Under way 0, Over 0"
        )

    def test_nothing_to_draw_is_said(self) -> None:
        assert "Nothing to draw yet" in self.ada.opens("pulse").part("weeks").element.text

    def test_a_part_beyond_the_budget_waits_and_can_be_asked_for(self) -> None:
        with only_here() as declared:

            class ManyPage(kit.Dashboard):
                parts = tuple(kit.Chart(f"chart_{n}", model=Project, x="stage") for n in range(8))

            declared.pages = [ManyPage]
            self.project("Apple")
            page = self.ada.opens("many").root
            waits = [one.attributes["data-part"] for one in page.all("data-waits")]
            assert waits == ["chart_6", "chart_7"]
            alone = self.ada.opens("many", part="chart_7")
            assert alone.part("chart_7").series == {"count": [1, 0, 0]}
            fragment = self.asks(self.ada, "/many/?part=chart_7", headers={"X-Kit": "part"})
            assert b"<html" not in fragment.content
            assert page_of(fragment).first("data-part", "chart_7") is not None
            assert self.asks(self.ada, "/many/?part=ghost").status_code == 404


class RowsPartTests(WorkshopCase):
    pages = [PulsePage, ChecksPage, BandPage]

    def test_a_list_shows_its_first_rows_each_a_link(self) -> None:
        project = self.project("Apple")
        later = Task.everything.create(project=project, name="Core", due=self.tomorrow)
        first = Task.everything.create(project=project, name="Peel", due=self.today)
        Task.everything.create(project=project, name="Done", done=True)
        page = self.ada.opens("pulse", part="late")
        links = [
            one.attributes["href"]
            for one in page.part("late").element.all("href")
            if one.tag == "a"
        ]
        assert links == [f"/task/{first.pk}/", f"/task/{later.pk}/"]

    def test_a_number_in_a_list_says_what_it_counts(self) -> None:
        self.project("Apple")
        assert "Open tasks 0" in self.ada.opens("band").part("newest").element.text

    def test_a_list_of_three_stands_above_the_rows_and_a_longer_one_below(self) -> None:
        self.project("Apple")
        names = [one.attributes for one in self.ada.opens("band").root]
        places = [one.get("data-part") or one.get("data-table") for one in names]
        assert [place for place in places if place] == ["newest", "band", "rest"]

    def test_a_checklist_ticks_by_the_right_to_edit(self) -> None:
        project = self.project("Apple", lead=self.mara.person)
        task = Task.everything.create(project=project, name="Peel")
        button = self.mara.opens("checks").part("todo").element.first("name", "done")
        assert button is not None
        assert button.attributes["value"] == "on"
        self.posts(self.mara, button.attributes["formaction"], {"done": "on"})
        assert self.reload(task).done
        assert self.jon.opens("checks").part("todo").element.first("name", "done") is None

    def test_a_text_is_markdown(self) -> None:
        part = self.ada.opens("pulse").part("help").element
        assert any(one.tag == "strong" and one.text == "Ada" for one in part)


def drawing(shape: str, values: list[float], **more: object) -> Drawing:
    series = [Series("a", "Apples", values, 1), Series("b", "Pears", values, 2)]
    return Drawing("Fruit", shape, ["x"] * len(values), series, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("highest", "steps"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (13, [0, 5, 10, 15]),
        (200, [0, 50, 100, 150, 200]),
        (0.4, [0, 0.1, 0.2, 0.30000000000000004, 0.4]),
        (152000, [0, 50000, 100000, 150000, 200000]),
    ],
)
def test_an_axis_has_round_steps_that_hold_the_highest(highest: float, steps: list[float]) -> None:
    assert chart_svg.ticks(highest) == steps


def test_x_is_in_per_cent_so_that_text_keeps_its_size() -> None:
    picture = chart_svg.draw(drawing("bar", [1, 2, 3], stacked=True))
    assert "viewBox" not in picture
    assert 'width="20.00%"' in picture


def test_stacked_bars_add_up_and_others_stand_side_by_side() -> None:
    stacked = chart_svg.draw(drawing("bar", [2], stacked=True))
    beside = chart_svg.draw(drawing("bar", [2]))
    assert stacked.count('x="20.00%"') == 3
    assert beside.count('x="20.00%"') == 1


def test_the_ends_of_a_line_leave_no_room_for_what_stands_beside_them() -> None:
    many = Drawing("Fruit", "line", list("abcdefghi"), [Series("a", "A", [1] * 9)])
    written = re.findall(r">([a-i])</text>", chart_svg.draw(many))
    assert written == ["a", "c", "d", "e", "f", "g", "i"]


def test_the_second_series_is_hatched_as_well() -> None:
    assert 'fill="url(#hatch)"' in chart_svg.draw(drawing("bar", [2]))
    assert 'id="hatch"' in chart_svg.hatch()


def test_a_line_of_one_point_is_a_bar() -> None:
    assert "<path" not in chart_svg.draw(drawing("line", [2]))
    assert "<path" in chart_svg.draw(drawing("line", [2, 3]))


def test_names_of_any_length_have_room_where_bars_lie() -> None:
    long = Drawing("Fruit", "bar", ["a" * 80], [Series("a", "A", [2])], along_time=False)
    picture = chart_svg.draw(long)
    assert "a" * 33 + "…" in picture
    assert 'text-anchor="end">2<' in picture


def test_markup_in_a_label_is_text() -> None:
    evil = Drawing("<b>", "bar", ["<i>"], [Series("<s>", "<u>", [1])])
    drawn = chart_svg.draw(evil) + chart_svg.table_twin(evil) + chart_svg.legend(evil)
    for tag in ("<b>", "<i>", "<s>", "<u>"):
        assert tag not in drawn


@pytest.mark.parametrize(
    ("grain", "start", "after", "words"),
    [
        ("day", date(2026, 3, 11), date(2026, 3, 12), "11 Mar"),
        ("week", date(2026, 3, 9), date(2026, 3, 16), "W11"),
        ("month", date(2026, 3, 1), date(2026, 4, 1), "Mar"),
        ("quarter", date(2026, 1, 1), date(2026, 4, 1), "Q1"),
        ("year", date(2026, 1, 1), date(2027, 1, 1), "2026"),
    ],
)
def test_a_day_lies_in_a_period_that_has_a_name(
    grain: str, start: date, after: date, words: str, standing_clock: None
) -> None:
    assert starts_of(date(2026, 3, 11), grain) == start
    assert step(start, grain, 1) == after
    assert step(after, grain, -1) == start
    assert period_in_words(start, grain) == words
