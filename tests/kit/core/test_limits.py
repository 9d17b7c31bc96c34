"""At most so many: refused, or sent to wait and let up, whichever way a row comes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from site_kit import bulk, write
from site_kit.actions import action_named
from site_kit.errors import Invalid
from site_kit.limits import most_in_lane
from site_kit.records import HistoryLine, Notification, Run
from tests.kit.core.conftest import Cast
from tests.kit.lab.limited import Card, Duty, Shift

FULL = {"lane": ["Two are enough to be busy with."]}


def errors_of(do: Any) -> dict[str, list[str]]:
    try:
        do()
    except Invalid as refused:
        return refused.errors
    return {}


@pytest.fixture
def busy(cast: Cast) -> list[Card]:
    made = [
        write.create(Card, {"name": name, "lane": "doing"}, by=cast.mara) for name in ("A", "B")
    ]
    return [*made, write.create(Card, {"name": "C"}, by=cast.mara)]


def test_one_too_many_is_refused_beside_what_they_share(cast: Cast, busy: list[Card]) -> None:
    values = {"name": "D", "lane": "doing"}
    assert errors_of(lambda: write.create(Card, values, by=cast.ada)) == FULL
    assert errors_of(lambda: write.edit(busy[2], {"lane": "doing"}, by=cast.mara)) == FULL
    begin = action_named(Card, "begin")
    assert begin is not None
    assert errors_of(lambda: write.run(begin, busy[2], {}, by=cast.mara)) == FULL
    outcomes = bulk.run_on_all(begin, [busy[0], busy[2]], {}, by=cast.mara)
    assert [one.error for one in outcomes] == ["", FULL["lane"][0]]
    assert Card.everything.filter(lane="doing").count() == 2


def test_what_is_in_may_be_edited_and_what_leaves_makes_room(cast: Cast, busy: list[Card]) -> None:
    write.edit(busy[0], {"points": 1}, by=cast.mara)
    write.edit(busy[0], {"lane": "todo"}, by=cast.mara)
    write.edit(busy[2], {"lane": "doing"}, by=cast.mara)
    write.delete(busy[1], by=cast.mara)
    write.create(Card, {"name": "D", "lane": "doing"}, by=cast.mara)
    line = HistoryLine.objects.get(action="deleted")
    assert errors_of(lambda: write.restore(line, Card, by=cast.mara)) == FULL


def test_an_automation_is_held_to_it(cast: Cast, busy: list[Card]) -> None:
    write.edit(busy[2], {"name": "C2"}, by=cast.mara)
    assert Run.objects.get().error == FULL["lane"][0]
    assert Card.everything.count() == 3


@pytest.mark.parametrize(
    ("person", "day", "points", "refused"),
    [
        ("mara", "2026-03-13", 1, False),
        ("mara", "2026-03-15", Decimal("1.01"), True),
        ("mara", "2026-03-16", 5, False),
        ("mara", None, 9, False),
        ("jon", "2026-03-13", 5, False),
        ("jon", "2026-03-13", 6, True),
        (None, "2026-03-13", 9, False),
    ],
)
def test_a_sum_for_each_person_and_week(
    cast: Cast, person: str, day: str, points: Any, refused: bool
) -> None:
    first = {"name": "A", "person": cast.mara.id, "day": "2026-03-09", "points": 4}
    write.create(Card, first, by=cast.mara)
    who = getattr(cast, person).id if person else None
    values = {"name": "B", "person": who, "day": day, "points": points}
    found = errors_of(lambda: write.create(Card, values, by=cast.mara))
    assert found == ({"points": ["Too much for one week."]} if refused else {})


def test_more_of_a_sum_is_refused_and_less_never_is(cast: Cast, make: Any) -> None:
    values = {"person_id": cast.mara.id, "day": "2026-03-09"}
    large, small = (make(Card, name=str(n), points=n, **values) for n in (9, 1))
    assert errors_of(lambda: write.edit(small, {"points": 2}, by=cast.mara)) == {
        "points": ["Too much for one week."]
    }
    write.edit(large, {"points": 8}, by=cast.mara)
    write.edit(small, {"name": "Small"}, by=cast.mara)


# Waiting


@pytest.fixture
def shift(cast: Cast) -> Shift:
    made: Shift = write.create(Shift, {"name": "Late", "seats": 3}, by=cast.ada)
    return made


def duty(shift: Shift, name: str, cast: Cast, visitors: int = 1) -> Duty:
    values = {"shift": shift, "name": name, "visitors": visitors}
    made: Duty = write.create(Duty, values, by=cast.mara)
    return made


def going() -> str:
    return "".join(row.name for row in Duty.everything.filter(status="going").order_by("id"))


def test_who_finds_no_room_waits_and_the_oldest_moves_up(cast: Cast, shift: Shift) -> None:
    rows = {name: duty(shift, name, cast) for name in "abcde"}
    assert going() == "abc"
    assert rows["d"].status == "waiting"
    assert HistoryLine.objects.filter(record=rows["d"].pk, entity="duty").count() == 1
    leave = action_named(Duty, "leave")
    assert leave is not None
    write.run(leave, rows["b"], {}, by=cast.mara)
    assert going() == "acd"
    assert Notification.objects.get().text == "d may come."
    moved = HistoryLine.objects.get(cause="seats")
    assert (moved.record, moved.changes) == (rows["d"].pk, {"status": ["waiting", "going"]})
    write.delete(rows["a"], by=cast.mara)
    assert going() == "cde"


def test_nobody_small_overtakes_who_waits_longer(cast: Cast, shift: Shift) -> None:
    first = duty(shift, "a", cast, 2)
    duty(shift, "b", cast, 2)
    duty(shift, "c", cast, 2)
    assert going() == "a"
    assert duty(shift, "d", cast, 1).status == "going"
    write.edit(first, {"visitors": 1}, by=cast.mara)
    assert going() == "ad"
    write.edit(first, {"status": "off"}, by=cast.mara)
    assert going() == "bd"


def test_a_button_that_lets_one_come_lets_them_wait_where_it_is_full(
    cast: Cast, shift: Shift
) -> None:
    rows = {name: duty(shift, name, cast) for name in "abcd"}
    come = action_named(Duty, "come")
    assert come is not None
    done = write.run(come, rows["d"], {}, by=cast.mara)
    assert done.status == "waiting"


def test_more_seats_let_them_up_and_fewer_than_are_taken_are_refused(
    cast: Cast, shift: Shift
) -> None:
    for name in "abcde":
        duty(shift, name, cast)
    shift = write.edit(shift, {"seats": 4}, by=cast.ada)
    assert going() == "abcd"
    found = errors_of(lambda: write.edit(shift, {"seats": 3}, by=cast.ada))
    assert found == {"seats": ["4 are taken already."]}
    write.edit(shift, {"name": "Later"}, by=cast.ada)
    write.edit(shift, {"seats": None}, by=cast.ada)
    assert going() == "abcde"


def test_seats_that_nobody_counts_are_not_limited(cast: Cast, shift: Shift) -> None:
    write.edit(shift, {"seats": None}, by=cast.ada)
    duty(shift, "a", cast, 90)
    other = write.create(Shift, {"name": "Early", "seats": 1}, by=cast.ada)
    assert duty(other, "b", cast).status == "going"
    assert duty(other, "c", cast).status == "waiting"


def test_a_board_knows_how_many_a_lane_holds() -> None:
    assert most_in_lane(Card, "lane", "doing") == 2
    assert most_in_lane(Card, "lane", "todo") is None
    assert most_in_lane(Duty, "status", "going") is None
