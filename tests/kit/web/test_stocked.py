"""Stock as people meet it: what is on hand, balances that nobody types, what is refused."""

from __future__ import annotations

from typing import Any, ClassVar

import site_kit as kit
from site_kit import write
from site_kit.registry import only_here
from tests.kit.lab.stored import Good, Movement, Parcel, ParcelBalance, Seed, Shed
from tests.kit.web.workshop import WorkshopCase, errors, page_of, said

with only_here():

    class GoodsPage(kit.Table):
        """What there is."""

        model = Good
        columns = ("name", "on_hand", "low")
        filters = ("low", "on_hand")
        sort = ("-on_hand",)

    class MovementsPage(kit.Table):
        """The ledger."""

        model = Movement

    class ShelvesPage(kit.Table):
        """How much is where."""

        model = ParcelBalance
        columns = ("seed", "location", "on_hand")
        filters = ("location",)
        sort = ("-on_hand",)


class Stocked(WorkshopCase):
    pages: ClassVar[list[type[Any]]] = [GoodsPage, MovementsPage, ShelvesPage]
    entities = (Good, Movement, Seed, Shed, Parcel, ParcelBalance)

    def setUp(self) -> None:
        self.good = Good.everything.create(name="Flour")
        Good.everything.create(name="Salt")
        self.come = write.make_as_tool(Movement, {"good": self.good, "quantity": 5}, "test")

    def test_what_is_on_hand_is_listed_sorted_and_filtered(self) -> None:
        rows = page_of(self.asks(self.mara, "/goods/")).all("data-row")
        assert [one.text.split()[:2] for one in rows] == [["Flour", "5"], ["Salt", "0"]]
        few = page_of(self.asks(self.mara, "/goods/?low=yes")).all("data-row")
        assert [one.text.split()[0] for one in few] == ["Salt"]
        some = page_of(self.asks(self.mara, "/goods/?on_hand.from=1")).all("data-row")
        assert [one.text.split()[0] for one in some] == ["Flour"]

    def test_each_way_in_is_told_in_the_same_words(self) -> None:
        short = "There is not enough on hand."
        taken = {"good": self.good.pk, "quantity": "-6"}
        assert errors(self.posts(self.mara, "/movement/new/", taken)) == {"quantity": [short]}
        one = f"/movement/{self.come.pk}/"
        changed = self.posts(self.mara, f"{one}edit/", {"quantity": "-1"})
        assert errors(changed) == {"quantity": [short]}
        pressed = self.posts(self.mara, f"/good/{self.good.pk}/do/take/", {"quantity": "-6"})
        assert errors(pressed) == {"quantity": [short]}
        client = self.client_of(self.mara)
        api = client.post("/movement/new/", taken, content_type="application/json")
        assert (api.status_code, api.json()["errors"]) == (422, {"quantity": [short]})
        write.make_as_tool(Movement, {"good": self.good, "quantity": -4}, "test")
        gone = self.posts(self.mara, f"{one}delete/", {})
        assert (gone.status_code, said(gone)) == (409, short)

    def test_balances_are_looked_at_and_never_typed(self) -> None:
        bean, north = Seed.everything.create(name="Bean"), Shed.everything.create(name="North")
        write.make_as_tool(Parcel, {"seed": bean, "target": north, "weight": "2.5"}, "test")
        (row,) = page_of(self.asks(self.mara, "/shelves/?location=" + str(north.pk))).all(
            "data-row"
        )
        assert row.text.split()[:3] == ["Bean", "North", "2.5"]
        balance = ParcelBalance.everything.get()
        for player in (self.mara, self.ada):
            assert self.asks(player, "/parcel_balance/new/").status_code == 403
            one = f"/parcel_balance/{balance.pk}/"
            assert self.asks(player, f"{one}edit/").status_code == 403
            assert self.posts(player, f"{one}delete/", {}).status_code == 403
            assert self.posts(player, f"{one}edit/", {"on_hand": "9"}).status_code == 403
        shown = self.asks(self.mara, f"/seed/{bean.pk}/").content.decode()
        assert "North" in shown
        assert "/parcel_balance/new/" not in shown
