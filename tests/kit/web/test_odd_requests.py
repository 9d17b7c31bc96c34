"""What a hand-written request may send: nothing of it is a mistake of the tool's."""

from __future__ import annotations

import base64
import json
from typing import Any

import site_kit as kit
from site_kit.registry import only_here
from tests.kit.lab.models import LogLine, Measure, Project, Task
from tests.kit.web.workshop import ProjectsPage, WorkshopCase

with only_here():

    class StagesPage(kit.Board):
        model = Project
        group_by = "stage"
        columns = ("name",)

    class MeasuresPage(kit.Table):
        model = Measure
        columns = ("text", "whole", "exact", "flag", "mood", "day", "at", "clock", "owner")
        filters = ("whole", "exact", "at", "day", "text", "owner", "twin", "flag")
        sort = ("at",)

    class SeenPage(kit.Dashboard):
        parts = (kit.Stat("all", model=Project),)


ODD = (
    "",
    "a\x00b",
    "%",
    "9" * 19,
    "9" * 5000,
    "-1",
    "1e400",
    "NaN",
    "²",
    "0001-01-01",
    "9999-12-31",
)
"""The oddest: for every field of every form and every filter of every page."""

ODD_TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "%",
    "'; drop table project; --",
    "😀" * 40,
    "\ufeff",
    "-",
    "--",
    "9" * 18,
    "9" * 19,
    "9" * 30,
    "9" * 5000,
    "-1",
    "1e400",
    "NaN",
    "Infinity",
    "²",
    "٣",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "today",
    "me",
    "none",
    "None",
    "[]",
    "{}",
    "__class__",
    "name__regex",
    "http://[",
    "../../etc/passwd",
)


class OddCase(WorkshopCase):
    pages = [ProjectsPage, StagesPage, MeasuresPage, SeenPage]

    def setUp(self) -> None:
        self.apple = self.project("Apple", lead=self.mara.person, budget=10)
        self.bread = self.project("Bread", stage="over", lead=self.mara.person)
        Measure.everything.create(text="one", whole=1)

    def sends(self, address: str, body: Any) -> Any:
        """What the tool answers to a program."""
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.client_of(self.ada).post(address, text, content_type="application/json")


class AddressTests(OddCase):
    """Whatever stands in an address, a page comes: of fewer rows, of all, or of none."""

    def answers(self, address: str, **params: Any) -> None:
        with self.subTest(address, **{k: str(v)[:40] for k, v in params.items()}):
            answer = self.client_of(self.ada).get(address, params)
            assert answer.status_code == 200
            assert b"</html>" in answer.content

    def test_each_filter_of_each_kind(self) -> None:
        for name in (one.partition("=")[0] for one in ProjectsPage.filters):
            for text in ODD:
                self.answers("/projects/", **{name: text})
        for name in MeasuresPage.filters:
            for text in ODD:
                self.answers("/measures/", **{name: text})

    def test_both_ends_of_a_range(self) -> None:
        for name in ("budget", "starts_on", "created_at", "open_tasks"):
            for text in ODD:
                self.answers("/projects/", **{f"{name}.to": text})
                self.answers("/projects/", **{f"{name}.from": text, f"{name}.to": text})

    def test_search_sort_count_and_place(self) -> None:
        for text in ODD_TEXTS:
            self.answers("/projects/", q=text)
        for name in ("sort", "count", "after", "before", "at", "toast", "next"):
            for text in ODD:
                self.answers("/projects/", **{name: text})

    def test_a_board_too(self) -> None:
        for name in ("q", "count", "stage"):
            for text in ODD:
                self.answers("/stages/", **{name: text})

    def test_a_filter_many_times_over(self) -> None:
        for name in ("stage", "lead", "budget", "name", "tags", "parent"):
            self.answers("/projects/", **{name: list(ODD_TEXTS)})

    def test_what_a_new_row_begins_with(self) -> None:
        for name in ("name", "parent", "lead", "members", "stage", "budget", "starts_on", "tags"):
            for text in ODD:
                self.answers("/project/new/", **{name: text})
        for text in ODD:
            self.answers("/task/new/", project=text)

    def test_an_export_has_the_same_manners(self) -> None:
        for text in ODD:
            for name in ("q", "created_at.to", "after"):
                answer = self.client_of(self.ada).get("/projects/export.csv", {name: text})
                with self.subTest(name, text=text[:40]):
                    assert answer.status_code == 200
                    assert b"".join(answer.streaming_content).startswith(b"\xef\xbb\xbf")

    def test_a_parameter_that_no_page_knows_changes_nothing(self) -> None:
        plain = self.ada.opens("projects").column("name")
        for name in ("secret", "name__startswith", "parent__secret", "id", "pk", "per_page"):
            assert self.ada.visits(f"/projects/?{name}=x").column("name") == plain

    def test_an_amount_of_exactly_nothing_is_a_filter(self) -> None:
        self.project("Cider", budget=0)
        assert self.ada.visits("/projects/?budget=0").column("name") == ["Cider"]
        assert self.ada.visits("/projects/?open_tasks=0&stage=idea").column("name") == [
            "Apple",
            "Cider",
        ]


class PlaceTests(OddCase):
    """A place in an order that was made up is no place: the list begins at its start."""

    def places(self, *several: Any) -> list[str]:
        written = (json.dumps(one).encode() for one in several)
        return [base64.urlsafe_b64encode(one).decode().rstrip("=") for one in written]

    def test_values_of_no_row(self) -> None:
        made_up = self.places(
            ["\x00", 1],
            ["a", 10**40],
            ["a", -1],
            ["a", "x"],
            [None, None],
            [["a"], 1],
            [{"a": 1}, 1],
            ["a"],
            ["a", 1, 2],
            "a",
            7,
            None,
        )
        for place in made_up:
            for name in ("after", "before"):
                answer = self.client_of(self.ada).get("/projects/", {name: place})
                with self.subTest(name, place=place):
                    assert answer.status_code == 200

    def test_moments_without_a_zone_and_numbers_without_end(self) -> None:
        made_up = self.places(
            ["2026-03-01T10:00:00", 1],
            ["0001-01-01T00:00:00Z", 1],
            ["9999-12-31T23:59:59Z", 1],
            [0, 1],
            [True, True],
        )
        for place in made_up:
            with self.subTest(place=place):
                assert (
                    self.client_of(self.ada).get("/measures/", {"after": place}).status_code == 200
                )
        endless = self.places([float("inf"), 1], [float("nan"), 1], ["Infinity", 1], ["sNaN", 1])
        for place in endless:
            answer = self.client_of(self.ada).get(
                "/measures/", {"sort": "exact", "after": place, "at": "1"}
            )
            with self.subTest(place=place):
                assert answer.status_code == 200


class PathTests(OddCase):
    """Addresses that no page gives out."""

    def test_a_number_that_no_row_has_is_not_there(self) -> None:
        for pk in ("0", "00", "9" * 18, "9" * 19, "9" * 400):
            for ending in ("", "edit/", "delete/", "do/start/", "file/paper/"):
                with self.subTest(pk=pk[:20], ending=ending):
                    address = f"/project/{pk}/{ending}"
                    assert self.asks(self.ada, address).status_code == 404

    def test_an_address_beside_the_pages_is_not_there(self) -> None:
        for address in (
            "/project/",
            "/project/1",
            "/Project/1/",
            "/project/-1/",
            "/project/1.0/",
            "/project/new",
            "/project/x/",
            "/projects/export.CSV",
            "/projects/export.csv/",
            "/seen/export.csv",
            "/person/1/",
            "/person/new/",
            "/kit_history/1/",
            "/kit_comment/1/edit/",
            "/static/",
            "/static/../settings.py",
            "/static/tool.py",
            "/project/1/do/",
            "/project/1/do/start",
            "/admin/",
            "/\x00/",
            "/%2e%2e/",
        ):
            with self.subTest(address):
                assert self.asks(self.ada, address).status_code == 404

    def test_no_other_method_changes_anything(self) -> None:
        for method in ("put", "patch", "delete"):
            for address in (f"/project/{self.apple.pk}/", f"/project/{self.apple.pk}/edit/"):
                answer = getattr(self.client_of(self.ada), method)(address, data=b"name=Pear")
                with self.subTest(method, address=address):
                    assert answer.status_code == 405
                    assert self.reload(self.apple).name == "Apple"

    def test_a_page_that_only_shows_takes_nothing(self) -> None:
        row = f"/project/{self.apple.pk}/"
        for address in (row, f"{row}file/paper/", "/projects/export.csv"):
            with self.subTest(address):
                assert self.posts(self.ada, address, {"name": "Pear"}).status_code == 405
        assert self.client_of(self.ada).head(row).status_code == 200

    def test_an_address_that_is_none_is_no_way_back(self) -> None:
        browser = self.client_of(self.ada)
        values = {"name": "Pear", "_next": "http://["}
        answer = browser.post(f"/project/{self.apple.pk}/edit/", values)
        assert answer["Location"].startswith(f"/project/{self.apple.pk}/?toast=")
        answer = browser.get("/nothing/", headers={"referer": "http://["})
        assert (answer.status_code, b'href="/"' in answer.content) == (404, True)

    def test_an_origin_that_is_none_is_another_one(self) -> None:
        browser = self.client_of(self.ada)
        address = f"/project/{self.apple.pk}/edit/"
        for origin in ("http://[", "null", "file://", "https://"):
            with self.subTest(origin):
                answer = browser.post(address, {"name": "Pear"}, headers={"origin": origin})
                assert answer.status_code == 403
        assert self.reload(self.apple).name == "Apple"


class FormTests(OddCase):
    """Forms that no page gave out."""

    FIELDS = (
        "name",
        "lead",
        "members",
        "tags",
        "budget",
        "secret",
        "starts_on",
        "parent",
        "paper",
    )

    def test_any_text_in_any_field_is_kept_or_refused(self) -> None:
        for field in self.FIELDS:
            for text in ODD:
                values = {"name": "Cider", field: text}
                answer = self.posts(self.ines, "/project/new/", values)
                with self.subTest(field, text=text[:40]):
                    assert answer.status_code in (302, 403, 422)
                Project.everything.filter(created_by=self.ines.person).delete()

    def test_any_text_in_any_kind_of_field(self) -> None:
        fields = ("whole", "exact", "flag", "text", "mood", "tags", "day", "at", "clock", "owner")
        for field in (*fields, "helpers", "twin"):
            for text in ODD:
                answer = self.posts(self.mara, "/measure/new/", {field: text})
                with self.subTest(field, text=text[:40]):
                    assert answer.status_code in (302, 422)

    def test_the_forms_own_words_may_say_anything(self) -> None:
        address = f"/project/{self.apple.pk}/edit/"
        for name in ("_shown", "_titled", "_clear", "_updated_at", "_next"):
            for text in (*ODD, "name", "secret", "id"):
                answer = self.posts(self.mara, address, {"name": "Apple", name: text})
                with self.subTest(name, text=text[:40]):
                    assert answer.status_code in (302, 403, 409, 422)
        assert self.reload(self.apple).secret == ""

    def test_a_plain_field_is_never_looked_up_by_title(self) -> None:
        values = {"name": "Pear", "_titled": "name"}
        self.posts(self.mara, f"/project/{self.apple.pk}/edit/", values)
        assert self.reload(self.apple).name == "Pear"

    def test_a_title_with_a_sign_that_nobody_can_keep_finds_nothing(self) -> None:
        values = {"name": "Child", "parent": "App\x00le?", "_titled": "parent"}
        assert self.posts(self.ada, "/project/new/", values).status_code == 422

    def test_ticked_rows_may_be_anything(self) -> None:
        for text in ODD:
            answer = self.posts(self.mara, "/project/do/close/", {"rows": [text]})
            with self.subTest(text[:40]):
                assert answer.status_code in (302, 409, 422)

    def test_a_comment_may_be_anything_but_nothing(self) -> None:
        address = f"/project/{self.apple.pk}/comment/"
        for text in ODD:
            answer = self.posts(self.mara, address, {"text": text})
            with self.subTest(text[:40]):
                assert answer.status_code == (302 if text.strip(" \x00") else 422)


class ProgramTests(OddCase):
    """Bodies that no program of ours would send."""

    BODIES = (
        b"null",
        b"[]",
        b"7",
        b'"x"',
        b"{",
        b"\xff\xfe",
        b"[" * 20_000,
        b'{"a":' * 20_000,
        b'{"rows": 7}',
        b'{"rows": null}',
        b'{"rows": {"1": 2}}',
        b'{"rows": [null, {}, [], true, "x", 1e400]}',
        b'{"text": null}',
        b'{"text": 7}',
        b'{"text": ["x"]}',
    )

    def test_each_way_in_says_what_it_wants(self) -> None:
        addresses = (
            "/project/new/",
            f"/project/{self.apple.pk}/edit/",
            f"/project/{self.apple.pk}/do/start/",
            "/project/do/close/",
            f"/project/{self.apple.pk}/comment/",
        )
        for address in addresses:
            for body in self.BODIES:
                answer = self.sends(address, body)
                with self.subTest(address, body=body[:30]):
                    assert answer.status_code in (200, 403, 409, 422)
                    assert isinstance(answer.json(), dict)
        assert Project.everything.count() == 2

    def test_values_of_another_shape_are_refused_beside_their_field(self) -> None:
        shapes: tuple[Any, ...] = (
            [],
            {},
            [1],
            {"a": 1},
            [[1]],
            True,
            10**30,
            1.5,
            "\ud800",
            "\x00",
            float("nan"),
            float("inf"),
        )
        for field in ("text", "whole", "exact", "mood", "tags", "day", "at", "owner", "helpers"):
            for value in shapes:
                answer = self.sends("/measure/new/", {field: value})
                with self.subTest(field, value=repr(value)):
                    assert answer.status_code in (200, 422), answer.content
                    if answer.status_code == 422:
                        assert list(answer.json()["errors"]) == [field]

    def test_a_text_is_one_value_and_never_a_list(self) -> None:
        for value in ([], ["a"], {"a": 1}):
            answer = self.sends("/measure/new/", {"text": value})
            assert answer.json()["errors"] == {"text": ["This cannot be read."]}

    def test_half_a_sign_is_not_kept(self) -> None:
        answer = self.sends("/measure/new/", {"text": "a\ud800"})
        assert answer.json()["errors"] == {"text": ["This cannot be read."]}
        assert (
            self.sends(f"/project/{self.apple.pk}/comment/", {"text": "a\ud800"}).status_code == 200
        )
        assert self.mara.sees(self.apple).root.first("data-comment").text.endswith("a")

    def test_a_moment_without_a_zone_is_in_the_tools(self) -> None:
        key = self.sends("/measure/new/", {"at": "2026-03-11T10:00"}).json()["id"]
        assert Measure.everything.get(pk=key).at.isoformat() == "2026-03-11T09:00:00+00:00"

    def test_a_moment_that_no_clock_reaches_is_refused(self) -> None:
        for text in ("0001-01-01T00:00", "9999-12-31T23:59:59-12:00"):
            answer = self.sends("/measure/new/", {"at": text})
            assert (answer.status_code, list(answer.json()["errors"])) == (422, ["at"])

    def test_names_that_are_no_fields(self) -> None:
        for name in ("", "pk", "id", "objects", "_state", "lead__name", "late", "x" * 5000, "é"):
            answer = self.sends(f"/project/{self.apple.pk}/edit/", {name: "1"})
            with self.subTest(name[:20]):
                assert answer.status_code in (403, 422)

    def test_nothing_that_was_sent_comes_back_as_markup(self) -> None:
        bad = "<script>alert(1)</script>"
        answer = self.posts(self.mara, "/measure/new/", {bad: "1"})
        assert answer.status_code == 422
        assert b"<script>alert" not in answer.content
        assert self.sends("/measure/new/", {bad: 1})["Content-Type"] == "application/json"


class DoubleTests(OddCase):
    """The same form twice: a page is pressed again, a line breaks, a tab stays open."""

    def test_a_unique_row_is_made_once(self) -> None:
        values = {"name": "Cider"}
        assert self.posts(self.mara, "/project/new/", values).status_code == 302
        assert self.posts(self.mara, "/project/new/", values).status_code == 422
        assert Project.everything.filter(name="Cider").count() == 1

    def test_the_second_edit_of_one_form_is_told_of_the_first(self) -> None:
        address = f"/project/{self.apple.pk}/edit/"
        stood = self.apple.updated_at.isoformat()
        first = {"name": "Pear", "_updated_at": stood}
        assert self.posts(self.mara, address, first).status_code == 302
        again = self.posts(self.mara, address, {"name": "Plum", "_updated_at": stood})
        assert again.status_code in (302, 409)

    def test_a_deletion_is_done_once(self) -> None:
        address = f"/project/{self.apple.pk}/delete/"
        assert self.posts(self.ada, address, {}).status_code == 302
        assert self.posts(self.ada, address, {}).status_code == 404

    def test_a_row_comes_back_once(self) -> None:
        self.posts(self.ada, f"/project/{self.apple.pk}/delete/", {})
        address = f"/project/{self.apple.pk}/restore/"
        assert self.posts(self.ada, address, {}).status_code == 302
        assert self.posts(self.ada, address, {}).status_code == 409
        assert Project.everything.filter(name="Apple").count() == 1

    def test_a_log_keeps_what_was_sent_each_time(self) -> None:
        for _ in range(2):
            self.posts(self.mara, "/log_line/new/", {"text": "hello"})
        assert LogLine.everything.filter(text="hello").count() == 2

    def test_ticking_a_row_twice_does_it_once(self) -> None:
        started = self.project("Cider", stage="running", lead=self.mara.person)
        values = {"rows": [str(started.pk)] * 3}
        assert self.posts(self.mara, "/project/do/close/", values).status_code == 302
        assert self.reload(started).stage == "over"
        assert not Task.everything.exists()
