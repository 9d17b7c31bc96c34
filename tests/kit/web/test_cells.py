"""Cells that are edited in place: a small form in the table, with the rules of every form."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing import Page, Player
from site_kit.testing.html import controls
from tests.kit.lab.declarations import ProjectPermissions
from tests.kit.lab.models import Measure, Project
from tests.kit.web.workshop import WorkshopCase, page_of, toast_after

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name", "lead", "stage", "budget", "starts_on", "ends_on", "late", "lead.email")
        sort = ("name",)
        filters = ("lead",)
        inline_edit = True

    class PlainPage(kit.Table):
        model = Project
        columns = ("name",)

    class MeasuresPage(kit.Table):
        model = Measure
        columns = ("text", "flag", "mood", "tags", "owner", "twin")
        inline_edit = True


class CellTests(WorkshopCase):
    pages = [ProjectsPage, PlainPage, MeasuresPage]

    def setUp(self) -> None:
        self.apple = self.project("Apple", lead=self.jon.person, budget=5, starts_on=self.today)
        self.bread = self.project("Bread", lead=self.mara.person)

    def open(self, player: Player, row: Any, name: str, page: str = "projects") -> Page:
        """The page with this cell opened by its link."""
        cell = player.opens(page).row(row).first("data-cell", name)
        assert cell is not None, player.opens(page).cells(row)
        return player.visits(cell.attributes["href"].split("#")[0])

    def send(self, player: Player, page: Page, **values: Any) -> Any:
        """What the tool answers to the open form with these values in it."""
        form = page.root.first("id", "cell")
        assert form is not None
        sent = controls(form) | {name: [value] for name, value in values.items()}
        return self.posts(player, form.attributes["action"], sent)

    def test_the_cells_open_that_one_may_edit_on_rows_that_one_may_edit(self) -> None:
        page = self.jon.opens("projects")
        assert page.cells(self.apple) == ["name", "lead", "starts_on", "ends_on"]
        assert page.cells(self.bread) == []
        assert "budget" in self.ada.opens("projects").cells(self.bread)

    def test_a_page_without_it_has_none(self) -> None:
        assert self.ada.opens("plain").cells(self.apple) == []

    def test_what_is_typed_is_written_and_one_stands_where_one_was(self) -> None:
        page = self.open(self.jon, self.apple, "name")
        answer = self.send(self.jon, page, name="Pear")
        assert Project.everything.get(pk=self.apple.pk).name == "Pear"
        assert toast_after(self, self.jon, answer) == "Pear: Name saved."
        assert self.jon.opens("projects").column("name") == ["Bread", "Pear"]

    def test_only_one_cell_is_open_and_shows_what_stands_there(self) -> None:
        page = self.open(self.jon, self.apple, "starts_on")
        form = page.root.first("id", "cell")
        assert form is not None
        assert controls(form)["starts_on"] == [self.today.isoformat()]
        assert len(page.root.all("id", "cell")) == 1

    def test_what_is_refused_stands_beside_the_cell_with_what_was_typed(self) -> None:
        page = self.open(self.jon, self.apple, "name")
        answer = self.send(self.jon, page, name="")
        cell = page_of(answer).first("id", "cell")
        assert answer.status_code == 422
        assert cell is not None
        assert "This field is required." in cell.text
        page = self.open(self.jon, self.apple, "ends_on")
        answer = self.send(self.jon, page, ends_on=self.yesterday.isoformat())
        cell = page_of(answer).first("id", "cell")
        assert cell is not None
        assert "A project ends after it starts." in cell.text
        assert controls(cell)["ends_on"] == [self.yesterday.isoformat()]
        assert Project.everything.get(pk=self.apple.pk).ends_on is None

    def test_a_row_that_moved_meanwhile_is_not_overwritten_unseen(self) -> None:
        page = self.open(self.jon, self.apple, "name")
        self.ada.edits(self.apple, name="Quince")
        answer = self.send(self.jon, page, name="Pear")
        assert answer.status_code == 409
        assert Project.everything.get(pk=self.apple.pk).name == "Quince"
        again = page_of(answer).first("id", "cell")
        assert again is not None
        assert controls(again)["name"] == ["Pear"]
        sent = self.posts(self.jon, again.attributes["action"], controls(again))
        assert sent.status_code == 302
        assert Project.everything.get(pk=self.apple.pk).name == "Pear"

    def test_a_locked_row_says_so_before_anybody_types(self) -> None:
        Project.everything.filter(pk=self.apple.pk).update(stage="over")
        cell = self.open(self.jon, self.apple, "name").root.first("id", "cell")
        assert cell is not None
        assert "data-lock" in cell.attributes
        page = self.open(self.ada, self.bread, "name")
        Project.everything.filter(pk=self.bread.pk).update(stage="over")
        with patch.object(ProjectPermissions, "lead", kit.Grant(["member"], can=["edit"])):
            answer = self.posts(self.mara, f"/projects/?row={self.bread.pk}.name", {"name": "X"})
        assert answer.status_code in (403, 409)
        assert page.address

    def test_nobody_writes_by_an_address_what_no_link_offers(self) -> None:
        for player, cell, values, status in (
            (self.mara, f"{self.apple.pk}.name", {"name": "Mine"}, 403),
            (self.jon, f"{self.apple.pk}.budget", {"budget": "9"}, 404),
            (self.jon, f"{self.apple.pk}.stage", {"stage": "over"}, 404),
            (self.jon, f"{self.apple.pk}.late", {"late": "on"}, 404),
            (self.jon, f"{self.apple.pk}.secret", {"secret": "x"}, 404),
            (self.jon, "999999.name", {"name": "x"}, 404),
            (self.jon, "x.name", {"name": "x"}, 404),
            (self.jon, "", {"name": "x"}, 404),
        ):
            with self.subTest(cell):
                answer = self.posts(player, f"/projects/?row={cell}", values)
                assert answer.status_code == status
        assert Project.everything.get(pk=self.apple.pk).name == "Apple"

    def test_another_field_in_the_form_is_not_written(self) -> None:
        page = self.open(self.jon, self.apple, "name")
        self.send(self.jon, page, name="Pear", ends_on="2030-01-01")
        kept = Project.everything.get(pk=self.apple.pk)
        assert (kept.name, kept.ends_on) == ("Pear", None)

    def test_a_made_up_address_opens_nothing(self) -> None:
        for cell in ("", "1", "x.y", f"{self.apple.pk}.nothing", f"{self.bread.pk}.name"):
            page = self.jon.visits(f"/projects/?row={cell}")
            assert page.root.first("id", "cell") is None

    def test_the_filter_stays_and_no_link_carries_the_open_cell_on(self) -> None:
        page = self.jon.opens("projects", lead=self.jon.person.pk)
        cell = page.row(self.apple).first("data-cell", "name")
        assert cell is not None
        there = self.jon.visits(cell.attributes["href"].split("#")[0])
        others = [
            one.attributes["href"]
            for one in there.root.all("href")
            if "row=" in one.attributes["href"] and "data-cell" not in one.attributes
        ]
        assert others == []
        answer = self.send(self.jon, there, name="Pear")
        assert f"lead={self.jon.person.pk}" in answer["Location"]

    def test_each_kind_of_field_is_written(self) -> None:
        twin = Measure.everything.create(text="twin")
        row = Measure.everything.create(text="a", flag=True)
        for name, value, kept in (
            ("text", "b", "b"),
            ("mood", "good", "good"),
            ("owner", str(self.jon.person.pk), self.jon.person),
            ("twin", str(twin.pk), twin),
        ):
            answer = self.send(
                self.jon, self.open(self.jon, row, name, "measures"), **{name: value}
            )
            assert answer.status_code == 302, answer.content.decode()
            assert getattr(Measure.everything.get(pk=row.pk), name) == kept

    def test_an_unticked_box_is_a_no(self) -> None:
        row = Measure.everything.create(text="a", flag=True)
        form = self.open(self.jon, row, "flag", "measures").root.first("id", "cell")
        assert form is not None
        sent = {name: value for name, value in controls(form).items() if name != "flag"}
        assert self.posts(self.jon, form.attributes["action"], sent).status_code == 302
        assert Measure.everything.get(pk=row.pk).flag is False

    def test_an_open_cell_stays_within_eight_queries(self) -> None:
        client = self.client_of(self.ada)
        with self.assertNumQueries(2):
            client.get("/projects/?lead=")
        with self.assertNumQueries(6):
            client.get(f"/projects/?row={self.apple.pk}.lead")
