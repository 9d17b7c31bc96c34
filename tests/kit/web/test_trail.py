"""The history as a page and in parts: everything that changed, for whoever may see it."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

import site_kit as kit
from site_kit.asker import TOOL, acting, moment
from site_kit.history import record
from site_kit.records import HistoryLine
from site_kit.registry import only_here
from site_kit.testing import Player
from tests.kit.lab.models import Project, Salary, Task
from tests.kit.web.workshop import WorkshopCase, page_of

with only_here():

    class AuditPage(kit.Table):
        """What changed, the newest first."""

        model = kit.History
        filters = ("by", "action", "at", "entity")
        counts = (kit.PageCount("gone", Q(action="deleted")),)
        parts = (
            kit.Stat("changes", model=kit.History),
            kit.Chart("kinds", model=kit.History, x="action", shape="bar"),
            kit.RowList("newest", model=kit.History, columns=("note",), sort=("-at",)),
        )

    class MoneyPage(kit.Table):
        model = kit.History
        scope = Q(entity="project", field="budget")
        columns = ("record", "before", "after", "by")

    class DaysPage(kit.Report):
        model = kit.History
        group_by = ("by", "action")
        totals = (models.Count("pk"),)


class TrailCase(WorkshopCase):
    pages: ClassVar[list[type[Any]]] = [AuditPage, MoneyPage, DaysPage]
    entities: ClassVar[Any] = (Project, Task, Salary)

    def setUp(self) -> None:
        self.row = self.mara.creates(Project, name="Apple", lead=self.mara)
        self.mara.edits(self.row, secret="xyzzy", tags=["red"])
        self.ada.edits(self.row, budget="12.50")
        self.mara.runs("start", self.row, starts_on="2026-03-11")

    def said(self, player: Player, page: str = "audit", **filters: Any) -> list[tuple[str, ...]]:
        """Field, before and after of each row."""
        shown = player.opens(page, **filters)
        several = [shown.column(one) for one in ("field", "before", "after")]
        return list(zip(*several, strict=True))

    def part(self, player: Player, name: str) -> str:
        """What a part of the page says."""
        return page_of(self.asks(player, f"/audit/?part={name}")).text


class SeenTests(TrailCase):
    def test_values_stand_as_people_read_them_the_newest_first(self) -> None:
        said = self.said(self.ada)
        assert ("Stage", "Idea", "Under way") in said
        assert ("Budget", "–", "12.50") in said
        assert ("Lead", "–", "Mara Lind") in said
        assert ("Tags", "–", "Red") in said
        assert ("Paper", "–", "–") not in said
        page = self.ada.opens("audit")
        assert page.column("record")[0] == "Apple"
        assert page.column("action")[0] == "Start"
        assert page.column("entity")[0] == "Project"
        assert page.column("by")[0].endswith("Mara Lind")

    def test_what_a_field_kept_when_it_was_of_another_kind_stands_as_it_was_kept(self) -> None:
        """A lead was a name once: the page reads, and the record's own history."""
        changes = {
            **{key: ["Bob", "Eve"] for key in ("lead", "members", "tags", "created_at")},
            "parent": ["7 of us", "9" * 30],
            "budget": ["little", "much"],
        }
        HistoryLine.objects.create(
            entity="project", record=self.row.pk, at=moment(), action="edited", changes=changes
        )
        said = self.said(self.ada)
        for field in ("Lead", "Members", "Tags"):
            assert (field, "Bob", "Eve") in said
        assert ("Parent", "7 of us", "9" * 30) in said
        assert ("Lead", "–", "Mara Lind") in said
        page = self.asks(self.ada, f"/project/{self.row.pk}/")
        assert (page.status_code, "little" in page.content.decode()) == (200, True)

    def test_who_may_not_see_a_field_reads_nothing_of_its_changes_anywhere(self) -> None:
        for player, secret, budget in (
            (self.mara, True, False),
            (self.jon, False, False),
            (self.ines, False, True),
            (self.ada, False, True),
        ):
            with self.subTest(player.key):
                fields = [field for field, _, _ in self.said(player)]
                assert ("Secret" in fields, "Budget" in fields) == (secret, budget)
                found = [field for field, _, _ in self.said(player, q="xyzzy")]
                assert found == (["Secret"] if secret else [])
                file = self.asks(player, "/audit/export.csv")
                text = b"".join(file.streaming_content).decode()
                assert ("xyzzy" in text, "12.50" in text) == (secret, budget)
                assert len(player.opens("money").column("record")) == int(budget)
                assert re.search(rf"\b{len(fields)}\b", self.part(player, "changes"))
                assert f"Edited {1 + secret + budget} " in self.part(player, "kinds")

    def test_what_is_hidden_or_of_no_concern_is_not_there_at_all(self) -> None:
        hidden = self.project("hidden pear")
        with acting(TOOL):
            record(hidden, "edited", {"name": "a"}, {"name": "hidden pear"}, cause="form")
        for player, sees in ((self.mara, False), (self.ada, True)):
            records = player.opens("audit").column("record")
            assert ("hidden pear" in records) is sees
            assert re.search(rf"\b{len(records)}\b", self.part(player, "changes"))

    def test_what_was_deleted_is_there_for_who_sees_all(self) -> None:
        bread = self.ada.creates(Project, name="Bread")
        self.ada.deletes(bread)
        gone = self.ada.opens("audit", count="gone")
        assert gone.column("record") == [f"#{bread.pk}"]
        assert self.mara.opens("audit", count="gone").column("record") == []

    def test_a_row_leads_to_its_record(self) -> None:
        page = page_of(self.asks(self.mara, "/audit/"))
        link = next(one for one in page.all("data-col", "record") if one.tag == "a")
        answer = self.asks(self.mara, link.attributes["href"])
        assert (answer.status_code, answer["Location"]) == (302, f"/project/{self.row.pk}/")
        assert self.asks(self.otto, link.attributes["href"]).status_code in (403, 404)

    def test_a_list_names_the_records(self) -> None:
        assert "Apple Apple" in self.part(self.ada, "newest")

    def test_groups_count_what_is_seen(self) -> None:
        page = self.ada.opens("days")
        assert "Ada Marsh" in page.root.text

    def test_nobody_writes_it(self) -> None:
        for address in ("/history/new/", "/history/import/"):
            assert self.asks(self.ada, address).status_code in (403, 404)
