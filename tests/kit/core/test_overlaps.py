"""No two rows at the same time: by the minute half-open, by the day with both ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction

from site_kit import bulk, write
from site_kit.actions import action_named
from site_kit.asker import TOOL, acting
from site_kit.errors import Invalid
from site_kit.overlaps import Booking
from site_kit.records import Run
from tests.kit.core.conftest import NOW, Cast
from tests.kit.lab.booked import Meeting, Room, Stay

TAKEN = {"starts_at": ["The room is taken at that time."]}


@pytest.fixture
def red(make: Any) -> Room:
    return make(Room, name="Red room")


def at(hour: float | None) -> datetime | None:
    return None if hour is None else NOW.replace(hour=0) + timedelta(hours=hour)


def errors_of(do: Any) -> dict[str, list[str]]:
    try:
        do()
    except Invalid as refused:
        return refused.errors
    return {}


@pytest.mark.parametrize(
    ("there", "asked", "taken"),
    [
        ((9, 10), (10, 11), False),
        ((9, 10), (8, 9), False),
        ((9, 10), (9.5, 9.75), True),
        ((9, 10), (8, 11), True),
        ((9, 10), (9, 10), True),
        ((9, None), (12, 13), True),
        ((9, None), (8, 9), False),
        ((9, 10), (8, None), True),
        ((9, 10), (10, None), False),
        ((9, 10), (None, None), False),
        ((9, 10), (None, 9.5), False),
        ((9, 10), (9.5, 9.5), False),
    ],
)
def test_moments_are_half_open_and_an_empty_end_is_open(
    cast: Cast, red: Room, make: Any, there: Any, asked: Any, taken: bool
) -> None:
    make(Meeting, room=red, starts_at=at(there[0]), ends_at=at(there[1]))
    values = {"room": red, "starts_at": at(asked[0]), "ends_at": at(asked[1])}
    found = errors_of(lambda: write.create(Meeting, values, by=cast.mara))
    assert found == (TAKEN if taken else {})


@pytest.mark.parametrize(
    ("there", "asked", "taken"),
    [
        ((2, 4), (4, 5), True),
        ((2, 4), (5, 5), False),
        ((2, 4), (3, 3), True),
        ((2, None), (9, 9), True),
        ((2, 4), (1, None), True),
    ],
)
def test_of_days_both_belong(
    cast: Cast, red: Room, make: Any, there: Any, asked: Any, taken: bool
) -> None:
    first, last, start, end = (day and date(2026, 3, day) for day in (*there, *asked))
    make(Stay, room=red, first=first, last=last)
    values = {"room": red, "first": start, "last": end}
    found = errors_of(lambda: write.create(Stay, values, by=cast.mara))
    assert found == ({"first": ["This time is taken."]} if taken else {})


def test_other_rooms_no_room_and_what_is_off_stand_in_nobodys_way(
    cast: Cast, red: Room, make: Any
) -> None:
    make(Meeting, room=red, starts_at=at(9), ends_at=at(10))
    time = {"starts_at": at(9), "ends_at": at(10)}
    write.create(Meeting, {"room": make(Room, name="Blue"), **time}, by=cast.mara)
    write.create(Meeting, time, by=cast.mara)
    write.create(Meeting, time, by=cast.mara)
    off = write.create(Meeting, {"room": red, "off": True, **time}, by=cast.mara)
    call = action_named(Meeting, "take_place")
    assert call is not None
    assert errors_of(lambda: write.edit(off, {"off": False}, by=cast.mara)) == TAKEN
    assert errors_of(lambda: write.run(call, off, {}, by=cast.mara)) == TAKEN
    (outcome,) = bulk.run_on_all(call, [off], {}, by=cast.mara)
    assert outcome.error == TAKEN["starts_at"][0]


def test_an_edit_of_its_own_time_is_no_overlap_with_itself(cast: Cast, red: Room) -> None:
    values = {"room": red, "starts_at": at(9), "ends_at": at(10)}
    meeting = write.create(Meeting, values, by=cast.mara)
    assert write.edit(meeting, {"ends_at": at(11)}, by=cast.mara).ends_at == at(11)


def test_a_hidden_row_takes_its_time_too(cast: Cast, red: Room) -> None:
    values = {"room": red, "starts_at": at(9), "ends_at": at(10)}
    write.create(Meeting, values, by=cast.mara)
    assert errors_of(lambda: write.create(Meeting, values, by=cast.jon)) == TAKEN


def test_an_end_before_the_start_is_said_beside_it(cast: Cast, red: Room) -> None:
    values = {"room": red, "starts_at": at(9), "ends_at": at(8)}
    found = errors_of(lambda: write.create(Meeting, values, by=cast.mara))
    assert found == {"ends_at": ["This is before the start."]}


def test_a_row_that_comes_back_finds_its_time_taken(cast: Cast, red: Room) -> None:
    from site_kit.records import HistoryLine

    stay = write.create(Stay, {"room": red, "first": "2026-03-02"}, by=cast.mara)
    write.delete(stay, by=cast.mara)
    write.create(Stay, {"room": red, "first": "2026-03-05"}, by=cast.mara)
    line = HistoryLine.objects.get(action="deleted")
    found = errors_of(lambda: write.restore(line, Stay, by=cast.mara))
    assert found == {"first": ["This time is taken."]}


def test_an_automation_is_held_to_it_and_says_so_in_its_run(cast: Cast, red: Room) -> None:
    write.create(Stay, {"room": red, "first": "2026-03-02"}, by=cast.mara)
    write.edit(red, {"name": "Red hall"}, by=cast.mara)
    assert Run.objects.get().error == "This time is taken."
    assert Stay.everything.count() == 1


def test_the_database_holds_it_by_itself(make: Any, red: Room, cast: Cast) -> None:
    make(Meeting, room=red, starts_at=at(9), ends_at=at(10))
    with pytest.raises(IntegrityError, match="meeting_once"), transaction.atomic():
        make(Meeting, room=red, starts_at=at(9), ends_at=at(10))
    with pytest.raises(DataError), transaction.atomic():
        make(Meeting, room=red, starts_at=at(9), ends_at=at(8))


@pytest.mark.parametrize(
    ("since", "until", "free"),
    [
        (10, 11, True),
        (8, 9, True),
        (9, 9, False),
        (8, None, False),
        (10, None, True),
        (9.5, 12, False),
    ],
)
def test_a_room_is_free_when_the_database_would_let_it_be_taken(
    cast: Cast, red: Room, make: Any, since: Any, until: Any, free: bool
) -> None:
    make(Meeting, room=red, starts_at=at(9), ends_at=at(10))
    make(Meeting, room=red, starts_at=at(0), ends_at=None, off=True)
    booking = Booking.of("meeting", Room)
    assert booking is not None
    start = at(since)
    assert start is not None
    with acting(cast.jon):
        found = Room.objects.filter(booking.free(start, at(until))).exists()
    assert found is free


def test_of_days_a_room_is_free_before_and_after(cast: Cast, red: Room, make: Any) -> None:
    make(Stay, room=red, first=date(2026, 3, 2), last=date(2026, 3, 4))
    booking = Booking.of("stay", Room)
    assert booking is not None
    with acting(TOOL):
        for first, last, free in ((1, 1, True), (1, 2, False), (4, 9, False), (5, 9, True)):
            asked = booking.free(date(2026, 3, first), date(2026, 3, last))
            assert Room.objects.filter(asked).exists() is free


def test_what_nothing_keeps_apart_is_never_booked() -> None:
    assert Booking.of("meeting", Meeting) is None
    assert Booking.of("project", Room) is None
    assert Booking.of("nothing", Room) is None
