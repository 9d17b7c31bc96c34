"""A toggle on a page: pressed or not, how many there are beside it, and nothing that is hidden."""

from __future__ import annotations

import json
from typing import Any

import site_kit as kit
from site_kit.registry import only_here
from tests.kit.lab.deeds import Idea, Nod, Vote
from tests.kit.web.workshop import WorkshopCase, page_of, said, toast_after

with only_here():

    class IdeasPage(kit.Table):
        model = Idea
        columns = ("name", "votes")

    class LanesPage(kit.Board):
        model = Idea
        group_by = "created_by"
        columns = ("name",)


class ToggleCase(WorkshopCase):
    pages = [IdeasPage, LanesPage]
    entities = [Idea, Vote, Nod]

    def idea(self, name: str = "Shade", **values: Any) -> Idea:
        made: Idea = Idea.everything.create(name=name, **values)
        return made


class ButtonTests(ToggleCase):
    def test_it_is_pressed_for_whoever_pressed_and_counted_for_all(self) -> None:
        row = self.idea()
        self.mara.runs("vote", row)
        self.jon.runs("vote", row)
        for page in (self.mara.sees(row), self.mara.opens("ideas")):
            assert page.pressed("vote")
            assert page.beside("vote") == "2 votes"
        assert not self.ada.opens("ideas").pressed("vote", row)
        self.mara.runs("vote", row)
        page = self.mara.sees(row)
        assert (page.pressed("vote"), page.beside("vote")) == (False, "1 vote")

    def test_each_row_of_a_list_by_itself(self) -> None:
        one, other = self.idea("One"), self.idea("Other")
        self.mara.runs("vote", one)
        page = self.mara.opens("ideas")
        assert [page.pressed("vote", row) for row in (one, other)] == [True, False]
        assert [page.beside("vote", row) for row in (one, other)] == ["1 vote", "0 votes"]

    def test_on_a_card_it_stands_in_the_menu(self) -> None:
        row = self.idea(created_by=self.jon.person)
        self.mara.runs("vote", row)
        page = self.mara.opens("lanes")
        assert (page.pressed("vote", row), page.beside("vote", row)) == (True, "1 vote")

    def test_the_button_says_what_it_wants(self) -> None:
        row = self.idea()
        wants = []
        for _ in range(2):
            button = self.mara.opens("ideas").root.first("data-action", "vote")
            assert button is not None
            wants.append((button.attributes["name"], button.attributes["value"]))
            self.mara.runs("vote", row)
        assert wants == [("_on", "yes"), ("_on", "no")]

    def test_who_sees_no_votes_sees_no_number_but_may_press(self) -> None:
        row = self.idea()
        self.mara.runs("nod", row)
        page = self.mara.sees(row)
        assert (page.pressed("nod"), page.beside("nod")) == (True, "")
        assert self.ines.sees(row).beside("nod") == "1 nod"

    def test_what_stays_cannot_be_pressed_again(self) -> None:
        row = self.idea()
        self.mara.runs("nod", row)
        button = self.mara.sees(row).root.first("data-action", "nod")
        assert button is not None
        assert "disabled" in button.attributes
        other = self.ines.sees(row).root.first("data-action", "nod")
        assert other is not None
        assert "disabled" not in other.attributes

    def test_the_rows_behind_it_are_no_table_of_the_page(self) -> None:
        row = self.idea()
        self.mara.runs("vote", row)
        assert self.mara.sees(row).root.all("data-children") == []


class PressTests(ToggleCase):
    def test_one_is_told_what_came_of_it_and_goes_back(self) -> None:
        row = self.idea()
        for wish, told in (("yes", "added"), ("yes", "added"), ("no", "taken back")):
            values = {"_on": wish, "_next": "/ideas/"}
            answer = self.posts(self.mara, f"/idea/{row.pk}/do/vote/", values)
            assert answer["Location"].startswith("/ideas/")
            assert toast_after(self, self.mara, answer) == f"Shade: your vote was {told}."
        assert not Vote.everything.exists()

    def test_a_program_is_told_whether_it_is_there(self) -> None:
        row = self.idea()
        for wish in (True, True, False):
            answer = self.sends(f"/idea/{row.pk}/do/vote/", {"on": wish})
            assert answer.json() == {"id": row.pk, "on": wish}

    def test_a_program_that_says_something_else_is_refused(self) -> None:
        row = self.idea()
        answer = self.sends(f"/idea/{row.pk}/do/vote/", {"on": True, "created_by": 1})
        assert answer.status_code == 422
        assert self.posts(self.mara, f"/idea/{row.pk}/do/vote/", {"_on": "1"}).status_code == 422

    def test_not_where_the_row_is_shut_or_hidden_nor_by_the_form_of_votes(self) -> None:
        shut, hidden = self.idea(shut=True), self.idea("hidden")
        assert "vote" not in self.mara.sees(shut).buttons()
        answer = self.posts(self.mara, f"/idea/{shut.pk}/do/vote/", {})
        assert said(answer) == "Vote: not while Idea Shade is as it is."
        codes = [
            self.posts(self.mara, f"/idea/{hidden.pk}/do/vote/", {}).status_code,
            self.posts(self.mara, "/vote/new/", {"idea": shut.pk}).status_code,
            self.posts(self.mara, "/idea/do/vote/", {"rows": shut.pk}).status_code,
        ]
        assert codes == [404, 403, 404]

    def test_a_press_that_comes_by_its_address_asks_before_it_is_done(self) -> None:
        row = self.idea()
        page = page_of(self.asks(self.mara, f"/idea/{row.pk}/do/vote/"))
        assert page.first("data-form") is not None
        assert not Vote.everything.exists()

    def sends(self, address: str, values: dict[str, Any]) -> Any:
        body = json.dumps(values)
        return self.client_of(self.mara).post(address, body, content_type="application/json")
