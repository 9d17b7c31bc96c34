"""Rows that are free from … to …: a filter of a page, by the rule that keeps bookings apart."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

import site_kit as kit
from site_kit.registry import only_here
from site_kit.web.checks import problems_of
from tests.kit.lab.booked import Meeting, Room, Stay
from tests.kit.web.workshop import WorkshopCase, errors, page_of

with only_here():

    class RoomsPage(kit.Table):
        """Every room."""

        model = Room
        columns = ("name",)
        filters = ("name", "free(meeting)", "free(stay)")

    class StaysPage(kit.Table):
        """Every stay."""

        model = Stay


BOTH = ["Blue", "Red"]


class FreeRooms(WorkshopCase):
    pages: ClassVar[list[type[Any]]] = [RoomsPage, StaysPage]
    entities = (Room, Meeting, Stay)

    def setUp(self) -> None:
        self.red = Room.everything.create(name="Red")
        self.blue = Room.everything.create(name="Blue")
        times = {"starts_at": self.now, "ends_at": self.now + timedelta(hours=1)}
        Meeting.everything.create(room=self.red, **times)
        Stay.everything.create(room=self.blue, first=date(2026, 3, 12), last=date(2026, 3, 14))

    def rooms(self, query: str) -> list[str]:
        page = page_of(self.asks(self.mara, f"/rooms/?{query}"))
        return sorted(one.text.split()[0] for one in page.all("data-row"))

    def test_from_to(self) -> None:
        for query, expected in (
            ("free.meeting.from=2026-03-11T10:30&free.meeting.to=2026-03-11T12:00", ["Blue"]),
            ("free.meeting.from=2026-03-11T11:00&free.meeting.to=2026-03-12T12:00", BOTH),
            ("free.meeting.from=2026-03-11T10:59", ["Blue"]),
            ("free.meeting.from=2026-03-11T11:00", BOTH),
            ("free.meeting.to=2026-03-11T10:30", ["Blue"]),
            ("free.meeting.to=2026-03-10T10:30", BOTH),
            ("free.meeting.from=soon", BOTH),
            ("free.meeting.from=2026-13-11T10:00", BOTH),
            ("free.stay.from=2026-03-14&free.stay.to=2026-03-20", ["Red"]),
            ("free.stay.from=2026-03-15", BOTH),
            ("free.stay.to=2026-03-12", ["Red"]),
            ("free.stay.from=2026-03-13&free.meeting.from=2026-03-11T10:00", []),
        ):
            with self.subTest(query):
                assert self.rooms(query) == expected

    def test_the_controls_take_moments_and_days_and_say_what_they_are_set_to(self) -> None:
        query = "free.meeting.from=2026-03-11T10:30&free.stay.from=2026-03-14"
        answer = self.asks(self.mara, f"/rooms/?{query}").content.decode()
        assert 'name="free.meeting.from" value="2026-03-11T10:30"' in answer
        assert answer.count('type="datetime-local"') == 2
        assert "Free of meetings: today, 10:30" in answer
        assert "Free of stays: " in answer

    def test_a_form_says_it_beside_the_start(self) -> None:
        sent = {"room": self.blue.pk, "first": "2026-03-14", "last": "2026-03-15"}
        answer = self.posts(self.mara, "/stay/new/", sent)
        assert answer.status_code == 422
        assert errors(answer) == {"first": ["This time is taken."]}


def test_a_filter_of_what_nothing_keeps_apart_is_refused() -> None:
    with only_here():
        wrong = type("Wrong", (kit.Table,), {"model": Room, "filters": ("free(project)",)})
    (found,) = problems_of(wrong)
    assert "has no kit.NoOverlap with Room in per" in found.msg
