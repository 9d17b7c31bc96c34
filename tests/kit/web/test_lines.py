"""Lines in the form of their row: typed, changed and removed with it, all of it or nothing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

import site_kit as kit
from site_kit.registry import only_here
from site_kit.rules import Rules
from site_kit.testing import Player
from site_kit.testing.html import Element, controls
from tests.kit.lab.limited import Duty, Shift
from tests.kit.lab.models import Project, Task
from tests.kit.web.workshop import WorkshopCase, errors, page_of, toast_after

with only_here():

    class ShiftsPage(kit.Table):
        """Every shift."""

        model = Shift

    class ProjectsPage(kit.Table):
        """Every project."""

        model = Project

    class StaffPage(kit.Form):
        """Ask for a shift."""

        model = Shift
        steps = (("What", ("name",)), ("Who", ("seats",)))


def form_of(answer: Any) -> Element:
    """The form as it stands."""
    form = page_of(answer).first("data-form")
    assert form is not None, answer.content.decode()
    return form


def lines_of(answer: Any) -> list[str]:
    """The numbers of the lines that a form shows."""
    return [one.attributes["data-line"] for one in shown(form_of(answer)).all("data-line")]


def shown(form: Element) -> Element:
    """A form without what stands ready for script."""
    for one in form:
        one.parts = [part for part in one.parts if getattr(part, "tag", "") != "template"]
    return form


class LinesCase(WorkshopCase):
    pages: ClassVar[list[type[Any]]] = [ShiftsPage, ProjectsPage, StaffPage]
    entities: ClassVar[Any] = (Shift, Duty, Project, Task)

    def sends(self, player: Player, address: str, answer: Any = None, **typed: Any) -> Any:
        """Fill in the form at an address (or the one in an answer), and send it.

        `duty_0_name` is the name of the first line.
        """
        stood = controls(shown(form_of(answer or self.asks(player, address))))
        for name, value in typed.items():
            entity, _, rest = name.partition("_")
            at, _, field = rest.partition("_")
            stood[f"_line-{entity}-{at}-{field}" if at.isdigit() else name] = value
        return self.posts(player, address, stood)

    def names(self) -> list[str]:
        return list(Duty.everything.order_by("pk").values_list("name", flat=True))


class NewTests(LinesCase):
    def test_a_row_is_made_with_its_lines_and_blank_ones_are_none(self) -> None:
        answer = self.asks(self.mara, "/shift/new/")
        assert lines_of(answer) == ["1", "2", "3"]
        sent = self.sends(
            self.mara, "/shift/new/", name="Early", duty_0_name="Ada", duty_2_name="Jon"
        )
        assert toast_after(self, self.mara, sent) == "Early added."
        assert self.names() == ["Ada", "Jon"]
        made = Duty.everything.select_related("shift").get(name="Ada")
        assert (made.shift.name, made.visitors, made.created_by) == ("Early", 1, self.mara.person)

    def test_one_more_line_is_asked_for_without_writing_anything(self) -> None:
        more = self.sends(self.mara, "/shift/new/", name="", duty_0_name="Ada", _add="duty")
        assert (more.status_code, errors(more), lines_of(more)) == (200, {}, ["1", "2", "3", "4"])
        assert controls(form_of(more))["_line-duty-0-name"] == ["Ada"]
        (begins,) = page_of(more).all("autofocus")
        assert begins.attributes["name"] == "_line-duty-3-name"
        assert not Shift.everything.exists()

    def test_what_is_wrong_is_said_by_line_and_field_and_nothing_is_kept(self) -> None:
        sent = self.sends(
            self.mara,
            "/shift/new/",
            name="Early",
            duty_0_name="Ada",
            duty_1_visitors="many",
            duty_2_visitors="3",
        )
        assert sent.status_code == 422
        summary = page_of(sent).first("role", "alert")
        assert summary is not None
        assert "Duty 2, Visitors: Write a whole number, such as 12." in summary.text
        assert "Duty 3, Name" not in summary.text
        assert errors(sent)["_line-duty-1-visitors"] == ["Write a whole number, such as 12."]
        assert controls(form_of(sent))["_line-duty-1-visitors"] == ["many"]
        again = self.sends(self.mara, "/shift/new/", sent, duty_1_visitors="2")
        assert errors(again) == {
            "_line-duty-1-name": ["This field is required."],
            "_line-duty-2-name": ["This field is required."],
        }
        assert not Shift.everything.exists()

    def test_a_line_comes_with_the_row_before_anything_follows_from_it(self) -> None:
        with only_here():

            class CountShift(kit.Automation):
                model = Shift
                when = kit.Created()
                do = (kit.Set({"seats": kit.CountOf("Duty", via="shift")}),)

            self.sends(self.mara, "/shift/new/", name="Late", duty_0_name="Ada", duty_1_name="B")
        assert Shift.everything.get().seats == 2

    def test_who_may_only_make_the_row_may_make_its_lines_too(self) -> None:
        sent = self.sends(self.jon, "/project/new/", name="Apple", task_0_name="Drill")
        assert sent.status_code == 302
        task = Task.everything.get()
        assert (task.name, task.created_by) == ("Drill", self.jon.person)
        with self.assertRefused("Only its lead, its members or admins may edit projects."):
            self.jon.creates(Task, project=task.project, name="Paint")


class KeptTests(LinesCase):
    def setUp(self) -> None:
        self.shift = Shift.everything.create(name="Early", seats=9)
        self.duties = [Duty.everything.create(shift=self.shift, name=n) for n in ("Ada", "Jon")]
        self.form = f"/shift/{self.shift.pk}/edit/"

    def test_lines_are_changed_removed_and_added_with_the_row(self) -> None:
        sent = self.sends(
            self.mara,
            self.form,
            name="Late",
            duty_0_visitors="4",
            duty_1__goes="on",
            duty_2_name="Ines",
        )
        assert toast_after(self, self.mara, sent) == "Late saved."
        assert self.reload(self.shift).name == "Late"
        assert self.names() == ["Ada", "Ines"]
        assert self.reload(self.duties[0]).visitors == 4

    def test_a_rule_of_a_line_undoes_the_whole(self) -> None:
        with only_here():

            class DutyRules(Rules):
                model = Duty
                two = kit.Limit(2, per=("shift",), message="Two are enough.")

            kept = self.sends(self.mara, self.form, name="Late", duty_2_name="Ines")
            assert errors(kept) == {"_line-duty-2-line": ["Two are enough."]}
            assert (self.reload(self.shift).name, self.names()) == ("Early", ["Ada", "Jon"])
            assert controls(form_of(kept))["name"] == ["Late"]
            swapped = self.sends(self.mara, self.form, kept, duty_0__goes="on")
        assert (swapped.status_code, self.names()) == (302, ["Jon", "Ines"])

    def test_what_is_wrong_with_the_row_keeps_what_was_typed_in_lines(self) -> None:
        sent = self.sends(self.mara, self.form, name="", duty_0_name="Eve", duty_1__goes="on")
        assert errors(sent) == {"name": ["This field is required."]}
        stood = controls(form_of(sent))
        assert (stood["_line-duty-0-name"], stood["_line-duty-1-_goes"]) == (["Eve"], ["on"])
        assert self.names() == ["Ada", "Jon"]

    def test_a_line_that_changed_meanwhile_is_not_overwritten(self) -> None:
        form = self.asks(self.mara, self.form)
        self.jon.edits(self.duties[0], visitors=7)
        sent = self.sends(self.mara, self.form, form, duty_0_visitors="2")
        said = "Duty Ada was changed meanwhile. Look again before you save."
        assert errors(sent) == {"_line-duty-0-line": [said]}
        untouched = self.sends(self.mara, self.form, duty_1_visitors="3")
        assert (untouched.status_code, self.reload(self.duties[0]).visitors) == (302, 7)

    def test_a_line_of_another_row_is_out_of_reach(self) -> None:
        other = Duty.everything.create(shift=Shift.everything.create(name="B"), name="Eve")
        for typed in ({"duty_0__goes": "on"}, {"duty_0_name": "Mallory"}):
            sent = self.sends(self.mara, self.form, duty_0__id=str(other.pk), **typed)
            assert sent.status_code in (302, 422)
        assert self.reload(other).name == "Eve"

    def test_too_many_do_not_stand_in_a_form(self) -> None:
        many = [Duty(shift=self.shift, name=f"N{n}") for n in range(50)]
        Duty.everything.bulk_create(many)
        form = self.asks(self.mara, self.form)
        assert lines_of(form) == ["1"]
        assert page_of(form).all("data-long")
        sent = self.sends(self.mara, self.form, form, duty_0_name="Ines")
        assert (sent.status_code, self.names()[-1]) == (302, "Ines")
        hostile = {"_lines-duty": "101", "name": "Late"}
        assert self.posts(self.mara, self.form, hostile).status_code == 422


class RightsTests(LinesCase):
    def setUp(self) -> None:
        self.row = self.project("Apple", stage="running", lead=self.mara.person)
        self.task = Task.everything.create(project=self.row, name="Drill")
        self.form = f"/project/{self.row.pk}/edit/"

    def own(self, *grants: kit.Grant, **more: Any) -> None:
        """From here on tasks have rights of their own."""
        self.enterContext(only_here())
        said = {f"g{at}": one for at, one in enumerate(grants)}
        type("TaskPermissions", (kit.Permissions,), {"model": Task, **said, **more})

    def test_what_may_not_be_changed_does_not_stand_there_and_cannot_be_sent(self) -> None:
        self.own(kit.Grant(["member"], can=["view"]), kit.Grant(["row.created_by"], can=["edit"]))
        form = self.asks(self.mara, self.form)
        assert lines_of(form) == []
        (unseen,) = page_of(form).all("data-unseen")
        assert unseen.text.startswith("1 more cannot be changed by you")
        typed = {"_lines-task": "2", "_line-task-0-_id": self.task.pk, "name": "Bread"}
        typed |= {"_line-task-0-name": "Mallory", "_line-task-1-name": "New"}
        sent = self.posts(self.mara, self.form, typed)
        assert set(errors(sent)) == {"_line-task-0-line", "_line-task-1-line"}
        assert list(Task.everything.values_list("name", flat=True)) == ["Drill"]
        assert self.reload(self.row).name == "Apple"

    def test_who_may_not_remove_is_not_offered_to(self) -> None:
        self.own(kit.Grant(["member"], can=["view", "edit"]))
        sent = self.sends(self.mara, self.form, task_0__goes="on")
        assert errors(sent) == {"_line-task-0-line": ["Only admins may delete tasks."]}
        form = form_of(self.asks(self.mara, self.form))
        assert not form.all("name", "_line-task-0-_goes")
        assert not form.all("data-add")

    def test_a_field_that_only_others_may_change_is_said_and_a_hidden_one_is_not(self) -> None:
        may = kit.Grant(["member"], can=["all"])
        self.task.hours = 3
        self.task.save()
        for key, said in (("edited_by", "3"), ("seen_by", None)):
            self.own(may, **{key: {"hours": ["row.created_by"]}})
            form = self.asks(self.mara, self.form)
            at = "_line-task-0-hours"
            assert at not in controls(form_of(form))
            standing = form_of(form).first("data-said", at)
            assert standing is not None
            assert standing.text == (said or "–")
            sent = self.sends(self.mara, self.form, form, task_0_hours="9")
            assert errors(sent) == {"_line-task-0-line": ["Hours is not yours to change here."]}

    def test_a_locked_line_is_left_as_it_is(self) -> None:
        self.enterContext(only_here())

        class TaskRules(kit.Rules):
            model = Task
            lock = kit.Lock(when=Q(done=True))

        Task.everything.update(done=True)
        form = self.asks(self.mara, self.form)
        assert page_of(form).all("data-unseen")
        assert lines_of(form) == ["1"]
        sent = self.posts(
            self.mara,
            self.form,
            {"_lines-task": "1", "_line-task-0-_id": self.task.pk, "_line-task-0-name": "X"},
        )
        assert errors(sent) == {"_line-task-0-line": [f"Task {self.task} is locked."]}


class FilledTests(LinesCase):
    def test_a_default_made_of_other_fields_fills_what_is_left_empty(self) -> None:
        self.enterContext(only_here())

        class TaskRules(kit.Rules):
            model = Task
            hours = kit.Fill("hours", models.Value(2) * F("project__budget"))

        sent = self.sends(self.ada, "/project/new/", name="A", budget="4", task_0_name="Drill")
        assert (sent.status_code, Task.everything.get().hours) == (302, 8)


class StepTests(LinesCase):
    def test_the_last_step_asks_for_lines_and_going_back_keeps_them(self) -> None:
        first = self.asks(self.mara, "/staff/")
        assert lines_of(first) == []
        last = self.sends(self.mara, "/staff/", first, name="Early", _go="next")
        assert lines_of(last) == ["1", "2", "3"]
        back = self.sends(self.mara, "/staff/", last, duty_1_name="Ada", _go="back")
        assert lines_of(back) == []
        assert controls(form_of(back))["_line-duty-1-name"] == ["Ada"]
        last = self.sends(self.mara, "/staff/", back, _go="next")
        sent = self.sends(self.mara, "/staff/", last, duty_1_visitors="0.5", _go="send")
        assert errors(sent)["_line-duty-1-visitors"] == ["Write a whole number, such as 12."]
        sent = self.sends(self.mara, "/staff/", sent, duty_1_visitors="5", _go="send")
        assert (sent.status_code, self.names()) == (302, ["Ada"])
