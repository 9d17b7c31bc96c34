"""A queue: one row after the other, where one is, and on to the next after a decision."""

from __future__ import annotations

from django.db.models import Q

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing import Page, Player
from tests.kit.lab.models import Project
from tests.kit.web.workshop import WorkshopCase

with only_here():

    class IdeasPage(kit.Queue):
        """Ideas that wait for a start."""

        model = Project
        scope = Q(stage="idea")
        columns = ("name", "lead", "budget", "why_secret")
        sort = ("name",)
        filters = ("lead",)
        counts = (kit.PageCount("mine", Q(lead=kit.Me())),)

    class AllPage(kit.Queue):
        model = Project
        group_by = ("stage",)
        sort = ("name",)

    class FewPage(kit.Queue):
        model = Project
        scope = Q(stage="idea")
        columns = ("name",)
        sort = ("-name",)
        limit = 2


def title(page: Page) -> str:
    """The name of the row that one stands at; "" at the end."""
    found = page.root.first("data-col", "title")
    return found.text if found else ""


def place(page: Page) -> str:
    found = page.root.first("data-place")
    return found.text if found else ""


class QueueTests(WorkshopCase):
    pages = [IdeasPage, AllPage, FewPage]

    def setUp(self) -> None:
        for name in ("Apple", "Bread", "Cider"):
            self.project(name, lead=self.jon.person, starts_on=self.today, budget=5)
        self.project("Dates", stage="running")

    def walk(self, page: Page, way: str = "next") -> list[tuple[str, str]]:
        found = [(title(page), place(page))]
        while links := page.root.all("rel", way):
            page = self.jon.visits(links[0].attributes["href"])
            found.append((title(page), place(page)))
        return found

    def press(self, player: Player, page: Page, action: str, **values: str) -> Page:
        """Where pressing a button of the row leads; a small form is filled and sent."""
        button = page.root.first("data-action", action)
        assert button is not None, page.root.text
        if "href" in button.attributes:
            form = self.asks(player, button.attributes["href"]).content.decode()
            back = form.split('name="_next" value="')[1].split('"')[0].replace("&amp;", "&")
            address = button.attributes["href"].split("?")[0]
        else:
            acts = page.root.first("id", "acts")
            assert acts is not None
            back = acts.all("name", "_next")[0].attributes["value"]
            address = button.attributes["formaction"]
        answer = self.posts(player, address, {"_next": back, "_sure": "yes", **values})
        assert answer.status_code == 302, answer.content.decode()
        return player.visits(answer["Location"])

    def test_the_rows_come_one_after_the_other_and_say_where_one_is(self) -> None:
        found = self.walk(self.jon.opens("ideas"))
        assert found == [("Apple", "1 of 3"), ("Bread", "2 of 3"), ("Cider", "3 of 3")]

    def test_with_a_limit_so_many_wait_at_a_time(self) -> None:
        page = self.jon.opens("few")
        assert self.walk(page) == [("Cider", "1 of 2"), ("Bread", "2 of 2")]
        after = self.press(self.jon, page, "start", starts_on=self.today.isoformat())
        assert self.walk(after) == [("Bread", "1 of 2"), ("Apple", "2 of 2")]

    def test_one_can_go_back(self) -> None:
        page = self.jon.opens("ideas")
        for _ in range(2):
            page = self.jon.visits(page.root.all("rel", "next")[0].attributes["href"])
        assert self.walk(page, "prev") == [
            ("Cider", "3 of 3"),
            ("Bread", "2 of 3"),
            ("Apple", "1 of 3"),
        ]

    def test_after_a_decision_the_next_one_stands_there(self) -> None:
        page = self.jon.opens("ideas")
        page = self.jon.visits(page.root.all("rel", "next")[0].attributes["href"])
        after = self.press(self.jon, page, "start", starts_on=self.today.isoformat())
        assert Project.everything.get(name="Bread").stage == "running"
        assert (title(after), place(after)) == ("Cider", "2 of 2")
        assert "Bread" in after.root.all("data-toast")[0].text

    def test_the_last_decision_says_so_and_leads_to_those_that_were_skipped(self) -> None:
        page = self.jon.opens("ideas")
        for _ in range(2):
            page = self.jon.visits(page.root.all("rel", "next")[0].attributes["href"])
        after = self.press(self.jon, page, "start", starts_on=self.today.isoformat())
        end = after.root.first("data-through")
        assert end is not None
        assert "2 projects still wait" in end.text
        again = self.jon.visits(next(one for one in end if one.tag == "a").attributes["href"])
        assert (title(again), place(again)) == ("Apple", "1 of 2")

    def test_with_the_last_row_nothing_waits(self) -> None:
        Project.everything.exclude(name="Apple").update(stage="over")
        page = self.press(
            self.jon, self.jon.opens("ideas"), "start", starts_on=self.today.isoformat()
        )
        assert "Nothing waits here any more" in page.root.text

    def test_an_empty_queue_is_an_empty_list(self) -> None:
        Project.everything.update(stage="over")
        assert "No projects here yet" in self.jon.opens("ideas").root.text

    def test_it_shows_the_fields_that_one_may_see_and_only_own_buttons(self) -> None:
        mine, hers = self.jon.opens("ideas"), self.mara.opens("ideas")
        assert "start" in mine.buttons()
        assert "start" not in hers.buttons()
        assert self.ada.opens("ideas").budget == "€5.00"
        assert hers.root.first("data-col", "budget") is None
        assert self.mara.opens("ideas").root.first("data-action", "edit") is None

    def test_filters_and_counts_narrow_it_and_stay_on_the_way(self) -> None:
        self.project("Figs", lead=self.mara.person)
        page = self.mara.opens("ideas", count="mine")
        assert (title(page), place(page)) == ("Figs", "1 of 1")
        page = self.jon.opens("ideas", lead=self.jon.person.pk)
        on = page.root.all("rel", "next")[0].attributes["href"]
        assert f"lead={self.jon.person.pk}" in on
        assert place(self.jon.visits(on)) == "2 of 3"

    def test_a_hidden_row_is_never_next(self) -> None:
        self.project("hidden Aaa")
        assert place(self.mara.opens("ideas")) == "1 of 3"
        assert place(self.ada.opens("ideas")) == "1 of 4"

    def test_the_group_of_a_row_stands_above_it(self) -> None:
        page = self.ada.opens("all")
        assert page.group_names == ["Idea"]
        assert [one for one, _ in self.walk(page)] == ["Apple", "Bread", "Cider", "Dates"]

    def test_a_place_that_was_made_up_is_the_beginning(self) -> None:
        for sent in ("bm90aGluZw", "x", "W10"):
            assert place(self.jon.visits(f"/ideas/?after={sent}")) == "1 of 3"

    def test_its_file_has_all_rows(self) -> None:
        lines = b"".join(self.asks(self.mara, "/ideas/export.csv").streaming_content)
        assert lines.decode("utf-8-sig").splitlines()[1:] == [
            "Apple,Jon Vale,",
            "Bread,Jon Vale,",
            "Cider,Jon Vale,",
        ]

    def test_a_page_costs_at_most_eight_queries(self) -> None:
        client = self.client_of(self.ada)
        with self.assertNumQueries(5):
            client.get("/ideas/")
