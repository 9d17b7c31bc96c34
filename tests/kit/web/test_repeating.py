"""The form of a series, and the pages that copies and series lead to."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import site_kit as kit
from site_kit.registry import only_here
from tests.kit.lab.deeds import Stop, Trip
from tests.kit.web.workshop import WorkshopCase, errors, page_of, toast_after

with only_here():

    class TripsPage(kit.Table):
        model = Trip
        columns = ("name", "day", "guide")


class TripCase(WorkshopCase):
    pages = [TripsPage]
    entities = [Trip, Stop]

    def setUp(self) -> None:
        self.trip = self.ines.creates(Trip, name="North", day=date(2026, 3, 11), guide=self.jon)

    def repeats(self, **values: Any) -> Any:
        return self.posts(self.ines, f"/trip/{self.trip.pk}/do/repeat/", values)


class CopyTests(TripCase):
    def test_a_copy_is_told_of_and_opens(self) -> None:
        answer = self.posts(self.ines, f"/trip/{self.trip.pk}/do/copy/", {})
        made = Trip.everything.latest("pk")
        assert answer["Location"].startswith(f"/trip/{made.pk}/")
        assert toast_after(self, self.ines, answer) == "A copy of North was added."

    def test_only_those_have_the_button_who_may_make_one(self) -> None:
        assert {"copy", "repeat", "give"} <= set(self.ines.sees(self.trip).buttons())
        assert set(self.mara.sees(self.trip).buttons()) & {"copy", "repeat", "give"} == {"give"}


class SeriesTests(TripCase):
    def test_its_form_asks_how_often_until_when_and_for_whom(self) -> None:
        page = self.ines.visits(f"/trip/{self.trip.pk}/do/repeat/").root
        asked = [one.attributes["data-field"] for one in page.all("data-field")]
        assert asked == ["every", "weekdays", "until", "times", "guide", "party", "meal"]
        guides = page.first("data-field", "guide")
        assert guides is not None
        assert [one.attributes["type"] for one in guides.all("name", "guide")] == ["checkbox"] * 5
        assert "checked" not in str([one.attributes for one in guides.all("name", "guide")])

    def test_it_makes_the_rows_and_says_how_many(self) -> None:
        answer = self.repeats(every="week", times="2", _next="/trips/")
        assert answer["Location"].startswith("/trips/")
        assert toast_after(self, self.ines, answer) == "2 trips like North added."
        days = [str(row.day) for row in Trip.everything.order_by("day")]
        assert days == ["2026-03-11", "2026-03-18", "2026-03-25"]

    def test_for_each_that_is_ticked(self) -> None:
        people = [self.mara.person.pk, self.jon.person.pk]
        self.repeats(every="once", guide=people)
        assert [row.guide_id for row in Trip.everything.order_by("pk")] == [4, 3]

    def test_what_is_wrong_stands_beside_it_and_what_was_typed_is_kept(self) -> None:
        answer = self.repeats(every="weekdays", until="soon", guide="3")
        assert errors(answer)["until"] == ["Write a date, such as 2026-11-20."]
        assert answer.status_code == 422
        page = page_of(answer)
        chosen = [one.attributes["value"] for one in page.all("checked")]
        assert chosen == ["3"]
        assert errors(self.repeats(every="weekdays", times="2"))["weekdays"]

    def test_what_is_refused_is_named_and_the_rest_is_offered(self) -> None:
        self.ines.creates(Trip, name="South", day=date(2026, 3, 18), guide=self.jon)
        answer = self.repeats(every="week", times="3")
        assert errors(answer) == {"": ["2026-03-18: This guide is out on that day."]}
        page = page_of(answer)
        offered = page.first("name", "_rest")
        assert offered is not None
        assert offered.text == "Make the other 2"
        assert "One would be refused" in page.text
        assert Trip.everything.count() == 2
        answer = self.repeats(every="week", times="3", _rest="yes")
        told = toast_after(self, self.ines, answer)
        assert told == "2 trips like North added. Not made: 1."

    def test_a_program_says_the_same_words(self) -> None:
        told = self.sends({"every": "week", "until": "2026-03-25", "guide": [3]})
        assert (len(told.json()["ids"]), told.json()["refused"]) == (3, [])
        assert self.sends({"every": "week"}).json()["errors"].keys() == {"until"}

    def test_who_may_not_make_one_finds_no_form(self) -> None:
        address = f"/trip/{self.trip.pk}/do/repeat/"
        assert self.asks(self.mara, address).status_code == 403
        assert self.posts(self.mara, address, {"every": "once"}).status_code == 403

    def sends(self, values: dict[str, Any]) -> Any:
        address, body = f"/trip/{self.trip.pk}/do/repeat/", json.dumps(values)
        return self.client_of(self.ines).post(address, body, content_type="application/json")
