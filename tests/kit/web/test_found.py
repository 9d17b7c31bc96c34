"""People and rows that are worked out: shown, filtered, sorted, grouped, drawn, written to a file.

Mara has the long ladder in a room that she does not see; the short one is nobody's and at home.
"""

from __future__ import annotations

from typing import ClassVar

import pytest
from django.db.models import Q

import site_kit as kit
from site_kit.asker import TOOL, acting
from site_kit.directory.models import Person
from site_kit.records import Notification
from site_kit.registry import only_here
from site_kit.testing import Player, Refusal
from tests.kit.lab.found import Ladder, Lending, Place
from tests.kit.web.workshop import WorkshopCase

with only_here():

    class LaddersPage(kit.Table):
        model = Ladder
        columns = ("name", "holder", "room", "crew", "nearby", "marks", "hands")
        filters = ("holder", "room", "crew", "nearby", "marks")
        counts = (kit.PageCount("mine", Q(holder=kit.Me())),)

    class ByHolderPage(kit.Table):
        model = Ladder
        columns = ("name",)
        group_by = ("holder", "room")

    class RoomsPage(kit.Board):
        model = Ladder
        group_by = "holder"

    class LentPage(kit.Table):
        model = Lending
        columns = ("id", "ladder.holder", "ladder.room", "ladder.crew")
        filters = ("ladder.holder",)
        sort = ("ladder.room",)

    class FiguresPage(kit.Dashboard):
        parts = (
            kit.Chart("holders", model=Ladder, x="holder"),
            kit.Chart("rooms", model=Ladder, x="room", split_by="holder"),
        )


class FoundCase(WorkshopCase):
    pages: ClassVar = [LaddersPage, ByHolderPage, RoomsPage, LentPage, FiguresPage]
    entities: ClassVar = [Place, Ladder, Lending]

    hidden: ClassVar[Place]
    hall: ClassVar[Place]
    long: ClassVar[Ladder]
    short: ClassVar[Ladder]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.hidden = Place.everything.create(name="hidden cellar")
        cls.hall = Place.everything.create(name="Hall", marks=["loud"])
        cls.hall.crew.set(Person.objects.filter(pk__in=(3, 4)))
        with acting(TOOL):
            cls.hall.beside.set([cls.hidden, cls.hall])
        cls.long = Ladder.everything.create(name="Long")
        cls.short = Ladder.everything.create(name="Short", home=cls.hall)
        lend = Lending.everything.create
        lend(ladder=cls.long, person_id=4, returned=True, room=cls.hall)
        lend(ladder=cls.long, person_id=3, room=cls.hidden)

    def file(self, player: Player, page: str = "ladders") -> str:
        answer = self.asks(player, f"/{page}/export.csv")
        return b"".join(answer.streaming_content).decode()


class ShownTests(FoundCase):
    def test_a_person_is_named_and_a_row_called_by_its_title(self) -> None:
        page = self.ada.visits("/ladders/?sort=name")
        assert page.column("holder") == ["Mara Lind", "–"]
        assert page.column("room") == ["hidden cellar", "Hall"]
        assert page.column("crew") == ["–", "Jon Vale, Mara Lind"]
        assert page.column("nearby") == ["–", "Hall, hidden cellar"]
        assert page.column("marks") == ["–", "Loud"]
        assert page.column("hands") == ["0", "2"]

    def test_a_hidden_row_is_a_number_wherever_it_stands(self) -> None:
        number = f"#{self.hidden.pk}"
        page = self.mara.visits("/ladders/?sort=name")
        assert page.column("room") == [number, "Hall"]
        assert page.column("nearby")[1] == f"{number}, Hall"
        assert number in self.mara.opens("figures").part("rooms").labels
        for address in (
            "/ladders/",
            "/ladders/?sort=room",
            f"/ladders/?room={self.hidden.pk}",
            "/ladders/export.csv",
            "/by_holder/",
            "/rooms/",
            "/lent/",
            "/figures/",
            f"/ladder/{self.long.pk}/",
        ):
            answer = self.asks(self.mara, address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            with self.subTest(address):
                assert "cellar" not in body.decode()

    def test_its_own_page_leads_to_a_row_that_everybody_sees(self) -> None:
        page = self.ada.sees(self.short)
        assert page.root.first("href", f"/place/{self.hall.pk}/") is not None
        assert "Where it is" in page.root.text
        assert f"/place/{self.hall.pk}/" not in str(self.mara.sees(self.short).root)

    def test_a_path_ends_at_it(self) -> None:
        page = self.ada.opens("lent")
        assert page.column("ladder.holder") == ["Mara Lind", "Mara Lind"]
        assert page.column("ladder.room") == ["hidden cellar", "hidden cellar"]
        assert page.column("ladder.crew") == ["–", "–"]
        assert len(self.ada.visits("/lent/?ladder.holder=3").column("id")) == 2
        assert self.ada.visits("/lent/?ladder.holder=4").column("id") == []

    def test_a_file_has_names(self) -> None:
        assert "Short,,Hall,Jon Vale; Mara Lind," in self.file(self.ada)
        assert "Long,Mara Lind,hidden cellar,," in self.file(self.ada)


class NarrowedTests(FoundCase):
    def names(self, query: str, player: Player | None = None) -> list[str]:
        return sorted((player or self.ada).visits(f"/ladders/?{query}").column("name"))

    def test_filters_and_counts(self) -> None:
        table = {
            "holder=3": ["Long"],
            "holder=4": [],
            "holder=none": ["Short"],
            f"room={self.hall.pk}": ["Short"],
            "crew=3": ["Short"],
            "crew=2": [],
            "crew=none": ["Long"],
            f"nearby={self.hidden.pk}": ["Short"],
            "marks=loud": ["Short"],
            "marks=warm": [],
        }
        for query, names in table.items():
            with self.subTest(query):
                assert self.names(query) == names
        assert self.names("holder=me", self.mara) == ["Long"]
        assert self.names("count=mine", self.mara) == ["Long"]
        assert self.names("crew=me", self.jon) == ["Short"]

    def test_an_order_is_by_title_and_what_has_none_comes_last(self) -> None:
        by_room = self.ada.visits("/ladders/?sort=room").column("name")
        assert by_room == ["Short", "Long"]
        assert self.ada.visits("/ladders/?sort=-holder").column("name") == ["Long", "Short"]
        head = self.ada.opens("ladders").root
        assert head.first("href", "/ladders/?sort=crew") is None

    def test_groups_and_lanes_are_people(self) -> None:
        groups = self.ada.opens("by_holder").root.text
        assert "Mara Lind" in groups
        assert "Nobody" in groups
        assert "Mara Lind" in self.ada.opens("rooms").root.text

    def test_a_chart_is_along_them(self) -> None:
        part = self.ada.opens("figures").part("holders")
        assert sorted(part.labels) == ["Mara Lind", "Not set"]


class MeantTests(FoundCase):
    def test_a_right_follows_who_has_it(self) -> None:
        self.mara.edits(self.long, name="Longer")
        with pytest.raises(Refusal):
            self.jon.by("api").edits(self.long, name="Longest")
        Lending.everything.create(ladder=self.long, person_id=4)
        self.jon.edits(self.reload(self.long), name="Longest")
        self.jon.edits(self.short, name="Shorter")
        with pytest.raises(Refusal):
            self.mara.by("api").edits(self.long, name="Mine")

    def test_it_is_told_and_it_acts(self) -> None:
        self.mara.edits(self.long, name="Longer")
        assert list(Notification.objects.values_list("person_id", flat=True)) == [3]
        self.mara.runs("take_back", self.reload(self.long))
        assert self.reload(self.long).home == self.hidden

    def test_a_row_in_hand_says_the_same(self) -> None:
        with acting(self.ada.asker):  # type: ignore[arg-type]
            long, short = (Ladder.everything.get(pk=one.pk) for one in (self.long, self.short))
            assert long.holder == self.mara.person
            assert long.room == self.hidden
            assert short.holder is None
            assert short.room == self.hall
            assert {one.pk for one in short.crew} == {3, 4}
            assert short.marks == ["loud"]
