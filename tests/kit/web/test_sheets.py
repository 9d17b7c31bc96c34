"""Sheets: rows as they are printed, by a body or with all fields, under the person's rights."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

import site_kit as kit
from site_kit.records import HistoryLine
from site_kit.registry import only_here
from site_kit.testing.html import read
from site_kit.web.sheets import filled
from tests.kit.lab.deeds import Trip
from tests.kit.web.workshop import WorkshopCase, page_of, said

with only_here():

    class TripsPage(kit.Table):
        model = Trip
        columns = ("name", "day", "guide")


class SheetCase(WorkshopCase):
    pages = [TripsPage]
    entities = [Trip]

    def setUp(self) -> None:
        self.trip = self.ines.creates(
            Trip, name="North *face*", day=date(2026, 3, 11), guide=self.jon, secret="A **cave**"
        )

    def sheets(self, answer: Any) -> list[Any]:
        assert answer.status_code == 200, answer.content.decode()
        return page_of(answer).all("data-sheet")


class SheetTests(SheetCase):
    def test_the_button_leads_to_it_and_nothing_is_written(self) -> None:
        lines = HistoryLine.objects.count()
        button = self.mara.opens("trips").root.first("data-action", "slip")
        assert button is not None
        address = button.attributes["href"]
        (sheet,) = self.sheets(self.asks(self.mara, address))
        assert sheet.text.startswith("North *face* With Jon Vale on ")
        assert HistoryLine.objects.count() == lines

    def test_its_paths_are_filled_as_people_read_them(self) -> None:
        (sheet,) = self.sheets(self.asks(self.ines, f"/trip/{self.trip.pk}/do/slip/"))
        assert "With Jon Vale on 11 Mar 2026" in sheet.text
        assert f"https://tool.example/trip/{self.trip.pk}/" in sheet.text
        tags = [one.tag for one in sheet]
        assert "em" not in tags
        assert tags.count("strong") == 2  # the body's own, and that of the long text

    def test_every_date_says_its_year(self) -> None:
        with only_here():

            class DatesTrip(kit.Print):
                model = Trip
                body = "{day} | {created_at} | {until} | {state}"

            (sheet,) = self.sheets(self.asks(self.ines, f"/trip/{self.trip.pk}/do/dates/"))
        assert sheet.text == "11 Mar 2026 | 11 Mar 2026, 10:00 | | Planned"

    def test_what_one_may_not_see_stays_empty(self) -> None:
        (sheet,) = self.sheets(self.asks(self.mara, f"/trip/{self.trip.pk}/do/slip/"))
        assert "cave" not in sheet.text
        (sheet,) = self.sheets(self.asks(self.ines, f"/trip/{self.trip.pk}/do/slip/"))
        assert "A cave" in sheet.text

    def test_without_a_body_it_has_the_fields_of_the_rows_own_page(self) -> None:
        (sheet,) = self.sheets(self.asks(self.ines, f"/trip/{self.trip.pk}/do/print/"))
        shown = {one.attributes["data-col"] for one in sheet.all("data-col")}
        assert {"day", "guide", "secret", "state"} <= shown

    def test_the_ticked_rows_each_on_its_own_sheet_in_one_query_for_all(self) -> None:
        other = self.ines.creates(Trip, name="South")
        rows = [self.trip.pk, other.pk]
        with self.assertNumQueries(2):
            answer = self.posts(self.mara, "/trip/do/slip/", {"rows": rows, "_next": "/trips/"})
        found = [one.attributes["aria-label"] for one in self.sheets(answer)]
        assert found == ["North *face*", "South"]
        assert page_of(answer).first("href", "/trips/") is not None

    def test_only_who_may(self) -> None:
        address = f"/trip/{self.trip.pk}/do/print/"
        assert "print" not in self.mara.sees(self.trip).buttons()
        assert said(self.asks(self.mara, address)) == "Only planners may print trips."
        assert self.posts(self.mara, address, {}).status_code == 403
        assert self.posts(self.ines, "/trip/do/print/", {"rows": self.trip.pk}).status_code == 404

    def test_a_program_is_told_which_it_may_print(self) -> None:
        address, body = "/trip/do/slip/", json.dumps({"rows": [self.trip.pk, 999]})
        client = self.client_of(self.mara)
        told = client.post(address, body, content_type="application/json")
        assert told.json() == {"ids": [self.trip.pk]}


@pytest.mark.parametrize(
    ("body", "value", "drawn"),
    [
        ("# {a}", "<b>x</b> & *y*", "<h2>&lt;b&gt;x&lt;/b&gt; &amp; *y*</h2>"),
        ("{a}", "# no heading", "<p># no heading</p>"),
        ("{a} and {a}", "1", "<p>1 and 1</p>"),
        ("{b}", "gone", "<p></p>"),
        ("[{a}](https://x.example/{a})", 'q" onclick="x', None),
        ("\ue0000\ue001{a}", "1", "<p>01</p>"),
    ],
)
def test_values_are_only_values(body: str, value: str, drawn: str | None) -> None:
    found = str(filled(body, {"a": value}, set()))
    assert drawn in (None, found)
    names = {name for one in read(found) for name in one.attributes}
    assert names <= {"href", "rel"}
