"""Lists that admins extend: added to, called otherwise, retired; and what rows, pages and files
make of it.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import site_kit as kit
from site_kit import managed
from site_kit.asker import acting
from site_kit.errors import Refused
from site_kit.records import ListValue
from site_kit.registry import only_here
from site_kit.testing import Player, Refusal
from tests.kit.lab.listed import Seat
from tests.kit.web.workshop import WorkshopCase, page_of, said, toast_after

with only_here():

    class SeatsPage(kit.Table):
        model = Seat
        columns = ("name", "kind", "extras", "called")
        filters = ("kind", "extras")
        sort = ("name",)
        inline_edit = True

    class KindsPage(kit.Board):
        model = Seat
        group_by = "kind"

    class GroupsPage(kit.Table):
        model = Seat
        columns = ("name",)
        group_by = ("kind",)

    class FiguresPage(kit.Dashboard):
        parts = (kit.Chart("kinds", model=Seat, x="kind"),)


KIND = "/seat/values/kind/"


class ListCase(WorkshopCase):
    pages: ClassVar = [SeatsPage, KindsPage, GroupsPage, FiguresPage]
    entities: ClassVar = [Seat]

    def setUp(self) -> None:
        self.row = self.mara.creates(Seat, name="Apple", kind="chair", extras=["arms"])

    def does(
        self, what: str, player: Player | None = None, field: str = "kind", **sent: Any
    ) -> Any:
        return self.posts(player or self.ada, f"/seat/values/{field}/", {"do": what, **sent})

    def offered(self, player: Player | None = None, row: Seat | None = None) -> list[str]:
        """The kinds that a form offers."""
        address = f"/seat/{row.pk}/edit/" if row else "/seat/new/"
        form = page_of(self.asks(player or self.mara, address)).first("data-field", "kind")
        assert form is not None
        return [one.text for one in form.all("value") if one.tag == "option"]

    def file(self) -> str:
        answer = self.asks(self.ada, "/seats/export.csv")
        return b"".join(answer.streaming_content).decode()


class ChangedTests(ListCase):
    def test_what_is_declared_is_there_first_and_nothing_is_kept(self) -> None:
        assert self.offered() == ["None", "Chair", "Stool"]
        assert not ListValue.objects.exists()

    def test_an_added_value_is_offered_and_kept(self) -> None:
        answer = self.does("add", name="  Bean bag ", colour="red")
        assert toast_after(self, self.ada, answer) == "Bean bag was added."
        assert self.offered() == ["None", "Chair", "Stool", "Bean bag"]
        row = self.mara.creates(Seat, name="Pear", kind="bean_bag")
        assert row.kind == "bean_bag"
        assert self.mara.opens("seats").column("kind") == ["Chair", "Bean bag"]

    def test_another_name_is_read_everywhere_and_changes_no_row(self) -> None:
        self.does("change", value="chair", name="Armchair", colour="blue")
        assert self.reload(self.row).kind == "chair"
        page = self.mara.opens("seats")
        assert (page.column("kind"), page.column("called")) == (["Armchair"], ["Apple · Armchair"])
        assert "Apple,Armchair,Arms,Apple · Armchair" in self.file()
        assert "Armchair" in self.mara.opens("kinds").root.text
        assert "Armchair" in self.mara.opens("groups").root.text
        assert "Armchair" in self.mara.opens("figures").part("kinds").labels
        assert self.offered() == ["None", "Armchair", "Stool"]

    def test_a_retired_value_stays_on_its_rows_and_is_offered_no_more(self) -> None:
        self.does("retire", value="chair")
        assert self.offered() == ["None", "Stool"]
        assert "Chair" in self.offered(row=self.row)
        assert self.mara.opens("seats").column("kind") == ["Chair"]
        self.mara.edits(self.row, name="Pear", kind="chair")
        for player in (self.mara.by("api"), self.ada.by("api")):
            with pytest.raises(Refusal):
                player.creates(Seat, name="Fig", kind="chair")
        assert self.mara.visits("/seats/?kind=chair").column("name") == ["Pear"]
        self.does("return", value="chair")
        assert self.mara.creates(Seat, name="Fig", kind="chair").kind == "chair"

    def test_a_list_of_several_works_alike(self) -> None:
        self.does("add", field="extras", name="Wheels")
        self.does("retire", field="extras", value="arms")
        row = self.mara.by("api").edits(self.row, extras=["arms", "wheels"])
        assert row.extras == ["arms", "wheels"]
        with pytest.raises(Refusal):
            self.mara.by("api").creates(Seat, name="Fig", extras=["arms"])
        assert self.mara.visits("/seats/?extras=wheels").column("extras") == ["Arms Wheels"]

    def test_an_expression_by_its_id_goes_on(self) -> None:
        stool = self.mara.creates(Seat, name="Pear", kind="stool")
        self.does("change", value="stool", name="Bar stool", colour="auto")
        self.does("retire", value="stool")
        assert Seat.everything.get(plain=True) == stool
        with acting(self.mara.asker):  # type: ignore[arg-type]
            assert (stool.plain, stool.called) == (True, "Pear · Bar stool")

    def test_an_import_reads_names_as_they_are_now(self) -> None:
        self.does("add", name="Bean bag")
        assert self.mara.brings(Seat, name="Pear", kind="Bean bag").kind == "bean_bag"


def test_a_list_that_becomes_one_that_admins_extend_moves_no_column() -> None:
    """The rows stay as they are: there is no migration."""
    for kind, values in ((kit.ChoiceField, Seat.Kind), (kit.ChoicesField, Seat.Extra)):
        fixed, extended = kind(values, blank=True), kind(values, blank=True, managed=True)  # type: ignore[operator]
        assert fixed.deconstruct() == extended.deconstruct()


class RefusedTests(ListCase):
    def test_only_admins_come_to_it(self) -> None:
        for player in (self.mara, self.ines):
            for answer in (self.asks(player, KIND), self.does("add", player, name="Bag")):
                with self.subTest(player.key):
                    assert answer.status_code == 403
                    assert said(answer) == "Only admins change this list."
            form = page_of(self.asks(player, "/seat/new/"))
            assert form.first("href", KIND) is None
        assert page_of(self.asks(self.ada, "/seat/new/")).first("href", KIND) is not None
        with pytest.raises(Refused):
            managed.add(Seat._meta.get_field("kind"), "Bag", "", self.mara.asker)  # type: ignore[arg-type]
        assert not ListValue.objects.exists()

    def test_names_that_cannot_be(self) -> None:
        self.does("retire", value="stool")
        table = {
            "": "Write a name of at most 100 characters.",
            "x" * 101: "Write a name of at most 100 characters.",
            "chair": "There is “Chair” already.",
            "Stool": "There is “Stool” already. It is retired: bring it back.",
            "Chair!": "There is “Chair!” already, or one of nearly this name.",
            "!?": "Write a name with letters or figures.",
        }
        for name, sentence in table.items():
            answer = self.does("add", name=name)
            with self.subTest(name):
                assert answer.status_code == 422
                assert page_of(answer).first("data-error").text == sentence  # type: ignore[union-attr]
        assert self.does("change", value="chair", name="stool").status_code == 422
        assert self.offered() == ["None", "Chair"]

    def test_the_last_value_stays(self) -> None:
        self.does("retire", value="stool")
        assert self.does("retire", value="chair").status_code == 422
        assert self.offered() == ["None", "Chair"]

    def test_what_is_not_there(self) -> None:
        for place in ("/seat/values/name/", "/seat/values/nothing/", "/nothing/values/kind/"):
            assert self.asks(self.ada, place).status_code == 404
        for what, value in (("change", "x"), ("retire", "x"), ("fly", "chair"), ("", "")):
            assert self.does(what, value=value, name="Bag").status_code == 404

    def test_a_name_is_text(self) -> None:
        self.does("add", name="<b>Bag</b>")
        for place in (KIND, "/seats/", "/seat/new/", "/kinds/"):
            assert "<b>Bag" not in self.asks(self.ada, place).content.decode()

    def test_a_page_asks_for_them_once(self) -> None:
        self.mara.creates(Seat, name="Pear", kind="stool")
        with CaptureQueriesContext(connection) as asked:
            self.asks(self.mara, "/seats/")
        assert sum("kit_value" in one["sql"] for one in asked.captured_queries) == 1
