"""Pages that ask for one new row: in steps, with what they set and say, without script."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing.html import Element, controls
from tests.kit.lab.models import Project, Task
from tests.kit.web.workshop import WorkshopCase, errors, page_of, toast_after

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name", "stage")

    class AskPage(kit.Form):
        """Takes a minute."""

        model = Project
        fields = ("name", "starts_on", "lead", "paper", "ends_on", "tags")
        steps = (("What", ("name", "tags")), ("When", ("starts_on", "ends_on")), ("Who", ("lead",)))
        sets = {"stage": "running", "secret": kit.Format("asked for by {created_by}")}
        after = "Thank you: {name}, {stage}, led by {lead.name}, starts {starts_on}. {link}"

    class QuickPage(kit.Form):
        model = Project
        fields = ("name", "stage", "lead")
        sets = {"lead": kit.Me(), "stage": "running"}
        after = "Thanks, {title} is {stage}."

    class TaskPage(kit.Form):
        model = Task
        fields = ("name", "project")
        after = "{name} of {project.name}"


class FormPageCase(WorkshopCase):
    pages = [ProjectsPage, AskPage, QuickPage, TaskPage]

    def step(self, answer: Any) -> Element:
        """The form as it stands."""
        form = page_of(answer).first("data-form")
        assert form is not None
        return form

    def asked(self, answer: Any) -> list[str]:
        asked = [one.attributes["data-field"] for one in self.step(answer).all("data-field")]
        return [name for name in asked if not name.startswith("_line-")]

    def presses(self, answer: Any, go: str, **typed: Any) -> Any:
        """Fill in what the page asks, and press one of its buttons."""
        stood = {**controls(self.step(answer)), **typed, "_go": go}
        return self.posts(self.mara, "/ask/", stood)


class StepTests(FormPageCase):
    def test_each_step_asks_for_its_own_and_the_last_for_what_is_in_none(self) -> None:
        first = self.asks(self.mara, "/ask/")
        assert self.asked(first) == ["name", "tags"]
        second = self.presses(first, "next", name="Apple", tags=["red", "blue"])
        assert (second.status_code, self.asked(second)) == (200, ["starts_on", "ends_on"])
        third = self.presses(second, "next", starts_on="2026-03-11")
        assert self.asked(third) == ["lead", "paper"]
        assert not Project.everything.exists()

    def test_the_steps_are_named_and_the_present_one_is_marked(self) -> None:
        second = self.presses(self.asks(self.mara, "/ask/"), "next", name="Apple")
        present = page_of(second).first("aria-current", "step")
        assert present is not None
        assert present.text == "When"
        assert [one.text for one in page_of(second).all("data-done")] == ["Done: What"]

    def test_the_last_makes_the_row_of_all_that_was_typed(self) -> None:
        answer = self.presses(self.asks(self.mara, "/ask/"), "next", name="Apple", tags=["red"])
        answer = self.presses(answer, "next", starts_on="2026-03-11", ends_on="2026-03-12")
        paper = SimpleUploadedFile("plan.txt", b"first this")
        answer = self.presses(answer, "send", lead=self.ines.person.pk, paper=paper)
        assert answer.status_code == 302
        row = Project.everything.get()
        assert (row.name, row.tags, str(row.starts_on)) == ("Apple", ["red"], "2026-03-11")
        assert (row.lead, row.created_by) == (self.ines.person, self.mara.person)
        assert row.paper.name.endswith("plan.txt")

    def test_going_back_keeps_what_was_typed_right_or_wrong(self) -> None:
        second = self.presses(self.asks(self.mara, "/ask/"), "next", name="Apple", tags=["blue"])
        first = self.presses(second, "back", starts_on="soon")
        assert first.status_code == 200
        stood = controls(self.step(first))
        assert (stood["name"], stood["tags"]) == (["Apple"], ["blue"])
        again = self.presses(first, "next")
        assert controls(self.step(again))["starts_on"] == ["soon"]

    def test_a_step_is_left_only_when_it_is_right(self) -> None:
        first = self.asks(self.mara, "/ask/")
        still = self.presses(first, "next", name="")
        assert (still.status_code, self.asked(still)) == (422, ["name", "tags"])
        assert errors(still) == {"name": ["This field is required."]}
        second = self.presses(still, "next", name="Apple")
        unread = self.presses(second, "next", starts_on="soon")
        assert (unread.status_code, self.asked(unread)) == (422, ["starts_on", "ends_on"])

    def test_what_is_wrong_at_the_end_leads_to_its_step(self) -> None:
        self.project("Apple")
        third = self.presses(self.asks(self.mara, "/ask/"), "next", name="Pear")
        third = self.presses(third, "next")
        stood = {**controls(self.step(third)), "name": "", "_go": "send"}
        answer = self.posts(self.mara, "/ask/", stood)
        assert (answer.status_code, self.asked(answer)) == (422, ["name", "tags"])

    def test_a_program_and_an_old_page_send_everything_at_once(self) -> None:
        answer = self.posts(self.mara, "/ask/", {"name": "Apple", "starts_on": "2026-03-11"})
        assert answer.status_code == 302
        assert str(Project.everything.get().starts_on) == "2026-03-11"

    def test_a_step_that_does_not_exist_is_the_last(self) -> None:
        for step in ("99", "-1", "x", "1" * 40, "²"):
            values = {"name": "", "_step": step, "_go": "next"}
            assert self.posts(self.mara, "/ask/", values).status_code == 422


class SetTests(FormPageCase):
    def test_what_the_page_sets_is_not_asked_and_cannot_be_sent(self) -> None:
        assert self.asked(self.asks(self.mara, "/quick/")) == ["name"]
        sent = self.posts(self.mara, "/quick/", {"name": "Apple", "stage": "over"})
        assert sent.status_code == 403
        self.posts(self.mara, "/quick/", {"name": "Apple", "lead": self.jon.person.pk})
        row = Project.everything.get()
        assert (row.stage, row.lead) == ("running", self.mara.person)

    def test_it_is_worked_out_from_the_row(self) -> None:
        self.posts(self.mara, "/ask/", {"name": "Apple"})
        assert Project.everything.get().secret.startswith("asked for by")


class AfterTests(FormPageCase):
    def test_it_says_the_values_as_the_page_has_them(self) -> None:
        answer = self.posts(self.mara, "/quick/", {"name": "Apple"})
        assert toast_after(self, self.mara, answer) == "Thanks, Apple is Under way."

    def test_a_path_leads_through_a_relation(self) -> None:
        plans = self.project("Plans")
        answer = self.posts(self.ada, "/task/", {"name": "Drill", "project": plans.pk})
        assert toast_after(self, self.ada, answer) == "Drill of Plans"

    def test_empty_values_and_the_link(self) -> None:
        answer = self.posts(self.mara, "/ask/", {"name": "Apple"})
        row = Project.everything.get()
        said = f"Thank you: Apple, Under way, led by , starts . /project/{row.pk}/"
        assert toast_after(self, self.mara, answer) == said
