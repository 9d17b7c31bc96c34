"""Rows as programs read and write them: shapes of values, lists, errors sorted by who must act."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from site_kit.records import HistoryLine
from tests.kit.lab.booked import Room
from tests.kit.lab.models import LogLine, Measure, Project, Task
from tests.kit.lab.worded import Tally
from tests.kit.web.programs import ProgramCase
from tests.kit.web.workshop import ProjectsPage


class ReadTests(ProgramCase):
    pages = [ProjectsPage]

    def test_a_row_as_json(self) -> None:
        parent = self.project("Parent")
        row = self.project(
            "Apple",
            lead=self.jon.person,
            stage="running",
            tags=["red"],
            budget="4812.5",
            starts_on=self.today,
            parent=parent,
            created_by=self.ada.person,
        )
        row.members.set([self.mara.person, self.ines.person])
        said = self.sends(self.ada, "GET", f"project/{row.pk}/").said
        expected = {
            "id": row.pk,
            "_title": "Apple",
            "name": "Apple",
            "lead": "jon@acme.example",
            "members": ["ines@acme.example", "mara@acme.example"],
            "stage": "running",
            "tags": ["red"],
            "budget": "4812.50",
            "starts_on": "2026-03-11",
            "ends_on": None,
            "parent": parent.pk,
            "paper": None,
            "open_tasks": 0,
            "late": False,
            "created_by": "ada@acme.example",
        }
        assert {name: said[name] for name in expected} == expected
        assert "edit" in said["_may"]

    def test_each_kind_of_value(self) -> None:
        row = Measure.everything.create(
            whole=3,
            exact=Decimal("1.5"),
            flag=True,
            mood="good",
            at=datetime(2026, 3, 11, 9, 30, tzinfo=UTC),
            clock="14:30",
            owner=self.mara.person,
        )
        said = self.sends(self.mara, "GET", f"measure/{row.pk}/").said
        found = {n: said[n] for n in ("whole", "exact", "flag", "at", "clock", "owner", "half")}
        assert found == {
            "whole": 3,
            "exact": "1.500",
            "flag": True,
            "at": "2026-03-11T10:30:00+01:00",
            "clock": "14:30:00",
            "owner": "mara@acme.example",
            "half": found["half"],
        }
        assert Decimal(found["half"]) == Decimal("1.5")

    def test_what_is_read_can_be_sent_back(self) -> None:
        row = self.sends(
            self.mara,
            "POST",
            "measure/",
            {"whole": 3, "exact": "1.5", "day": "2026-11-20", "owner": "mara@acme.example"},
        )
        assert row.status == 201
        assert row.headers["Location"] == f"/api/v1/measure/{row.said['id']}/"
        own = {"label", "half", "rounded", "created_at", "created_by", "updated_by"}
        back = {n: v for n, v in row.said.items() if n not in own and n[0] != "_" and n != "id"}
        again = self.sends(self.mara, "PATCH", f"measure/{row.said['id']}/", back)
        assert again.status == 200, again
        assert again.said == row.said

    def test_a_file_is_named_and_fetched(self) -> None:
        row = self.project("Apple", paper="files/abc/plan.pdf")
        said = self.sends(self.ada, "GET", f"project/{row.pk}/").said["paper"]
        assert said["name"] == "plan.pdf"
        answer = self.asks(self.ada, said["href"])
        assert answer["X-Site-File"] == "files/abc/plan.pdf"


class ListTests(ProgramCase):
    pages = [ProjectsPage]

    def setUp(self) -> None:
        super().setUp()
        self.apple = self.project(
            "Apple", stage="running", budget=5, starts_on=self.today, lead=self.mara.person
        )
        self.bread = self.project("Bread", budget=50, parent=self.apple, tags=["red"])
        self.cake = self.project("Cake", budget=7, starts_on=self.yesterday, parent=self.apple)

    def test_filters(self) -> None:
        a, b, c = self.apple.pk, self.bread.pk, self.cake.pk
        cases: list[tuple[dict[str, object], list[int]]] = [
            ({}, [c, b, a]),
            ({"stage": "running"}, [a]),
            ({"stage": ["running", "idea"]}, [c, b, a]),
            ({"lead": "mara@acme.example"}, [a]),
            ({"lead": "me"}, []),
            ({"lead": "nobody@acme.example"}, []),
            ({"tags": "red"}, [b]),
            ({"parent": a}, [c, b]),
            ({"parent": "none"}, [a]),
            ({"budget.from": 6, "budget.to": 10}, [c]),
            ({"starts_on": "2026-03-11"}, [a]),
            ({"starts_on.to": "2026-03-10"}, [c]),
            ({"late": "no", "name": "ea"}, [b]),
            ({"q": "cak"}, [c]),
            ({"page": "projects", "count": "running"}, [a]),
        ]
        for asked, found in cases:
            with self.subTest(asked):
                assert self.lists(self.ada, "project", **asked).ids == found

    def test_sort_either_way(self) -> None:
        a, b, c = self.apple.pk, self.bread.pk, self.cake.pk
        assert self.lists(self.ada, "project", sort="budget").ids == [a, c, b]
        assert self.lists(self.ada, "project", sort="-budget").ids == [b, c, a]
        assert self.lists(self.ada, "project", page="projects").ids == [a, b, c]

    def test_pages_by_key_give_every_row_once(self) -> None:
        Project.everything.bulk_create(
            Project(name=f"P{n:03}", budget=n % 3 or None) for n in range(120)
        )
        for sort in ("name", "-budget", "starts_on"):
            found: list[int] = []
            asked: dict[str, object] = {"sort": sort, "limit": 50}
            while True:
                answer = self.lists(self.ada, "project", **asked)
                found += answer.ids
                if answer.said["next"] is None:
                    break
                asked["after"] = answer.said["next"]
            assert len(found) == len(set(found)) == 123, sort

    def test_what_cannot_be_asked_is_said(self) -> None:
        cases = {
            "nothing": "x",
            "name__regex": "x",
            "lead__email": "x",
            "created_by__name": "x",
            "parent.budget.from": "1",
            "sort": "nothing",
            "limit": "1000000000",
            "after": "e30",
            "page": "nothing",
            "count": "running",
            "stage": "gone",
            "budget.from": "much",
            "budget.to": "1x",
            "starts_on.from": "soon",
            "parent": "Apple",
        }
        for name, value in cases.items():
            with self.subTest(name):
                self.refused(self.lists(self.ada, "project", **{name: value}), 400, name)

    def test_a_field_called_like_a_word_of_the_list(self) -> None:
        """The list's own words win; the field is filtered by its id after `row.`."""
        a = Tally.everything.create(name="A", limit=50, count=5, sort="name").pk
        b = Tally.everything.create(name="B", limit=60, count=6, sort="else").pk
        cases: list[tuple[dict[str, object], list[int]]] = [
            ({"limit": 50}, [b, a]),
            ({"limit": 1}, [b]),
            ({"sort": "name"}, [a, b]),
            ({"sort": "-limit", "limit": 2}, [b, a]),
            ({"row.limit": 50}, [a]),
            ({"row.limit.from": 55, "limit": 1}, [b]),
            ({"row.count": 5}, [a]),
            ({"row.sort": "name", "sort": "name"}, [a]),
        ]
        for asked, found in cases:
            with self.subTest(asked):
                assert self.lists(self.mara, "tally", **asked).ids == found
        for name, value in {"count": 5, "sort": "else", "row.name": "A", "row.limit": "x"}.items():
            self.refused(self.lists(self.mara, "tally", **{name: value}), 400, name)

    def test_the_number_of_queries_does_not_grow(self) -> None:
        def ask() -> None:
            assert self.lists(self.ada, "project", sort="name", limit=200).status == 200

        with self.assertNumQueries(1):
            ask()
        for at in range(60):
            self.project(f"More {at}", lead=self.jon.person, parent=self.apple)
        with self.assertNumQueries(1):
            ask()


class WriteTests(ProgramCase):
    def test_a_row_is_made_changed_and_deleted(self) -> None:
        made = self.sends(
            self.mara, "POST", "measure/", {"whole": 1, "tags": ["good"], "helpers": ["me"]}
        )
        assert made.status == 201
        assert (made.said["whole"], made.said["helpers"]) == (1, ["mara@acme.example"])
        address = f"measure/{made.said['id']}/"
        changed = self.sends(self.mara, "PATCH", address, {"whole": 2, "owner": "jon@acme.example"})
        assert (changed.status, changed.said["whole"]) == (200, 2)
        assert changed.said["owner"] == "jon@acme.example"
        assert self.sends(self.mara, "DELETE", address).status == 204
        self.refused(self.sends(self.mara, "GET", address), 404)

    def test_history_says_by_which_way(self) -> None:
        row = self.mara.by("api").creates(Measure, whole=1)
        self.mara.by("api").edits(row, whole=2)
        self.mara.by("api").deletes(row)
        lines = HistoryLine.objects.filter(entity="measure").order_by("id")
        assert [(line.action, line.cause, line.by_id) for line in lines] == [
            ("created", "api", 3),
            ("edited", "api", 3),
            ("deleted", "api", 3),
        ]

    def test_an_action_with_what_it_needs(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        self.refused(self.sends(self.mara, "POST", f"project/{row.pk}/do/start/", {}), 422)
        started = self.sends(
            self.mara, "POST", f"project/{row.pk}/do/start/", {"starts_on": "2026-03-12"}
        )
        assert started.said["stage"] == "running"
        self.refused(
            self.sends(self.mara, "POST", f"project/{row.pk}/do/start/", {"name": "Else"}),
            422,
            "This is not asked for.",
        )
        self.refused(self.sends(self.mara, "POST", f"project/{row.pk}/do/nothing/", {}), 404)

    def test_an_action_that_makes_a_row_gives_it(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        made = self.sends(
            self.mara, "POST", f"project/{row.pk}/do/add_task/", {"name": "Pick", "hours": "1.5"}
        )
        task = Task.everything.get()
        assert (made.said["id"], made.said["project"]) == (task.pk, row.pk)
        assert made.said["hours"] == "1.50"

    def test_somebody_says_something(self) -> None:
        row = self.project("Apple")
        assert self.sends(self.mara, "POST", f"project/{row.pk}/comments/", {"text": "Hm."})
        said = self.sends(self.jon, "GET", f"project/{row.pk}/comments/").said
        assert [(one["by"], one["text"]) for one in said["comments"]] == [("Mara Lind", "Hm.")]
        for wrong in ({"text": ""}, {"text": 5}, {"text": "a", "by": "ada"}):
            self.refused(self.sends(self.mara, "POST", f"project/{row.pk}/comments/", wrong), 422)
        self.refused(self.sends(self.mara, "GET", "room/1/comments/"), 404)

    def test_a_change_that_came_between_is_not_undone(self) -> None:
        row = self.mara.creates(Measure, whole=1)
        seen = self.sends(self.mara, "GET", f"measure/{row.pk}/").said["updated_at"]
        Measure.everything.filter(pk=row.pk).update(updated_at=datetime(2026, 3, 12, tzinfo=UTC))
        said = {"whole": 2, "updated_at": seen}
        self.refused(self.sends(self.mara, "PATCH", f"measure/{row.pk}/", said), 409)
        for wrong in (None, 5, "yesterday", "2026-99-99T00:00"):
            said = {"whole": 2, "updated_at": wrong}
            self.refused(self.sends(self.mara, "PATCH", f"measure/{row.pk}/", said), 422)
        assert self.reload(row).whole == 1

    def test_nothing_is_written_that_the_tool_writes(self) -> None:
        row = self.mara.creates(Measure, whole=1)
        for name, value in {
            "id": 99,
            "created_by": "ada@acme.example",
            "created_at": "2020-01-01T00:00",
            "updated_by": "ada@acme.example",
        }.items():
            for method, address in (("POST", "measure/"), ("PATCH", f"measure/{row.pk}/")):
                answer = self.sends(self.mara, method, address, {name: value, "whole": 2})
                assert answer.status in (403, 422), (name, answer)
        assert self.reload(row).whole == 1
        assert Measure.everything.count() == 1

    def test_what_is_worked_out_is_not_taken(self) -> None:
        self.refused(
            self.sends(self.mara, "POST", "measure/", {"half": 3}), 422, "This is worked out"
        )

    def test_people_are_named_by_an_address_that_is_there(self) -> None:
        for who in ("Mara Lind", 3, "x@acme.example", ["mara@acme.example"], "\x00"):
            answer = self.sends(self.mara, "POST", "measure/", {"owner": who})
            self.refused(answer, 422)
            assert answer.errors == {"owner": ["Name a person by e-mail."]}


class RefusalTests(ProgramCase):
    def test_what_is_no_request(self) -> None:
        cases: list[tuple[dict[str, str], str, int]] = [
            ({}, "[1]", 400),
            ({}, "{", 400),
            ({}, "[" * 100_000, 400),
            ({}, '{"whole": NaN}', 400),
            ({}, '{"whole": ' + "9" * 5000 + "}", 400),
            ({"content_type": "text/plain"}, "{}", 415),
            ({"content_type": "application/x-www-form-urlencoded"}, "whole=1", 415),
            ({"content_type": "multipart/form-data; boundary=x"}, "--x--", 415),
            ({}, json.dumps({"text": "x" * 3_000_000}), 413),
        ]
        for headers, body, status in cases:
            with self.subTest(body[:20]):
                answer = self.sends(self.mara, "POST", "measure/", body, **headers)
                assert answer.status == status
                assert set(answer.said) == {"error", "id", "errors"}
        assert not Measure.everything.exists()

    def test_values_that_no_field_can_be(self) -> None:
        for value in ({}, [], {"a": 1}, "x" * 100, "\x00", "\ud800", 10**400, True):
            for name in ("whole", "day", "at", "clock", "twin", "mood", "tags", "helpers"):
                with self.subTest(name=name, value=str(value)[:20]):
                    answer = self.sends(self.mara, "POST", "measure/", {name: value})
                    assert answer.status in (201, 400, 422), answer

    def test_half_a_sign_is_no_text(self) -> None:
        row = self.mara.creates(Measure, whole=1)
        ask = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
        listing = {"name": "list_measure"}
        for method, address, said in (
            ("POST", "measure/", {"owner": "\ud800"}),
            ("POST", "measure/", {"helpers": ["\ud800@acme.example"]}),
            ("PATCH", f"measure/{row.pk}/", {"\ud800": 1}),
            ("POST", "/api/mcp", ask | {"params": listing | {"arguments": {"q": "\ud800"}}}),
            ("POST", "/api/mcp", ask | {"params": listing | {"arguments": {"owner": "\ud800@x"}}}),
        ):
            with self.subTest(said):
                self.refused(self.sends(self.mara, method, address, said), 400, "half a character")
        token = base64.urlsafe_b64encode(b'["\\ud800", 1]').decode()
        self.refused(self.lists(self.mara, "measure", sort="text", after=token), 400, "after")

    def test_methods_that_are_not_there(self) -> None:
        row = self.mara.creates(Measure, whole=1)
        for method, address, allowed in (
            ("PUT", f"measure/{row.pk}/", "GET, PATCH, DELETE"),
            ("POST", f"measure/{row.pk}/", "GET, PATCH, DELETE"),
            ("DELETE", "measure/", "GET, POST"),
            ("OPTIONS", "measure/", "GET, POST"),
            ("GET", f"project/{row.pk}/do/start/", "POST"),
        ):
            answer = self.sends(self.mara, method, address)
            assert (answer.status, answer.headers["Allow"]) == (405, allowed)

    def test_values_in_the_address_of_a_change_are_refused(self) -> None:
        self.refused(self.sends(self.mara, "POST", "measure/?whole=1", {"whole": 2}), 400)

    def test_what_is_not_there_is_said_as_json(self) -> None:
        for address in ("nothing/", "measure/99/", "measure/x/", "measure/1/file/", "measure"):
            answer = self.sends(self.mara, "GET", address, content_type="")
            assert (answer.status, answer.said["id"]) == (404, "not_there")

    def test_who_is_not_let_in(self) -> None:
        for player, status in ((self.nobody, 401), (self.otto, 403)):
            for method, address in (("GET", "measure/"), ("POST", "measure/")):
                answer = self.sends(
                    player, method, address, {"whole": 1} if method[0] == "P" else ""
                )
                assert (answer.status, set(answer.said)) == (status, {"error", "id", "errors"})

    def test_a_page_elsewhere_changes_nothing(self) -> None:
        for headers in (
            {"HTTP_ORIGIN": "https://evil.example"},
            {"HTTP_SEC_FETCH_SITE": "cross-site"},
        ):
            self.refused(self.sends(self.mara, "POST", "measure/", {"whole": 1}, **headers), 403)
        assert not Measure.everything.exists()

    def test_append_only_rows_are_neither_changed_nor_deleted(self) -> None:
        row = self.mara.by("api").creates(LogLine, text="a")
        self.refused(self.sends(self.ada, "PATCH", f"log_line/{row.pk}/", {"text": "b"}), 403)
        self.refused(self.sends(self.ada, "DELETE", f"log_line/{row.pk}/"), 403)

    def test_a_row_that_others_need_is_kept(self) -> None:
        room = Room.everything.create(name="Red")
        assert self.sends(self.mara, "DELETE", f"room/{room.pk}/").status == 204


@pytest.mark.parametrize("address", ["/api/", "/api/new/", "/api/v1", "/api/v1/measure/new/"])
def test_the_addresses_beside_it_stay_those_of_pages(address: str) -> None:
    from django.urls import Resolver404, resolve

    try:
        found = resolve(address).func.__module__
    except Resolver404:
        return
    assert not found.startswith("site_kit.api")
