"""Who gets in, from where, and what an error looks like to a person and to a program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import OperationalError
from django.test import Client

import site_kit as kit
from site_kit.asker import ENVIRON_KEY
from site_kit.registry import only_here
from site_kit.testing import Player
from site_kit.web import views
from tests.kit.lab.models import LogLine, Measure, Project, Salary
from tests.kit.web.workshop import WorkshopCase, page_of, said

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name",)

    class PayPage(kit.Table):
        """What people earn."""

        model = Salary

    class PlansPage(kit.Table):
        model = Project
        open_to = ("planner",)
        home_for = ("planner",)

    class LogPage(kit.Form):
        model = LogLine

    class MeasuresPage(kit.Table):
        model = Measure
        home_for = ("member",)


ADDRESSES = (
    "/",
    "/projects/",
    "/projects/export.csv",
    "/projects/export.xlsx",
    "/project/new/",
    "/project/1/",
    "/project/1/edit/",
    "/project/1/delete/",
    "/project/1/do/start/",
    "/project/1/comment/",
    "/project/1/file/paper/",
    "/project/do/close/",
    "/nothing/",
)


class DoorCase(WorkshopCase):
    pages = [ProjectsPage, PayPage, PlansPage, LogPage, MeasuresPage]


class WhoTests(DoorCase):
    def answers(self, player: Any, address: str) -> list[Any]:
        """What a page says to somebody who opens it, and who sends to it where it takes that."""
        sent = self.posts(player, address, {})
        return [self.asks(player, address), *([sent] if sent.status_code != 405 else [])]

    def test_nobody_is_asked_to_sign_in_everywhere(self) -> None:
        for address in ADDRESSES:
            for answer in self.answers(self.nobody, address):
                assert answer.status_code == 401, address
                assert said(answer) == "Sign in to open this tool."

    def test_somebody_who_is_not_let_in_is_told_so_everywhere(self) -> None:
        for address in ADDRESSES:
            for answer in self.answers(self.otto, address):
                assert answer.status_code == 403, address
                assert said(answer) == "This tool is not open to you."

    def test_a_stranger_reads_no_more_than_the_tools_name(self) -> None:
        text = page_of(self.asks(self.otto, "/projects/")).text
        assert "Projects" not in text
        assert "Invoice matching" in text

    def test_no_header_makes_somebody_a_person(self) -> None:
        client = Client(headers={"Site-Kit-Asker": "1", "X-Visitor": "ada"})
        assert client.get("/projects/", **{f"HTTP_{ENVIRON_KEY}": "ada"}).status_code == 401

    def test_an_asker_that_is_no_asker_is_nobody(self) -> None:
        assert Client(**{ENVIRON_KEY: "ada"}).get("/projects/").status_code == 401


class PageRightTests(DoorCase):
    def navigation(self, player: Player) -> list[str]:
        page = page_of(self.asks(player, "/measures/"))
        bar = next(one for one in page if one.attributes.get("aria-label") == "Pages")
        return [one.text for one in bar if one.tag == "a"]

    def test_the_navigation_has_what_a_person_may_open(self) -> None:
        assert self.navigation(self.mara) == ["Projects", "Log", "Measures"]
        assert self.navigation(self.ines) == ["Projects", "Plans", "Log", "Measures"]
        assert self.navigation(self.ada) == ["Projects", "Pay", "Plans", "Log", "Measures"]

    def test_a_page_of_rows_that_are_not_mine_says_whose_they_are(self) -> None:
        answer = self.asks(self.mara, "/pay/")
        assert (answer.status_code, said(answer)) == (403, "Only hrs may view salarys.")

    def test_a_page_for_some_roles_says_so(self) -> None:
        answer = self.asks(self.mara, "/plans/")
        assert (answer.status_code, said(answer)) == (403, "Plans is not open to you.")

    def test_home_goes_by_role_and_declared_roles_go_first(self) -> None:
        for player, title in ((self.ines, "Plans"), (self.mara, "Measures")):
            head = next(one for one in page_of(self.asks(player, "/")) if one.tag == "h1")
            assert head.text == title

    def test_a_tool_without_a_page_for_me_says_so(self) -> None:
        with only_here() as declared:
            declared.pages = [PayPage]
            answer = self.asks(self.mara, "/")
        assert answer.status_code == 403
        assert said(answer).startswith("No page of this tool is open to you.")

    def test_a_refusal_leads_back_to_where_one_came_from_or_to_the_row(self) -> None:
        row = self.project("Apple", stage="over", lead=self.mara.person)
        address = f"/project/{row.pk}/edit/"
        for referer, leads in (
            ("http://testserver/projects/?q=a", "/projects/?q=a"),
            (f"http://testserver{address}", f"/project/{row.pk}/"),
            ("https://elsewhere.example/", f"/project/{row.pk}/"),
        ):
            answer = self.posts(self.mara, address, {"name": "B"}, headers={"Referer": referer})
            links = [one.attributes["href"] for one in page_of(answer).all("class", "btn primary")]
            assert links == [leads]

    def test_an_address_that_leads_nowhere_says_so(self) -> None:
        for address in ("/ghost/", "/project/999999/", "/a/b/c/", "/Projects/", "/project/1x/"):
            answer = self.asks(self.ada, address)
            assert answer.status_code == 404, address
            assert said(answer), address


class CrossTests(DoorCase):
    """A form of another site does nothing here."""

    def send(self, **headers: str) -> int:
        client = self.client_of(self.mara)
        answer = client.post("/log/", {"text": "Hello"}, headers=headers)
        return int(answer.status_code)

    def test_from_another_origin_it_is_refused(self) -> None:
        for headers in (
            {"Origin": "https://elsewhere.example"},
            {"Origin": "null"},
            {"Origin": "http://testserver.elsewhere.example"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            assert self.send(**headers) == 403, headers
        assert not LogLine.everything.exists()

    def test_from_here_it_is_done(self) -> None:
        assert self.send(**{"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}) == 302
        assert self.send(**{"Sec-Fetch-Site": "none"}) == 302
        assert LogLine.everything.count() == 2

    def test_reading_from_elsewhere_is_a_link(self) -> None:
        client = self.client_of(self.mara)
        assert client.get("/projects/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


class ProgramTests(DoorCase):
    """The same addresses take and give JSON."""

    def call(self, player: Player, address: str, body: Any) -> Any:
        text = body if isinstance(body, str) else json.dumps(body)
        return self.client_of(player).post(address, text, content_type="application/json")

    def test_a_row_is_made_and_its_number_given(self) -> None:
        answer = self.call(self.mara, "/project/new/", {"name": "Apple"})
        assert answer.json() == {"id": Project.everything.get().pk}

    def test_errors_come_by_field(self) -> None:
        answer = self.call(self.mara, "/project/new/", {"name": ""})
        assert answer.status_code == 422
        assert answer.json()["errors"] == {"name": ["This field is required."]}

    def test_refusals_come_with_a_stable_id(self) -> None:
        row = self.project("Apple")
        answer = self.call(self.mara, f"/project/{row.pk}/delete/", {})
        assert answer.status_code == 403
        assert answer.json()["id"] == "refused"
        assert answer.json()["error"] == "Only admins may delete projects."

    def test_what_is_no_object_is_said(self) -> None:
        for body in ("{", "[1]", '"text"', "1"):
            answer = self.call(self.mara, "/project/new/", body)
            assert answer.status_code == 422, body
            assert answer.json()["error"] == "Send a JSON object of field and value."

    def test_many_rows_at_once_by_number(self) -> None:
        mine = self.project("Mine", lead=self.mara.person)
        other = self.project("Other", lead=self.jon.person)
        answer = self.call(self.mara, "/project/do/close/", {"rows": [mine.pk, other.pk]})
        assert answer.json()["ids"] == [mine.pk]
        assert list(answer.json()["errors"]) == [str(other.pk)]


@contextmanager
def failing(error: Exception) -> Iterator[None]:
    """Every page of rows fails like this."""

    def fail(*_: object) -> None:
        raise error

    served = tuple((kind, fail) for kind, _ in views.SERVED)
    with patch.object(views, "SERVED", served):
        yield


class Slow(Exception):
    sqlstate = "57014"


class FailureTests(DoorCase):
    def test_a_statement_that_was_cut_says_what_to_do(self) -> None:
        error = OperationalError("canceling statement due to statement timeout")
        error.__cause__ = Slow()
        with failing(error):
            answer = self.asks(self.mara, "/projects/")
        assert answer.status_code == 503
        assert said(answer).startswith("This took too long and was stopped.")

    def test_a_mistake_of_the_tool_shows_no_trace(self) -> None:
        client = self.client_of(self.mara)
        client.raise_request_exception = False
        with failing(ZeroDivisionError("the secret of the tool")):
            answer = client.get("/projects/")
        assert answer.status_code == 500
        assert said(answer) == "Something in this tool went wrong. Nothing was changed."
        assert b"secret of the tool" not in answer.content


class HeaderTests(DoorCase):
    def test_every_page_forbids_what_it_does_not_need(self) -> None:
        answer = self.asks(self.mara, "/projects/")
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies

    def test_no_page_has_script_or_style_inside(self) -> None:
        row = self.project("Apple")
        for address in ("/projects/", f"/project/{row.pk}/", "/project/new/", "/ghost/"):
            for one in page_of(self.asks(self.ada, address)):
                assert "style" not in one.attributes, address
                assert not [name for name in one.attributes if name.startswith("on")], address
                assert one.tag != "style", address
                assert one.tag != "script" or one.attributes["src"].startswith("/static/")

    def test_the_owner_is_led_to_the_portal_and_nobody_else(self) -> None:
        address = "https://portal.example/tools/plans/"
        with self.settings(SITE_KIT={"portal_address": address}):
            for player, led in ((self.ada, True), (self.mara, False)):
                page = page_of(self.asks(player, "/projects/"))
                links = [one.text for one in page.all("href", address)]
                assert ("Change this tool" in links) is led
