"""A board: lanes by a field, cards, and the ways a card may go."""

from __future__ import annotations

from unittest.mock import patch

from django.db import models
from django.db.models import Q

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing import Page, Player
from tests.kit.lab.declarations import ProjectPermissions
from tests.kit.lab.models import Measure, Project
from tests.kit.web.workshop import WorkshopCase

with only_here():

    class StagesPage(kit.Board):
        """Projects by stage."""

        model = Project
        group_by = "stage"
        columns = ("name", "lead", "starts_on")
        filters = ("lead",)

    class LeadsPage(kit.Board):
        model = Project
        group_by = "lead"
        columns = ("name", "open_tasks")

    class CostsPage(kit.Board):
        model = Project
        group_by = "stage"
        columns = ("name",)
        totals = (models.Sum("budget"), models.Count("pk"), models.Max("starts_on"))

    class SecretsPage(kit.Board):
        model = Project
        group_by = "lead"
        columns = ("name",)

    class MoodsPage(kit.Board):
        model = Measure
        group_by = "mood"
        columns = ("text",)
        scope = ~Q(text="left out")


def lanes(page: Page) -> dict[str, list[str]]:
    """The names of the cards in each lane."""
    return {
        lane.attributes["data-lane"]: [one.text for one in lane.all("data-col", "name")]
        for lane in page.root.all("data-lane")
    }


def ways(page: Page, row: object) -> list[str]:
    """The lanes that a card's menu leads to."""
    card = page.row(row)
    return [one.attributes["data-to"] for one in card.all("data-to")]


class BoardTests(WorkshopCase):
    pages = [StagesPage, LeadsPage, MoodsPage]

    def test_every_value_has_a_lane_in_its_order(self) -> None:
        self.project("Apple")
        assert lanes(self.ada.opens("stages")) == {"idea": ["Apple"], "running": [], "over": []}

    def test_a_lane_says_how_many_it_has(self) -> None:
        for number in range(60):
            self.project(f"Idea {number}")
        lane = self.ada.opens("stages").root.first("data-lane", "idea")
        assert lane is not None
        assert len(lane.all("data-row")) == 50
        assert lane.text.startswith("Idea 60")
        assert "10 more are not shown" in lane.text

    def test_filters_narrow_it(self) -> None:
        self.project("Apple", lead=self.jon.person)
        self.project("Bread")
        page = self.ada.opens("stages", lead=self.jon.person.pk)
        assert lanes(page)["idea"] == ["Apple"]

    def test_people_are_lanes_too_and_nobody_is_one(self) -> None:
        self.project("Apple", lead=self.jon.person)
        self.project("Bread")
        page = self.ada.opens("leads")
        names = [lane.attributes["aria-label"] for lane in page.root.all("data-lane")]
        assert names == ["Jon Vale", "Nobody"]

    def test_a_card_shows_its_lines(self) -> None:
        row = self.project("Apple", lead=self.jon.person, starts_on=self.today)
        card = self.ada.opens("stages").row(row)
        assert card.text.startswith("Apple Move") or "Apple" in card.text
        assert "Jon Vale" in card.text
        assert "11 Mar" in card.text

    def test_a_number_on_a_card_says_what_it_counts(self) -> None:
        row = self.project("Apple")
        assert "Open tasks 0" in self.ada.opens("leads").row(row).text

    def test_markup_in_a_title_is_text(self) -> None:
        self.project("<b>bold</b>")
        assert lanes(self.ada.opens("stages"))["idea"] == ["<b>bold</b>"]

    def test_no_rows_is_said(self) -> None:
        page = self.ada.opens("stages")
        assert page.root.text.count("Nothing here") == 3

    def test_few_queries_whatever_it_holds(self) -> None:
        for number in range(5):
            self.project(f"Idea {number}", lead=self.jon.person)
        with self.assertNumQueries(3):
            self.asks(self.ada, "/stages/")


class MoveTests(WorkshopCase):
    """A card goes where an action or the right to edit leads, and nowhere else."""

    pages = [StagesPage, LeadsPage, MoodsPage]

    def presses(self, player: Player, page: str, row: object, to: str) -> int:
        button = next(
            one
            for one in player.opens(page).row(row).all("data-to")
            if one.attributes["data-to"] == to
        )
        values = {"_next": f"/{page}/"}
        if "name" in button.attributes:
            values[button.attributes["name"]] = button.attributes["value"]
        answer = self.posts(player, button.attributes["formaction"], values)
        assert answer["Location"].startswith(f"/{page}/?toast=")
        return int(answer.status_code)

    def test_a_status_that_actions_move_goes_by_them(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        assert ways(self.mara.opens("stages"), row) == ["running", "over"]
        assert ways(self.jon.opens("stages"), row) == []

    def test_a_way_that_asks_leads_to_its_form(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        link = self.mara.opens("stages").row(row).first("data-to", "running")
        assert link is not None
        assert link.tag == "a"
        assert link.attributes["href"] == f"/project/{row.pk}/do/start/?next=%2Fstages%2F"

    def test_pressing_moves_the_card_and_comes_back(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        assert self.presses(self.mara, "stages", row, "over") == 302
        assert self.reload(row).stage == "over"

    def test_a_choice_is_edited(self) -> None:
        row = Measure.everything.create(text="a", mood="good")
        assert ways(self.mara.opens("moods"), row) == ["bad"]
        self.presses(self.mara, "moods", row, "bad")
        assert self.reload(row).mood == "bad"

    def test_a_person_is_given_over(self) -> None:
        first = self.project("Apple", lead=self.mara.person)
        self.project("Bread", lead=self.ines.person)
        self.presses(self.mara, "leads", first, str(self.ines.person.pk))
        assert self.reload(first).lead == self.ines.person

    def test_only_what_may_move_can_be_dragged(self) -> None:
        mine = self.project("Mine", lead=self.mara.person)
        other = self.project("Other", lead=self.ines.person)
        page = self.mara.opens("stages")
        assert "draggable" in page.row(mine).attributes
        assert "draggable" not in page.row(other).attributes


class FigureTests(WorkshopCase):
    pages = [CostsPage, SecretsPage]

    def test_each_lane_and_the_whole_have_their_totals(self) -> None:
        self.project("Apple", budget=10, starts_on=self.today)
        self.project("Bread", budget=5, starts_on=self.yesterday)
        self.project("Cider", stage="running", budget=7)
        page = self.ada.opens("costs")
        sums = {
            lane.attributes["data-lane"]: [one.text for one in lane.all("data-total")]
            for lane in page.root.all("data-lane")
        }
        assert sums == {
            "idea": ["€15.00", "11 Mar"],
            "running": ["€7.00", "–"],
            "over": ["€0.00", "–"],
        }
        whole = page.root.first("data-sums")
        assert whole is not None
        assert [one.text for one in whole.all("data-total")] == ["3", "€22.00", "11 Mar"]

    def test_a_hidden_total_stands_on_no_lane(self) -> None:
        self.project("Apple", budget=10)
        shown = {
            one.attributes["data-total"] for one in self.mara.opens("costs").root.all("data-total")
        }
        assert shown == {"rows", "starts_on"}

    def test_nobody_has_lanes_by_what_is_hidden_from_them(self) -> None:
        self.project("Apple", lead=self.jon.person)
        with patch.object(ProjectPermissions, "seen_by", {"lead": ["admin"]}):
            assert list(lanes(self.ada.opens("secrets"))) == [str(self.jon.person.pk)]
            assert lanes(self.mara.opens("secrets")) == {}
