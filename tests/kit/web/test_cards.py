"""Rows as cards: what stands on one, in which group, what narrows and turns the page."""

from __future__ import annotations

from decimal import Decimal

import pytest

import site_kit as kit
from site_kit.parts import Part
from site_kit.registry import only_here
from site_kit.web.checks import problems_of
from site_kit.web.parts import Drawn, in_rows
from tests.kit.lab.models import Project
from tests.kit.web.workshop import WorkshopCase

with only_here():

    class ShelfPage(kit.Cards):
        """Projects to look through."""

        model = Project
        columns = ("name", "budget", "stage", "why_secret", "lead", "starts_on", "late")
        filters = ("stage", "lead")
        counts = (kit.PageCount("late"),)
        sort = ("name",)

    class ByStagePage(kit.Cards):
        model = Project
        columns = ("name", "lead")
        group_by = ("stage",)
        sort = ("name",)

    class TwoLevelsPage(kit.Cards):
        model = Project
        group_by = ("stage", "lead")

    class LimitedPage(kit.Cards):
        model = Project
        limit = 3


class CardTests(WorkshopCase):
    pages = [ShelfPage, ByStagePage]

    def test_a_card_is_called_by_its_name_and_leads_to_its_row(self) -> None:
        row = self.project("Apple <b>")
        card = self.ada.opens("shelf").row(row)
        heading = card.first("data-col", "name")
        assert heading is not None
        assert (heading.tag, heading.text) == ("h2", "Apple <b>")
        assert [one.attributes["href"] for one in heading.all("href")] == [f"/project/{row.pk}/"]

    def test_a_number_behind_the_name_is_its_figure(self) -> None:
        row = self.project("Apple", budget=Decimal(12))
        card = self.ada.opens("shelf").row(row)
        figure = next(one for one in card if one.attributes.get("class") == "v")
        assert figure.text == "Budget: €12.00"

    def test_a_date_says_what_it_is_of_and_a_person_only_to_who_listens(self) -> None:
        row = self.project("Apple", starts_on=self.today, lead=self.jon.person)
        card = self.ada.opens("shelf").row(row)
        seen = [one.text for one in card if one.attributes.get("class") == "faint"]
        heard = [one.text for one in card if one.attributes.get("class") == "vh"]
        assert seen == ["Starts on"]
        assert "Lead:" in heard

    def test_what_is_empty_stands_there_for_a_reader_alone(self) -> None:
        row = self.project("Apple")
        empty = self.ada.opens("shelf").row(row).first("data-col", "lead")
        assert empty is not None
        assert empty.attributes["class"] == "vh"

    def test_what_a_person_may_not_see_is_on_no_card(self) -> None:
        row = self.project("Apple", budget=Decimal(12), lead=self.mara.person)
        assert self.ada.opens("shelf").row(row).first("data-col", "budget") is not None
        assert self.mara.opens("shelf").row(row).first("data-col", "budget") is None

    def test_its_buttons_are_those_of_the_row(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        assert self.mara.opens("shelf").buttons(row) == ["start", "close", "add_task"]
        assert self.jon.opens("shelf").buttons(row) == ["add_task"]

    def test_filters_and_search_narrow_it(self) -> None:
        self.project("Apple", stage="running")
        self.project("Bread")
        assert self.ada.opens("shelf", stage="running").column("name") == ["Apple"]
        assert self.ada.opens("shelf", q="bre").column("name") == ["Bread"]
        assert "Nothing" in self.ada.opens("shelf", q="zzz").root.text

    def test_twenty_four_stand_on_a_page_and_the_rest_follows(self) -> None:
        for number in range(26):
            self.project(f"Project {number:02}")
        page = self.ada.opens("shelf")
        assert len(page.column("name")) == 24
        later = next(one for one in page.root if one.attributes.get("rel") == "next")
        assert page.follow(later.attributes["href"]).column("name") == ["Project 24", "Project 25"]

    def test_groups_stand_in_their_order_under_their_names_and_empty_ones_are_left_out(
        self,
    ) -> None:
        for name, stage in (("Cider", "over"), ("Apple", "idea"), ("Bread", "over")):
            self.project(name, stage=stage)
        page = self.ada.opens("by_stage")
        assert page.group_names == ["Idea", "Over"]
        assert page.column("name") == ["Apple", "Bread", "Cider"]
        headings = [one.tag for one in page.root.all("data-col", "name")]
        assert headings == ["h3", "h3", "h3"]

    def test_few_queries_whatever_it_holds(self) -> None:
        for number in range(5):
            self.project(f"Idea {number}", lead=self.jon.person)
        with self.assertNumQueries(3):
            self.asks(self.ada, "/shelf/")


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (TwoLevelsPage, "cards stand in one level of groups."),
        (LimitedPage, "the key 'limit' of a cards is not served yet."),
    ],
)
def test_what_cards_do_not_have_is_refused_at_the_start(
    page: type[kit.Cards], sentence: str
) -> None:
    assert [one.msg for one in problems_of(page)] == [f"{page.__name__}: {sentence}"]


class ListButtonTests(WorkshopCase):
    """A short list has the buttons that are named, and no others."""

    with only_here():

        class HomePage(kit.Dashboard):
            parts = (
                kit.RowList("plain", model=Project, sort=("name",)),
                kit.RowList("mine", model=Project, sort=("name",), actions=("close", "start")),
                kit.RowList(
                    "wide", model=Project, columns=("stage", "lead"), sort=("name",), size="full"
                ),
                kit.TextPart("hello", name="Welcome, {me.first_name}", body="You are {me.name}."),
            )

        class LostPage(kit.Dashboard):
            parts = (kit.RowList("mine", model=Project, actions=("clsoe",)),)

    pages = [HomePage]

    def test_only_named_ones_stand_there_and_only_for_who_may(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        lists = self.mara.opens("home")
        shown = [
            one.attributes["data-action"] for one in lists.part("mine").element.all("data-action")
        ]
        assert shown == ["start", "close"]
        assert not lists.part("plain").element.all("data-action")
        assert not self.jon.opens("home").part("mine").element.all("data-action")
        link = lists.part("mine").element.first("data-action", "start")
        assert link is not None
        assert link.attributes["href"] == f"/project/{row.pk}/do/start/?next=%2Fhome%2F"

    def test_so_wide_a_list_has_headings(self) -> None:
        self.project("Apple", lead=self.jon.person)
        wide = self.ada.opens("home").part("wide").element
        heads = [one.text for one in wide if one.tag == "th"]
        assert heads == ["Project", "Stage", "Lead", "Apple"]
        cells = [one.attributes["data-l"] for one in wide.all("data-l")]
        assert cells == ["Stage", "Lead"]

    def test_an_action_that_is_not_there_is_found_at_the_start(self) -> None:
        (problem,) = problems_of(self.LostPage)
        assert "there is no action 'clsoe'. Did you mean 'close'?" in problem.msg

    def test_words_greet_whoever_looks(self) -> None:
        said = self.mara.opens("home").part("hello").element.text
        assert said == "Welcome, Mara You are Mara Lind."
        assert "Welcome, Jon" in self.jon.opens("home").part("hello").element.text

    def test_a_list_with_buttons_costs_no_further_query(self) -> None:
        for number in range(5):
            self.project(f"Idea {number}", lead=self.jon.person)
        with self.assertNumQueries(3):
            self.asks(self.ada, "/home/")


def test_three_lists_share_a_row_and_a_tall_one_stands_beside_several() -> None:
    lists = [drawn_as(kit.RowList(f"list_{n}", model=Project)) for n in range(3)]
    assert [one.span for one in in_rows(lists)] == ["c4", "c4", "c4"]
    assert [one.span for one in in_rows(lists[:2])] == ["c6", "c6"]
    charts = [drawn_as(kit.Chart(f"chart_{n}", model=Project, x="stage")) for n in range(3)]
    assert [one.span for one in in_rows(charts)] == ["c6", "c6", ""]
    tall = drawn_as(kit.RowList("tall", model=Project, size="tall"))
    assert [one.span for one in in_rows([tall])] == ["c6 tall"]


def drawn_as(part: Part) -> Drawn:
    """A part before it has its place."""
    return Drawn(part)
