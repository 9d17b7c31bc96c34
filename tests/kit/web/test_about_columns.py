"""What every row has without a field, as columns: its address, and what was last said about it."""

from __future__ import annotations

from typing import Any, ClassVar

import site_kit as kit
from site_kit.registry import only_here
from site_kit.web.checks import problems_of
from tests.kit.lab.models import Project
from tests.kit.web.workshop import WorkshopCase, page_of

with only_here():

    class TalkPage(kit.Table):
        model = Project
        columns = ("name", "comment", "link")
        search = ("comment",)
        sort = ("comment", "-name")

    class StartPage(kit.Dashboard):
        parts = (kit.RowList("said", model=Project, columns=("comment",), sort=("name",)),)

    class OnePage(kit.Detail):
        model = Project
        columns = ("name", "comment", "link")


class AboutTests(WorkshopCase):
    pages: ClassVar[list[type[Any]]] = [TalkPage, StartPage, OnePage]

    def setUp(self) -> None:
        self.rows = [self.project(name) for name in ("Apple", "Bread", "hidden pear")]
        self.mara.comments(self.rows[0], "Needs a saw.")
        self.jon.comments(self.rows[0], "Saw is *here*.")

    def test_the_newest_comment_and_the_address_stand_in_a_list(self) -> None:
        page = self.mara.opens("talk")
        assert page.column("name") == ["Apple", "Bread"]
        assert page.column("comment") == ["Saw is *here*.", "–"]
        number = self.rows[0].pk
        first, _ = page_of(self.asks(self.mara, "/talk/")).all("data-col", "link")[-2:]
        link = next(one for one in first if one.tag == "a")
        assert (link.attributes["href"], link.text) == (f"/project/{number}/", f"project/{number}")
        assert "Saw is *here*." in page_of(self.asks(self.mara, "/start/")).text

    def test_it_is_searched_and_exported(self) -> None:
        assert self.mara.opens("talk", q="saw IS").column("name") == ["Apple"]
        assert self.mara.opens("talk", q="needs").column("name") == []
        file = b"".join(self.asks(self.mara, "/talk/export.csv").streaming_content).decode()
        first = file.splitlines()[1]
        assert first.startswith("Apple,Saw is *here*.,")
        assert first.endswith(f"/project/{self.rows[0].pk}/")

    def test_it_stands_on_the_page_of_the_row(self) -> None:
        page = page_of(self.asks(self.mara, f"/project/{self.rows[0].pk}/"))
        assert "Saw is *here*." in page.text or "Saw is here." in page.text

    def test_nothing_else_is_asked_of_it(self) -> None:
        assert not [*problems_of(TalkPage), *problems_of(StartPage)]
        with only_here():
            wrong = type("WrongPage", (kit.Table,), {"model": Project, "filters": ("comment",)})
        (said,) = problems_of(wrong)
        assert "comment" in str(said.msg)
