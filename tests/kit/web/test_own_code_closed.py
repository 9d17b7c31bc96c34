"""What code of the tool's own cannot reach: whose row it is, hidden values, the tool's clock."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from unittest import mock

from django.db import transaction
from django.utils import timezone

import site_kit as kit
from site_kit import happenings
from site_kit.actions import RunExtension
from site_kit.asker import clock_stands_at
from site_kit.clock import run_due
from site_kit.errors import KitError
from site_kit.happenings import BROKE_OFF
from site_kit.hooks import run_job
from site_kit.records import HistoryLine, Run
from site_kit.registry import declared, only_here
from tests.kit.lab.models import LogLine, Project
from tests.kit.own_code import own_code
from tests.kit.web.workshop import WorkshopCase, said, toast_after

USES = "from site_kit.extensions import act, change, create, find, refuse, remove, today\n"
FORGED = {
    "number": ("change(rows[0], id=rows[1].id)", "ID of project"),
    "pk": ("change(rows[0], pk=rows[1].id)", "ID of project"),
    "new_number": ('create("project", id=99999, name="New")', "ID of project"),
    "maker": ("change(rows[0], created_by=7)", "Created by of project"),
    "changer": ("change(rows[0], updated_by=rows[1].lead)", "Updated by of project"),
    "moment": ("change(rows[0], updated_at=today())", "Updated at of project"),
    "file": ('change(rows[0], paper="other/row/key.pdf")', "Paper of project"),
    "elsewhere": ('change(rows[0], **{"parent.name": "Mine"})', "worked out"),
}


class ForgingTests(WorkshopCase):
    def test_a_job_writes_no_number_no_stamp_and_no_file(self) -> None:
        wall = self.project("Wall", lead=self.mara.person)
        rows = [self.project("Roof", parent=wall), wall]
        before = list(Project.everything.order_by("pk").values())
        lines = HistoryLine.objects.count()
        sources = {k: f"{USES}\n\ndef job(rows):\n    {body}\n" for k, (body, _) in FORGED.items()}
        with own_code(sources):
            for one, (_, sentence) in FORGED.items():
                with self.subTest(one), self.assertRaisesMessage(KitError, sentence):
                    run_job(one, rows)
        assert list(Project.everything.order_by("pk").values()) == before
        assert HistoryLine.objects.count() == lines


LEAVING = {"changed": 'change(row, name="hidden", lead=None)', "pressed": 'act(row, "leave")'}
LEFT = {
    "told": ("row.why_secret", 404),
    "titled": ("row.title", 404),
    "numbered": ('f"{row} {row.id}"', 200),
}
OUT = {
    f"{way}_{what}": f"{USES}\n\ndef run(row, person, asked):\n    {leaves}\n    return {said}\n"
    for way, leaves in LEAVING.items()
    for what, (said, _) in LEFT.items()
}


class OutOfSightTests(WorkshopCase):
    """Jon leads a project; what he runs hands it to nobody, under a name that nobody sees."""

    def test_of_a_row_that_leaves_their_sight_stays_its_number(self) -> None:
        row = self.project("Roof", lead=self.jon.person, why_secret="Gold")
        with own_code(OUT), only_here():
            both = {"model": Project, "by": ("member",)}
            sets = {"name": "hidden", "lead": None, "why_secret": "Iron"}
            type("leave", (kit.Update,), {**both, "id": "leave", "sets": sets})
            for one in OUT:
                type(one, (RunExtension,), {**both, "id": one, "hook": one})
            for one in OUT:
                with self.subTest(one), transaction.atomic():
                    answer = self.by_program(row, one)
                    assert answer.status_code == LEFT[one.partition("_")[2]][1]
                    if answer.status_code == 200:
                        assert json.loads(answer.content)["said"] == f"#{row.pk} {row.pk}"
                        transaction.set_rollback(True)
                    for told in ("Gold", "Iron", "hidden", "Roof"):
                        assert told not in answer.content.decode()

    def by_program(self, row: Project, one: str) -> Any:
        address = f"/api/v1/project/{row.pk}/do/{one}/"
        return self.client_of(self.jon).post(address, "{}", content_type="application/json")


class HiddenTests(WorkshopCase):
    """Jon is asked for a secret that only the lead sees, and for a budget that planners see."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        told = f"{USES}\n\ndef run(row, person, asked):\n    return str(asked)\n"
        cls.enterClassContext(own_code({"tell": told, "need": told}))
        cls.enterClassContext(only_here())
        both = {"model": Project, "by": ("member",), "bulk": True}
        type("note", (kit.Update,), {**both, "id": "note", "asks": ("secret", "why_secret")})
        type("must", (kit.Update,), {**both, "id": "must", "needs": ("secret",)})
        asks = ("secret", "budget", "why_secret")
        type("tell", (RunExtension,), {**both, "id": "tell", "hook": "tell", "asks": asks})
        type("need", (RunExtension,), {**both, "id": "need", "hook": "need", "needs": ("secret",)})

    def setUp(self) -> None:
        self.row = self.project(
            "Roof", lead=self.mara.person, secret="Gold", why_secret="Old", budget=5
        )

    def at(self, one: str) -> str:
        return f"/project/{self.row.pk}/do/{one}/"

    def kept(self) -> tuple[str, str]:
        return Project.everything.values_list("secret", "why_secret").get()

    def by_program(self, one: str, **values: Any) -> Any:
        address = f"/api/v1{self.at(one)}"
        sent = json.dumps(values)
        return self.client_of(self.jon).post(address, sent, content_type="application/json")

    def test_the_form_begins_with_what_they_may_see(self) -> None:
        for one in ("note", "must", "tell", "need"):
            assert "Gold" not in self.asks(self.jon, self.at(one)).content.decode()
            assert "Gold" in self.asks(self.mara, self.at(one)).content.decode()
        assert "Old" in self.asks(self.jon, self.at("note")).content.decode()

    def test_what_they_leave_empty_stays_and_what_they_type_is_kept(self) -> None:
        shown = {"_shown": ["secret", "why_secret"]}
        for sent, kept in (
            ({"secret": "", "why_secret": "New", **shown}, ("Gold", "New")),
            ({"secret": "Iron", "why_secret": "New", **shown}, ("Iron", "New")),
            ({"secret": " ", "why_secret": "", **shown}, ("Iron", "")),
        ):
            with self.subTest(sent):
                assert self.posts(self.jon, self.at("note"), sent).status_code == 302
                assert self.kept() == kept
        assert self.by_program("note", secret="").status_code == 200
        assert self.kept() == ("Iron", "")

    def test_who_sees_it_may_empty_it(self) -> None:
        self.posts(self.mara, self.at("note"), {"_shown": ["secret", "why_secret"]})
        assert self.kept() == ("", "")

    def test_what_is_needed_they_type(self) -> None:
        for one in ("must", "need"):
            for answer in (self.posts(self.jon, self.at(one), {}), self.by_program(one)):
                assert answer.status_code == 422
        assert self.posts(self.jon, self.at("must"), {"secret": "Tin"}).status_code == 302
        assert self.kept()[0] == "Tin"

    def test_own_code_is_handed_what_was_typed_or_may_be_seen(self) -> None:
        answer = self.by_program("tell")
        empty = "{'secret': '', 'budget': None, 'why_secret': 'Old'}"
        assert json.loads(answer.content)["said"] == empty
        assert (
            "'secret': 'Tin'" in json.loads(self.by_program("tell", secret="Tin").content)["said"]
        )
        ticked = {"rows": [str(self.row.pk)], "_sure": "1"}
        bulk = self.posts(self.jon, "/project/do/tell/", ticked)
        assert "Gold" not in toast_after(self, self.jon, bulk)
        assert self.kept() == ("Gold", "Old")


WORKED_OUT = {
    "budget": ("'abc'", "float('nan')", "10 ** 40"),
    "lead": ("'abc'", "[1]"),
    "members": ("'abc'", "5", "[None]"),
    "name": ("chr(0xd800)",),
    "secret": ("'a' + chr(0)",),
    "starts_on": ("'abc'", "(1 // 0 for one in [1])"),
}
VALUES = {
    f"{name}_{n}": one for name, several in WORKED_OUT.items() for n, one in enumerate(several)
}
JOBS = {"twice": "remove(rows[0])\n    remove(rows[0])"}


class ClockTests(WorkshopCase):
    """Each bad step stands before one that writes a line of the log, every day."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        sources = {one: f"def value(row):\n    return {body}\n" for one, body in VALUES.items()}
        sources |= {k: f"{USES}\n\ndef job(rows):\n    {body}\n" for k, body in JOBS.items()}
        cls.enterClassContext(own_code(sources))

    def runs_after(self, *steps: Any) -> list[Run]:
        with only_here():
            declared.automations.clear()
            daily = {"model": Project, "when": kit.Every("day")}
            for number, step in enumerate(steps):
                type(f"Bad{number}", (kit.Automation,), {**daily, "do": (step,)})
            fine = kit.Make(LogLine, {"text": "Done"})
            type("FineProject", (kit.Automation,), {**daily, "do": (fine,)})
            for day in (10, 11):
                with clock_stands_at(timezone.make_aware(datetime(2026, 3, day, 10))):
                    done = run_due()
        assert LogLine.everything.count() == 1
        assert (done.done, done.failed) == (1, len(steps))
        return list(Run.objects.filter(ok=False))

    def test_a_bad_value_or_job_is_a_failed_run_and_keeps_no_other_from_its_turn(self) -> None:
        self.project("Roof", lead=self.mara.person)
        before = Project.everything.values().get()
        values = [kit.Set({one.rpartition("_")[0]: kit.Hook(one)}) for one in VALUES]
        failed = self.runs_after(*values, *map(kit.Extend, JOBS))
        assert len(failed) == len(VALUES) + len(JOBS)
        assert [run.automation for run in failed if not run.error or run.error == BROKE_OFF] == []
        assert Project.everything.values().get() == before

    def test_so_does_what_nobody_foresaw(self) -> None:
        self.project("Roof")
        with mock.patch.object(happenings, "_extend", side_effect=AssertionError):
            assert [run.error for run in self.runs_after(kit.Extend("twice"))] == [BROKE_OFF]

    def test_under_a_button_it_is_a_sentence(self) -> None:
        row = self.project("Roof", lead=self.mara.person)
        with only_here():
            for one in VALUES:
                sets = {one.rpartition("_")[0]: kit.Hook(one)}
                both = {"model": Project, "id": one, "by": ("member",), "sets": sets}
                type(one, (kit.Update,), both)
            for one in VALUES:
                with self.subTest(one):
                    answer = self.posts(self.mara, f"/project/{row.pk}/do/{one}/", {})
                    gave = "gave what no field keeps."
                    assert answer.status_code == 422 or said(answer).endswith(gave)


class TypedTests(WorkshopCase):
    def test_who_types_themselves_as_the_lead_is_not_told_what_the_lead_sees(self) -> None:
        row = self.project("Roof", secret="Gold")
        with own_code({"told": "def value(row):\n    return row.secret\n"}), only_here():
            sets = {"name": kit.Hook("told")}
            both = {"model": Project, "id": "take", "by": ("member",), "sets": sets}
            type("take", (kit.Update,), {**both, "asks": ("lead",)})
            address = f"/project/{row.pk}/do/take/"
            answer = self.posts(self.mara, address, {"lead": str(self.mara.asker.id)})
            assert Project.everything.values_list("name", "lead").get() == ("Roof", None)
            assert said(answer) == "Secret of project is hidden from you."
            Project.everything.filter(pk=row.pk).update(lead=self.mara.person)
            self.posts(self.mara, address, {"lead": ""})
            assert Project.everything.values_list("name", "lead").get() == ("Gold", None)
