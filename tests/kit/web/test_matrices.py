"""A matrix: a measure or a field for each pair of a row and a column."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing import Page
from tests.kit.lab.models import Measure, Project, Task
from tests.kit.web.in_time import heading, link
from tests.kit.web.workshop import WorkshopCase

with only_here():

    class LoadPage(kit.Matrix):
        """Who has how much of what."""

        model = Project
        rows = "lead"
        across = "stage"
        filters = ("stage",)

    class MoneyPage(kit.Matrix):
        model = Project
        rows = "stage"
        across = "late"
        cell = models.Sum("budget")

    class MonthsPage(kit.Matrix):
        model = Project
        rows = "stage"
        across = "starts_on"
        grain = "month"

    class TasksPage(kit.Matrix):
        model = Task
        rows = "project"
        across = "done"

    class RotaPage(kit.Matrix):
        model = Measure
        rows = "owner"
        across = "day"
        cell = "mood"
        inline_edit = True
        scope = ~Q(text="left out")

    class ClockPage(kit.Matrix):
        model = Measure
        rows = "mood"
        across = "at"
        cell = "whole"
        inline_edit = True

    class TextsPage(kit.Matrix):
        model = Measure
        rows = "mood"
        across = "flag"
        cell = "text"

    class SecretsPage(kit.Matrix):
        model = Project
        rows = "stage"
        across = "secret"

    class StagesPage(kit.Matrix):
        model = Project
        rows = "name"
        across = "late"
        cell = "stage"
        inline_edit = True


def head(page: Page) -> list[str]:
    """The columns, after the corner."""
    return [one.text for one in page.root if one.attributes.get("scope") == "col"][1:]


def body(page: Page) -> dict[str, list[str]]:
    """Each row's cells."""
    return {
        next(one.text for one in row if one.tag == "th"): [one.text for one in row.all("data-cell")]
        for row in page.root.all("data-line")
    }


class MeasureTests(WorkshopCase):
    pages = [LoadPage, MoneyPage, MonthsPage, TasksPage, SecretsPage]

    def test_a_closed_list_shows_all_its_values_and_people_those_that_may_be_chosen(self) -> None:
        self.project("Apple", lead=self.jon.person)
        self.project("Bread", lead=self.jon.person)
        self.project("Cake", stage="running")
        page = self.ada.opens("load")
        assert heading(page) == "Lead by stage"
        assert head(page) == ["Idea", "Under way", "Over"]
        found = body(page)
        assert found["Jon Vale"] == ["2", "–", "–"]
        assert found["Nobody"] == ["–", "1", "–"]
        assert list(found)[-1] == "Nobody"
        assert "Mara Lind" in found

    def test_a_relation_shows_all_rows_that_the_person_sees(self) -> None:
        one = self.project("Apple")
        self.project("Bread")
        self.project("hidden Cake")
        Task.everything.create(project=one, name="Peel", done=True)
        assert body(self.mara.opens("tasks")) == {"Apple": ["1", "–"], "Bread": ["–", "–"]}
        assert "hidden Cake" in body(self.ada.opens("tasks"))

    def test_a_measure_is_written_by_its_kind(self) -> None:
        self.project("Apple", budget=1200)
        self.project("Bread", budget=300)
        self.project("Cake", budget=0, stage="running")
        found = body(self.ada.opens("money"))
        assert head(self.ada.opens("money")) == ["Yes", "No"]
        assert found == {
            "Idea": ["–", "€1,500.00"],
            "Under way": ["–", "€0.00"],
            "Over": ["–", "–"],
        }

    def test_what_is_hidden_makes_no_page(self) -> None:
        """Members see no budget; the secret of projects only their leads."""
        self.project("Apple", budget=1200, secret="Gold", lead=self.mara.person)
        for page in ("money", "secrets"):
            found = self.mara.opens(page)
            assert "not shown to you" in found.root.text
            assert "Gold" not in found.root.text
            assert "1,200" not in found.root.text

    def test_rows_that_are_hidden_are_not_counted(self) -> None:
        self.project("Apple", lead=self.jon.person)
        self.project("hidden Bread", lead=self.jon.person)
        assert body(self.mara.opens("load"))["Jon Vale"] == ["1", "–", "–"]
        assert body(self.ada.opens("load"))["Jon Vale"] == ["2", "–", "–"]

    def test_filters_and_search_narrow_it(self) -> None:
        self.project("Apple", lead=self.jon.person)
        self.project("Bread", lead=self.jon.person, stage="running")
        filtered = body(self.ada.opens("load", stage="running"))
        assert filtered["Jon Vale"] == ["–", "1", "–"]
        assert body(self.ada.opens("load", q="apple"))["Jon Vale"] == ["1", "–", "–"]

    def test_months_go_through_the_year(self) -> None:
        self.project("Apple", starts_on=date(2026, 1, 1))
        self.project("Bread", starts_on=date(2026, 12, 31))
        self.project("Cake", starts_on=date(2027, 1, 1))
        page = self.ada.opens("months")
        assert (heading(page), len(head(page))) == ("Jan to Dec", 12)
        assert body(page)["Idea"] == ["1", *["–"] * 10, "1"]
        later = page.follow(link(page, "On to Later"))
        assert body(later)["Idea"][0] == "1"
        assert heading(later.follow(link(later, "Today"))) == "Jan to Dec"

    def test_few_queries_whatever_it_holds(self) -> None:
        for number in range(9):
            self.project(f"Row {number}", lead=self.jon.person)
        with self.assertNumQueries(2):
            self.asks(self.ada, "/load/")


class FieldTests(WorkshopCase):
    pages = [RotaPage, ClockPage, TextsPage, StagesPage]

    def on(self, day: date, mood: str, **more: object) -> Measure:
        made: Measure = Measure.everything.create(owner=self.jon.person, day=day, mood=mood, **more)
        return made

    def cell(self, page: Page, key: str) -> str:
        found = page.root.first("data-cell", key)
        assert found is not None, key
        return found.text

    def test_two_weeks_from_the_first_day_of_this_one(self) -> None:
        self.on(date(2026, 3, 9), "good")
        self.on(date(2026, 3, 22), "bad")
        self.on(date(2026, 3, 8), "bad")
        page = self.ada.opens("rota")
        assert head(page)[0] == "Mon 9 Mar"
        assert head(page)[-1] == "Sun 22 Mar"
        (row,) = body(page).values()
        assert [row[0].split(",")[0], row[-1].split(",")[0]] == ["Good", "Bad"]
        assert sum("Add for" in one for one in row) == 12

    def test_several_rows_stand_in_one_cell(self) -> None:
        self.on(date(2026, 3, 11), "good")
        self.on(date(2026, 3, 11), "bad")
        (row,) = body(self.ada.opens("rota")).values()
        assert "Good" in row[2]
        assert "Bad" in row[2]

    def test_a_choice_is_changed_in_its_cell(self) -> None:
        row = self.on(date(2026, 3, 11), "good")
        page = self.mara.opens("rota", **{"in": "2026-03-09"})
        buttons = page.row(row).all("formaction")
        assert [one.attributes["value"] for one in buttons] == ["good", "bad"]
        there = buttons[1].attributes
        values = {there["name"]: there["value"], "_next": "/rota/?in=2026-03-09"}
        answer = self.posts(self.mara, there["formaction"], values)
        assert answer["Location"].startswith("/rota/?in=2026-03-09&toast=")
        assert self.reload(row).mood == "bad"

    def test_a_number_is_changed_by_a_small_form(self) -> None:
        row = Measure.everything.create(
            mood="good", whole=3, at=timezone.make_aware(datetime(2026, 3, 11, 9, 0))
        )
        page = self.mara.opens("clock")
        (form,) = (one for one in page.row(row) if one.tag == "form")
        (control,) = form.all("name", "whole")
        assert control.attributes["value"] == "3"
        self.posts(self.mara, form.attributes["action"], {"whole": "4", "_next": "/clock/"})
        assert self.reload(row).whole == 4
        refused = self.posts(self.mara, form.attributes["action"], {"whole": "x"})
        assert refused.status_code == 422

    def test_nothing_is_offered_that_actions_move_or_others_may_edit(self) -> None:
        """A project's stage changes by its actions alone."""
        row = self.project("Apple", lead=self.mara.person)
        assert self.mara.opens("stages").row(row).all("formaction") == []
        address = f"/project/{row.pk}/edit/"
        answer = self.posts(self.jon, address, {"stage": "over", "_next": "/stages/"})
        assert answer.status_code == 403
        assert self.reload(row).stage == "idea"

    def test_without_inline_edit_a_cell_is_only_read(self) -> None:
        row = Measure.everything.create(text="Apple", mood="good", flag=True)
        page = self.mara.opens("texts")
        assert body(page)["Good"][0].startswith("Apple")
        assert page.row(row).all("popovertarget") == []
        assert "Add for" not in page.root.text

    def test_an_empty_cell_leads_to_a_form_that_begins_with_its_row_and_column(self) -> None:
        self.on(date(2026, 3, 9), "good")
        page = self.mara.opens("rota")
        cell = page.root.first("data-cell", f"{self.jon.person.pk}|2026-03-10")
        (add,) = (one for one in cell or () if one.tag == "a")
        assert add.text == "Add for Jon Vale, Tue 10 Mar"
        form = page.follow(add.attributes["href"]).root
        assert form.first("name", "day").attributes["value"] == "2026-03-10"  # type: ignore[union-attr]
        assert form.first("name", "_next").attributes["value"] == "/rota/"  # type: ignore[union-attr]

    def test_moments_stand_on_their_local_day(self) -> None:
        """The night of the 29th is an hour shorter; its first quarter of an hour is on it."""
        for number, moment in enumerate(
            (datetime(2026, 3, 29, 0, 15), datetime(2026, 3, 29, 23, 45))
        ):
            Measure.everything.create(mood="good", whole=number + 5, at=timezone.make_aware(moment))
        page = self.ada.opens("clock", **{"in": "2026-03-23"})
        cell = self.cell(page, "good|2026-03-29")
        assert "5," in cell
        assert "6," in cell
        assert self.cell(page, "good|2026-03-28").startswith("Add for")
        assert self.cell(page, "good|2026-03-30").startswith("Add for")

    def test_the_first_moment_of_a_window_is_in_it(self) -> None:
        for day, whole in ((23, 5), (22, 6)):
            begins = timezone.make_aware(datetime(2026, 3, day, 0, 0))
            Measure.everything.create(mood="good", whole=whole, at=begins)
        page = self.ada.opens("clock", **{"in": "2026-03-23"})
        assert self.cell(page, "good|2026-03-23").startswith("5,")
        assert "6," not in page.root.text

    def test_markup_in_a_cell_is_text(self) -> None:
        Measure.everything.create(text="<b>bold</b>", mood="good", flag=True)
        assert body(self.ada.opens("texts"))["Good"][0].startswith("<b>bold</b>")

    def test_few_queries_whatever_it_holds(self) -> None:
        for number in range(9):
            self.on(date(2026, 3, 9), "good", text=f"Row {number}")
        with self.assertNumQueries(1):
            self.asks(self.ada, "/rota/")
