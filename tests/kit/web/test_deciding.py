"""Rounds of decisions in the browser: buttons, the reason for a no, what the toast says, lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

import site_kit as kit
from site_kit.approvals import WAITS
from site_kit.registry import only_here
from tests.kit.lab.asked import Part, Purchase, PurchaseApproval
from tests.kit.web.workshop import WorkshopCase, toast_after

with only_here():

    class ToDecidePage(kit.Table):
        model = Purchase
        scope = Q(awaiting=kit.Me())
        columns = ("name", "awaiting")

    class PurchasesPage(kit.Table):
        model = Purchase
        columns = ("name", "stage", "awaiting")
        filters = ("awaiting",)
        sort = ("awaiting",)
        counts = (kit.PageCount("mine", Q(awaiting=kit.Me())),)


class DecidingTests(WorkshopCase):
    pages = [ToDecidePage, PurchasesPage]
    entities = [Purchase, PurchaseApproval, Part]

    def asked(self, name: str = "Van", **values: Any) -> Purchase:
        given = {"name": name, "amount": 900, "boss": self.jon} | values
        row: Purchase = self.mara.creates(Purchase, **given)
        self.mara.runs("ask", row)
        return row

    def test_the_buttons_are_there_for_whose_turn_it_is(self) -> None:
        row = self.asked()
        assert {"approve", "reject"} <= set(self.jon.sees(row).buttons())
        assert set(self.mara.sees(row).buttons()) == {"withdraw"}
        assert self.jon.opens("to_decide").column("name") == ["Van"]
        assert self.mara.opens("to_decide").column("name") == []

    def test_the_toast_says_whom_it_waits_for_now_and_then_what_it_is(self) -> None:
        row = self.asked()
        told = [self.told(who, row) for who in (self.jon, self.ines)]
        assert told == ["Approve Van: done. Now it waits for Planners.", "Van: Granted."]

    def told(self, who: Any, row: Purchase) -> str:
        return toast_after(self, who, self.posts(who, f"/purchase/{row.pk}/do/approve/", {}))

    def test_a_no_asks_for_its_reason_and_shows_it(self) -> None:
        row = self.asked()
        with self.assertRefused("This field is required.", beside="comment"):
            self.jon.runs("reject", row)
        self.jon.runs("reject", row, comment="We have two.")
        assert "We have two." in self.mara.sees(row).root.text
        assert PurchaseApproval.everything.get().comment == "We have two."

    def test_lists_show_sort_filter_and_count_whose_turn_it_is(self) -> None:
        self.asked("Van")
        self.asked("Bus", boss=self.ines)
        page = self.mara.opens("purchases")
        assert page.column("awaiting") == ["Ines Roca", "Jon Vale"]
        assert self.mara.opens("purchases", awaiting="Jon").column("name") == ["Van"]
        assert self.jon.opens("purchases").counts == {"mine": 1}

    def test_in_bulk_each_row_is_checked_by_itself(self) -> None:
        rows = [self.asked("Van", amount=1), self.asked("Bus", amount=1)]
        self.jon.by("bulk").runs("approve", rows[0])
        assert [str(self.reload(one).stage) for one in rows] == ["granted", "asked"]

    def test_a_direct_request_for_the_status_is_refused(self) -> None:
        row = self.asked()
        for way_in in ("form", "api"):
            with self.subTest(way_in), self.assertRefused(WAITS):
                self.mara.by(way_in).edits(row, name="Bus")
