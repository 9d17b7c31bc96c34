"""Rules that look at other rows, when two requests come in the same moment on real connections."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from site_kit import write
from site_kit.lines import Line, Lines, edit
from tests.kit.core.conftest import NOW
from tests.kit.core.test_concurrency import ADA, JON, MARA, at_once, people
from tests.kit.lab.booked import Meeting, Room, Stay
from tests.kit.lab.limited import Card, Duty, Shift
from tests.kit.lab.stored import Good, Movement, Parcel, ParcelBalance, Seed, Shed

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["people"]


def test_of_two_who_book_one_time_one_gets_it_and_the_other_reads_why() -> None:
    room = write.create(Room, {"name": "Red"}, by=MARA)
    hour: dict[str, Any] = {"starts_at": NOW, "ends_at": NOW + timedelta(hours=1)}
    half = {"starts_at": NOW + timedelta(minutes=30), "ends_at": None}
    outcome = at_once(
        lambda: write.create(Meeting, {"room": room} | hour, by=MARA),
        lambda: write.create(Meeting, {"room": room} | half, by=JON),
    )
    assert outcome == ["The room is taken at that time.", "done"]
    assert Meeting.everything.count() == 1


def test_of_two_moves_to_one_time_one_is_made() -> None:
    room = write.create(Room, {"name": "Red"}, by=MARA)
    one, two = (
        write.create(Stay, {"room": room, "first": day, "last": day}, by=MARA)
        for day in ("2026-03-02", "2026-03-03")
    )
    there = {"first": "2026-03-09", "last": "2026-03-10"}
    outcome = at_once(
        lambda: write.edit(one, there, by=MARA),
        lambda: write.edit(two, there, by=JON),
    )
    assert outcome == ["This time is taken.", "done"]


def test_the_last_seat_is_taken_once() -> None:
    shift = write.create(Shift, {"name": "Late", "seats": 2}, by=MARA)
    asks = [lambda n=n: write.create(Duty, {"shift": shift, "name": n}, by=JON) for n in "abcdef"]
    assert at_once(*asks) == ["done"] * 6
    assert Duty.everything.filter(status="going").count() == 2
    assert Duty.everything.filter(status="waiting").count() == 4


def test_of_two_who_begin_the_last_card_one_reads_that_it_is_enough() -> None:
    cards = [write.create(Card, {"name": name}, by=MARA) for name in "abc"]
    begun = [lambda card=card: write.edit(card, {"lane": "doing"}, by=MARA) for card in cards]
    assert at_once(*begun) == ["Two are enough to be busy with.", "done", "done"]


def test_two_who_leave_let_two_move_up() -> None:
    shift = write.create(Shift, {"name": "Late", "seats": 2}, by=MARA)
    rows = [write.create(Duty, {"shift": shift, "name": name}, by=MARA) for name in "abcd"]
    leave = [lambda row=row: write.edit(row, {"status": "off"}, by=MARA) for row in rows[:2]]
    assert at_once(*leave) == ["done", "done"]
    found = [row.status for row in Duty.everything.order_by("id")]
    assert found == ["off", "off", "going", "going"]


def test_a_seat_is_not_given_while_it_is_taken_away() -> None:
    shift = write.create(Shift, {"name": "Late", "seats": 1}, by=MARA)
    outcome = at_once(
        lambda: write.edit(shift, {"seats": 0}, by=JON),
        lambda: write.create(Duty, {"shift": shift, "name": "a"}, by=MARA),
    )
    seats = Shift.everything.get().seats
    assert Duty.everything.filter(status="going").count() <= seats, outcome


def test_the_last_ones_are_taken_once() -> None:
    flour = write.create(Good, {"name": "Flour"}, by=MARA)
    write.create(Movement, {"good": flour, "quantity": 5}, by=MARA)
    takes = [
        lambda who=who: write.create(Movement, {"good": flour, "quantity": -2}, by=who)
        for who in (MARA, JON, MARA, JON)
    ]
    short = "There is not enough on hand."
    assert at_once(*takes) == [short, short, "done", "done"]
    assert Good.everything.get().on_hand == 1


def test_two_who_send_each_other_do_not_wait_for_ever() -> None:
    one, two = (write.create(Shed, {"name": name}, by=ADA) for name in ("North", "South"))
    bean = write.create(Seed, {"name": "Bean"}, by=ADA)
    for shed in (one, two):
        write.create(Parcel, {"seed": bean, "target": shed, "weight": 4}, by=MARA)
    ways = [(one, two), (two, one)] * 3
    sends = [
        lambda way=way: write.create(
            Parcel, {"seed": bean, "source": way[0], "target": way[1], "weight": 1}, by=MARA
        )
        for way in ways
    ]
    assert at_once(*sends) == ["done"] * 6
    assert [row.on_hand for row in ParcelBalance.everything.all()] == [4, 4]


def saves(row: Any, model: Any, link: str, *several: Line) -> Callable[[], Any]:
    """Somebody who saves a row's form with these lines in it."""
    return lambda: edit(row, {}, [Lines(model, link, several)], by=MARA)


def test_of_two_who_save_one_line_the_second_loses_nothing_and_keeps_nothing() -> None:
    shift = write.create(Shift, {"name": "Late", "seats": 9}, by=MARA)
    line = write.create(Duty, {"shift": shift, "name": "Ada"}, by=MARA)
    forms = [
        saves(
            shift, Duty, "shift",
            Line(1, {"name": name}, line.pk, line.updated_at), Line(2, {"name": f"With {name}"}),
        )
        for name in ("Bea", "Jon", "Tom")
    ]  # fmt: skip
    assert at_once(*forms) == ["", "", "done"]
    first, second = Duty.everything.order_by("pk")
    assert second.name == f"With {first.name}"


def test_seats_are_given_once_to_the_lines_of_two_forms() -> None:
    shift = write.create(Shift, {"name": "Late", "seats": 3}, by=MARA)
    forms = [
        saves(shift, Duty, "shift", *(Line(n, {"name": f"{who}{n}"}) for n in (1, 2)))
        for who in "abcd"
    ]
    assert at_once(*forms) == ["done"] * 4
    assert Duty.everything.filter(status="going").count() == 3
    assert Duty.everything.filter(status="waiting").count() == 5


def test_two_forms_whose_lines_take_the_same_in_another_order_do_not_wait_for_ever() -> None:
    sheds = [write.create(Shed, {"name": name}, by=ADA) for name in ("North", "South")]
    seeds = [write.create(Seed, {"name": name}, by=ADA) for name in ("Bean", "Pea")]
    for seed in seeds:
        write.create(Parcel, {"seed": seed, "target": sheds[0], "weight": 3}, by=MARA)
    forms = [
        saves(shed, Parcel, "target", *(
            Line(n, {"seed": seed, "source": sheds[0], "weight": 2}) for n, seed in enumerate(order)
        ))
        for shed, order in zip(
            [write.create(Shed, {"name": name}, by=ADA) for name in ("East", "West")],
            (seeds, seeds[::-1]),
            strict=True,
        )
    ]  # fmt: skip
    assert at_once(*forms) == ["", "done"]
    kept = ParcelBalance.everything.order_by("on_hand").values_list("on_hand", flat=True)
    assert list(kept) == [1, 1, 2, 2]
