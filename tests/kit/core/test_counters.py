"""References: given once each, in order, by themselves, and to nobody twice."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from site_kit import counters, write
from site_kit.asker import clock_stands_at
from site_kit.errors import Invalid, Refused
from site_kit.history import lines
from site_kit.records import HistoryLine
from tests.kit.core.conftest import Cast
from tests.kit.lab.numbered import Order

pytestmark = pytest.mark.django_db


def order(cast: Cast, customer: str = "Orla", **more: Any) -> Order:
    made: Order = write.create(Order, {"customer": customer, **more}, by=cast.mara)
    return made


def test_they_count_on(cast: Cast) -> None:
    assert [order(cast).number for _ in range(3)] == [
        "INV-2026-0001",
        "INV-2026-0002",
        "INV-2026-0003",
    ]


def test_they_begin_again_where_what_stands_before_the_number_changes(cast: Cast) -> None:
    order(cast)
    with clock_stands_at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        assert order(cast).number == "INV-2027-0001"
    assert order(cast).number == "INV-2026-0002"


def test_a_number_that_outgrows_its_places_goes_on(cast: Cast) -> None:
    order(cast)
    counters.Counter.objects.filter(key="order.number:INV-2026-").update(number=9999)
    assert order(cast).number == "INV-2026-10000"


def test_a_field_stands_in_it_as_people_read_it(cast: Cast) -> None:
    assert order(cast).code == "Plain/Orla/1"
    assert order(cast, kind="rush").code == "Rush/Orla/1"
    assert order(cast, kind="rush").code == "Rush/Orla/2"
    assert order(cast, "N" * 80).code == f"Plain/{'N' * 40}/1"


def test_it_stays_when_that_field_changes(cast: Cast) -> None:
    row = order(cast)
    edited = write.edit(row, {"kind": "rush", "customer": "Northwind"}, by=cast.mara)
    assert (edited.number, edited.code) == ("INV-2026-0001", "Plain/Orla/1")


def test_what_is_random_is_never_the_same_and_not_read_wrongly(cast: Cast) -> None:
    keys = {order(cast).key for _ in range(20)}
    assert len(keys) == 20
    assert all(re.fullmatch("[a-hjkmnp-z2-9]{16}", str(key)) for key in keys)


@pytest.mark.parametrize("way_in", ["form", "api", "import"])
def test_nobody_types_one(cast: Cast, way_in: str) -> None:
    with pytest.raises(Refused, match="Number is not yours to change here"):
        write.create(
            Order, {"customer": "Orla", "number": "INV-2026-0009"}, by=cast.ada, way_in=way_in
        )
    row = order(cast)
    with pytest.raises(Refused):
        write.edit(row, {"number": "INV-1"}, by=cast.ada, way_in=way_in)


def test_a_row_that_was_refused_takes_no_number(cast: Cast) -> None:
    with pytest.raises(Invalid):
        order(cast, "")
    assert order(cast).number == "INV-2026-0001"


def test_a_row_that_is_brought_back_has_its_own(cast: Cast) -> None:
    row = order(cast)
    write.delete(row, by=cast.ada)
    order(cast)
    back = write.restore(HistoryLine.objects.get(action="deleted"), Order, by=cast.ada)
    assert (back.number, back.key) == (row.number, row.key)


def test_history_tells_it(cast: Cast) -> None:
    (line,) = lines(order(cast), cast.mara)
    assert ("Number", "", "INV-2026-0001") in line.changes


def test_rows_that_were_there_before_are_numbered_by_their_own_day(cast: Cast) -> None:
    for year in (2024, 2025, 2024):
        Order.everything.create(
            customer="Orla", created_at=datetime(year, 6, 1, tzinfo=UTC), number=None
        )
    counters.number_those_without([Order], "default")
    numbers = list(Order.everything.order_by("pk").values_list("number", flat=True))
    assert numbers == ["INV-2024-0001", "INV-2025-0001", "INV-2024-0002"]
    assert order(cast).number == "INV-2026-0001"


def test_an_edit_numbers_what_has_none(cast: Cast) -> None:
    row = Order.everything.create(customer="Orla")
    assert write.edit(row, {"customer": "Orla A/S"}, by=cast.mara).number == "INV-2026-0001"
