"""Limits as people meet them: on the lanes of a board, in forms, buttons, bulk and a moved card."""

from __future__ import annotations

from typing import Any, ClassVar

import site_kit as kit
from site_kit.registry import only_here
from tests.kit.lab.limited import Card, Duty, Shift
from tests.kit.web.workshop import WorkshopCase, errors, page_of, toast_after

with only_here():

    class LanesPage(kit.Board):
        """Cards by lane."""

        model = Card
        group_by = "lane"

    class CardsPage(kit.Table):
        """Every card."""

        model = Card

    class ShiftsPage(kit.Table):
        """Every shift."""

        model = Shift


class Limited(WorkshopCase):
    pages: ClassVar[list[type[Any]]] = [LanesPage, CardsPage, ShiftsPage]
    entities = (Card, Shift, Duty)

    def setUp(self) -> None:
        for name in ("A", "B"):
            Card.everything.create(name=name, lane="doing")
        self.card = Card.everything.create(name="C")

    def test_a_lane_says_how_many_it_holds(self) -> None:
        page = page_of(self.asks(self.mara, "/lanes/"))
        heads = {one.attributes["data-lane"]: one.text for one in page.all("data-lane")}
        assert heads["doing"].startswith("Doing 2 of 2 ")
        assert heads["todo"].startswith("To do 1 ")

    def test_each_way_in_is_told_in_the_same_words(self) -> None:
        said = "Two are enough to be busy with."
        new = self.posts(self.mara, "/card/new/", {"name": "D", "lane": "doing"})
        assert errors(new) == {"lane": [said]}
        one = f"/card/{self.card.pk}/"
        moved = self.posts(self.mara, f"{one}edit/", {"lane": "doing"})
        assert errors(moved) == {"lane": [said]}
        body, kind = {"name": "D", "lane": "doing"}, "application/json"
        api = self.client_of(self.mara).post("/card/new/", body, content_type=kind)
        assert (api.status_code, api.json()["errors"]) == (422, {"lane": [said]})
        pressed = self.posts(self.mara, f"{one}do/begin/", {})
        assert pressed.status_code == 422
        assert said in pressed.content.decode()
        bulk = self.posts(
            self.mara, "/card/do/begin/", {"rows": [self.card.pk], "_next": "/cards/"}
        )
        assert said in bulk.content.decode() or said in toast_after(self, self.mara, bulk)
        assert Card.everything.filter(lane="doing").count() == 2

    def test_seats_that_are_taken_are_said_beside_the_seats(self) -> None:
        shift = Shift.everything.create(name="Late", seats=2)
        for name in "ab":
            Duty.everything.create(name=name, shift=shift)
        answer = self.posts(self.mara, f"/shift/{shift.pk}/edit/", {"seats": "1"})
        assert errors(answer) == {"seats": ["2 are taken already."]}
