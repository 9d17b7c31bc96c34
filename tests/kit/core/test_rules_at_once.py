"""Rules that look at other rows, when two requests come in the same moment on real connections."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from site_kit import write
from tests.kit.core.conftest import NOW
from tests.kit.core.test_concurrency import JON, MARA, at_once, people
from tests.kit.lab.booked import Meeting, Room, Stay

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
