"""Forms: what they offer, what they keep, and what they say beside what is wrong."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F, Q

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing.html import Element, controls
from tests.kit.lab.models import LogLine, Measure, Project, Salary, Task
from tests.kit.web.workshop import WorkshopCase, errors, page_of, said, toast_after

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name", "stage")


class FormCase(WorkshopCase):
    pages = [ProjectsPage]

    def form(self, player: Any, address: str) -> Element:
        found = page_of(self.asks(player, address)).first("data-form")
        assert found is not None
        return found


class OfferedTests(FormCase):
    """A form has what this person may write, with what it starts with."""

    def test_a_status_that_actions_move_is_in_no_form(self) -> None:
        stood = controls(self.form(self.ines, "/project/new/"))
        assert "stage" not in stood
        assert stood["name"] == [""]

    def test_what_a_rule_works_out_of_the_day_stands_there(self) -> None:
        begins = {"day": kit.MonthStart(kit.Today()), "text": kit.Text("whole")}
        with only_here():
            fills = {f"fill_{name}": kit.Fill(name, said) for name, said in begins.items()}
            type("BeginRules", (kit.Rules,), {"model": Measure, **fills})
            stood = controls(self.form(self.ada, "/measure/new/"))
        assert (stood["day"], stood["text"]) == (["2026-03-01"], [""])

    def test_the_address_may_fill_a_field(self) -> None:
        stood = controls(self.form(self.mara, "/project/new/?name=Apple&created_by=1"))
        assert stood["name"] == ["Apple"]
        assert "created_by" not in stood

    def test_what_a_person_may_not_see_is_not_in_the_form(self) -> None:
        assert "budget" not in controls(self.form(self.mara, "/project/new/"))
        assert "budget" in controls(self.form(self.ines, "/project/new/"))

    def test_computed_fields_are_never_typed_in(self) -> None:
        assert "open_tasks" not in controls(self.form(self.ada, "/project/new/"))

    def test_only_rows_that_may_be_picked_are_offered(self) -> None:
        running = self.project("Running", stage="running")
        self.project("Idea")
        select = self.form(self.ada, "/project/new/").first("name", "parent")
        assert select is not None
        offered = [one.attributes["value"] for one in select if one.tag == "option"]
        assert offered == ["", str(running.pk)]

    def test_only_people_that_may_be_picked_are_offered(self) -> None:
        select = self.form(self.ada, "/project/new/").first("name", "lead")
        assert select is not None
        offered = [one.text for one in select if one.tag == "option"]
        assert offered == ["Nobody", "Ines Roca", "Mara Lind"]

    def test_a_row_as_it_stands_is_in_its_form(self) -> None:
        row = self.project(
            "Apple",
            lead=self.mara.person,
            tags=["red"],
            budget=Decimal("1500"),
            starts_on=self.today,
        )
        row.members.set([self.jon.person])
        stood = controls(self.form(self.ada, f"/project/{row.pk}/edit/"))
        assert stood["lead"] == [str(self.mara.person.pk)]
        assert stood["members"] == [str(self.jon.person.pk)]
        assert stood["tags"] == ["red"]
        assert stood["budget"] == ["1,500.00"]
        assert stood["starts_on"] == ["2026-03-11"]

    def test_sending_a_form_as_it_stands_changes_nothing(self) -> None:
        row = self.project("Apple", budget=Decimal("1500.25"), tags=["red"], starts_on=self.today)
        before = dict(Project.everything.values().get(pk=row.pk))
        stood = controls(self.form(self.ada, f"/project/{row.pk}/edit/"))
        assert self.posts(self.ada, f"/project/{row.pk}/edit/", stood).status_code == 302
        assert dict(Project.everything.values().get(pk=row.pk)) == before

    def test_a_form_costs_few_queries_however_many_relations_it_has(self) -> None:
        with self.assertNumQueries(1):
            self.asks(self.ada, "/project/new/")


class WrittenTests(FormCase):
    """What is typed becomes values of the right kinds."""

    def test_one_of_each_kind(self) -> None:
        values = {
            "whole": "1,250",
            "exact": "2.5",
            "flag": "on",
            "text": "  a  ",
            "mood": "good",
            "tags": ["bad", "good"],
            "day": "2026-11-20",
            "at": "2026-11-20T10:30",
            "clock": "09:15",
            "owner": self.jon.person.pk,
            "helpers": [self.mara.person.pk, self.ada.person.pk],
        }
        answer = self.posts(self.ada, "/measure/new/", values)
        assert answer.status_code == 302, errors(answer) if answer.status_code == 422 else ""
        row = Measure.everything.get()
        assert (row.whole, row.exact, row.flag) == (1250, Decimal("2.5"), True)
        assert (row.text, row.mood, row.tags) == ("a", "good", ["bad", "good"])
        assert row.at.isoformat() == "2026-11-20T09:30:00+00:00"
        assert str(row.clock) == "09:15:00"
        assert row.owner == self.jon.person
        assert row.helpers.count() == 2

    def test_an_unticked_box_that_was_shown_is_false(self) -> None:
        row = self.project("Apple")
        task = Task.everything.create(project=row, name="Peel", done=True)
        self.posts(self.ada, f"/task/{task.pk}/edit/", {"_shown": ["done"]})
        assert not self.reload(task).done

    def test_a_box_that_was_not_shown_stays(self) -> None:
        row = self.project("Apple")
        task = Task.everything.create(project=row, name="Peel", done=True)
        self.posts(self.ada, f"/task/{task.pk}/edit/", {"name": "Core"})
        assert self.reload(task).done

    def test_it_leads_to_the_new_row_and_says_so(self) -> None:
        answer = self.posts(self.mara, "/project/new/", {"name": "Apple"})
        row = Project.everything.get()
        assert answer["Location"].startswith(f"/project/{row.pk}/?toast=")
        assert toast_after(self, self.mara, answer) == "Apple added."

    def test_whoever_may_not_see_what_they_made_is_led_home(self) -> None:
        Salary.everything.create(person=self.jon.person, amount=1)
        answer = self.posts(self.mara, "/log_line/new/", {"text": "Rain"})
        assert f"/log_line/{LogLine.everything.get().pk}/" in answer["Location"]

    def test_it_leads_on_where_it_was_asked_to(self) -> None:
        for asked, leads in (
            ("/projects/?stage=idea", "/projects/?stage=idea&toast="),
            ("https://elsewhere.example/", "/project/"),
            ("//elsewhere.example/", "/project/"),
            ("/\\elsewhere.example", "/project/"),
            ("javascript:alert(1)", "/project/"),
        ):
            with self.subTest(asked):
                values = {"name": f"To {asked}", "_next": asked}
                answer = self.posts(self.mara, "/project/new/", values)
                assert answer["Location"].startswith(leads), answer["Location"]

    def test_only_a_path_of_this_site_is_kept_for_later(self) -> None:
        for asked, kept in (
            ("/projects/?stage=idea", "/projects/?stage=idea"),
            ("https://elsewhere.example/", ""),
            ("//elsewhere.example/", ""),
            ("javascript:alert(1)", ""),
        ):
            with self.subTest(asked):
                shown = self.asks(self.mara, f"/project/new/?next={quote(asked)}")
                again = self.posts(self.mara, "/project/new/", {"name": "", "_next": asked})
                for answer in (shown, again):
                    hidden = page_of(answer).first("name", "_next")
                    assert (hidden.attributes["value"] if hidden else "") == kept

    def test_a_toast_that_was_made_up_is_not_shown(self) -> None:
        answer = self.asks(self.mara, "/projects/?toast=You+won")
        assert page_of(answer).first("data-toast") is None


class WrongTests(FormCase):
    """What is wrong is said beside its field, and what was typed is kept."""

    def test_every_kind_says_how_it_is_written(self) -> None:
        for field, typed, sentence in (
            ("whole", "a few", "Write a whole number, such as 12."),
            ("whole", "1.5", "Write a whole number, such as 12."),
            ("exact", "much", "Write a number, such as 1,250.5."),
            ("day", "tomorrow", "Write a date, such as 2026-11-20."),
            ("day", "2026-02-31", "Write a date, such as 2026-11-20."),
            ("at", "soon", "Write a date and a time, such as 2026-11-20 14:30."),
            ("clock", "25:00", "Write a time, such as 14:30."),
            ("owner", "Jon", "Pick one from the list."),
        ):
            with self.subTest(field=field, typed=typed):
                answer = self.posts(self.ada, "/measure/new/", {field: typed, "text": "kept"})
                assert answer.status_code == 422
                assert errors(answer) == {field: [sentence]}
                form = page_of(answer).first("data-form")
                assert form is not None
                assert controls(form)["text"] == ["kept"]
        assert not Measure.everything.exists()

    def test_the_typed_text_stands_there_again(self) -> None:
        answer = self.posts(self.ines, "/project/new/", {"name": "A", "budget": "about 3"})
        box = page_of(answer).first("name", "budget")
        assert box is not None
        assert box.attributes["value"] == "about 3"
        assert box.attributes["aria-invalid"] == "true"
        assert box.attributes["aria-describedby"] == "budget-error"

    def test_what_is_missing_is_said_together_with_what_cannot_be_read(self) -> None:
        values = {"name": "", "budget": "about 3", "_shown": ["name", "budget"]}
        assert errors(self.posts(self.ines, "/project/new/", values)) == {
            "name": ["This field is required."],
            "budget": ["Write an amount, such as 3,000."],
        }

    def test_a_rule_of_the_row_is_said_in_its_own_words(self) -> None:
        values = {"name": "A", "starts_on": self.today, "ends_on": self.yesterday}
        answer = self.posts(self.mara, "/project/new/", values)
        assert "A project ends after it starts." in str(errors(answer))

    def test_a_summary_leads_to_each_field(self) -> None:
        page = page_of(self.posts(self.mara, "/project/new/", {"name": ""}))
        top = page.first("role", "alert")
        assert top is not None
        assert "One thing to put right" in top.text
        links = [one.attributes["href"] for one in top.all("href") if one.tag == "a"]
        assert links == ["#name"]

    def test_a_field_that_is_not_there_is_refused(self) -> None:
        answer = self.posts(self.mara, "/project/new/", {"name": "A", "owner_id": 1})
        assert answer.status_code == 422
        assert said(answer) == "There is no field 'owner_id' here."

    def test_a_field_that_is_not_mine_is_refused(self) -> None:
        answer = self.posts(self.mara, "/project/new/", {"name": "A", "budget": "5"})
        assert answer.status_code == 403
        assert not Project.everything.exists()

    def test_what_another_person_saved_meanwhile_is_not_lost(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        stood = controls(self.form(self.mara, f"/project/{row.pk}/edit/"))
        self.ada.edits(row, name="Apricot")
        Project.everything.filter(pk=row.pk).update(updated_at=self.now.replace(hour=11))
        answer = self.posts(self.mara, f"/project/{row.pk}/edit/", {**stood, "name": "Avocado"})
        assert answer.status_code == 409
        assert "was changed meanwhile" in said(answer)
        assert self.reload(row).name == "Apricot"

    def test_a_locked_row_says_so(self) -> None:
        row = self.project("Apple", stage="over", lead=self.mara.person)
        answer = self.posts(self.mara, f"/project/{row.pk}/edit/", {"name": "B"})
        assert (answer.status_code, said(answer)) == (409, "Project Apple is locked.")


class LookupTests(FormCase):
    """More rows than a dropdown holds are typed by their title."""

    def setUp(self) -> None:
        Project.everything.bulk_create(
            Project(name=f"Parent {n:03}", stage="running") for n in range(201)
        )

    def test_the_box_takes_a_title(self) -> None:
        values = {"name": "Child", "parent": "parent 150", "_titled": "parent"}
        assert self.posts(self.ada, "/project/new/", values).status_code == 302
        assert Project.everything.get(name="Child").parent.name == "Parent 150"

    def test_a_title_that_nobody_has_is_said(self) -> None:
        values = {"name": "Child", "parent": "Granny", "_titled": "parent"}
        answer = self.posts(self.ada, "/project/new/", values)
        assert errors(answer) == {"parent": ["There is none called “Granny”."]}

    def test_the_title_of_what_is_chosen_stands_in_it(self) -> None:
        parent = Project.everything.get(name="Parent 200")
        row = self.project("Child", parent=parent)
        box = self.form(self.ada, f"/project/{row.pk}/edit/").first("name", "parent")
        assert box is not None
        assert (box.tag, box.attributes["value"]) == ("input", "Parent 200")


class ShowIfTests(FormCase):
    """A field that is there only while something holds."""

    def hidden(self, address: str, values: dict[str, Any]) -> Any:
        answer = self.posts(self.mara, address, values, headers={"X-Kit": "look"})
        return answer.json()["hidden"]

    def test_it_is_hidden_until_it_applies(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        field = self.form(self.mara, f"/project/{row.pk}/edit/").first("data-field", "why_secret")
        assert field is not None
        assert "hidden" in field.attributes
        Project.everything.filter(pk=row.pk).update(secret="x")
        field = self.form(self.mara, f"/project/{row.pk}/edit/").first("data-field", "why_secret")
        assert field is not None
        assert "hidden" not in field.attributes

    def test_the_form_asks_while_one_types_and_nothing_is_kept(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        address = f"/project/{row.pk}/edit/"
        assert self.hidden(address, {"name": "Pear", "secret": ""}) == ["why_secret"]
        assert self.hidden(address, {"name": "Pear", "secret": "x"}) == []
        assert self.hidden(address, {"starts_on": "soon"}) == ["why_secret"]
        assert self.hidden("/project/new/", {"name": "Pear"}) == ["why_secret"]
        assert self.reload(row).name == "Apple"
        assert Project.everything.count() == 1

    def test_what_they_may_not_see_is_not_found_out_by_trying(self) -> None:
        """Jon works on it and does not see the secret, which the lead does."""
        parent = self.project("Oak")
        row = self.project("Apple", lead=self.mara.person, parent=parent)
        row.members.add(self.jon.person)
        address = f"/project/{row.pk}/edit/"
        for when in (
            ~Q(secret=""),
            Q(parent__secret="x"),
            Q(secret=F("name")),
            Q(same_budget__gt=1),
        ):
            with self.subTest(when), only_here() as declared:
                own = {"model": Project, "show_why": kit.ShowIf("why_secret", when)}
                declared.rules = {}
                type("OwnRules", (kit.Rules,), own)
                field = self.form(self.jon, address).first("data-field", "why_secret")
                assert field is not None
                assert "hidden" not in field.attributes
                for typed in ({"name": "x"}, {"name": "x", "lead": str(self.jon.asker.id)}):
                    answer = self.posts(self.jon, address, typed, headers={"X-Kit": "look"})
                    assert answer.json()["hidden"] == []

    def test_an_actions_form_may_ask_too_without_running_it(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        self.hidden(f"/project/{row.pk}/do/start/", {"starts_on": "2026-01-01"})
        assert self.reload(row).stage == "idea"


class DeleteTests(FormCase):
    """A row is deleted after a yes."""

    def test_it_asks_first(self) -> None:
        row = self.project("Apple")
        page = page_of(self.asks(self.ada, f"/project/{row.pk}/delete/"))
        assert "Delete Apple?" in page.text
        assert Project.everything.filter(pk=row.pk).exists()

    def test_a_yes_deletes_and_leads_to_the_list(self) -> None:
        row = self.project("Apple")
        answer = self.posts(self.ada, f"/project/{row.pk}/delete/", {})
        assert answer["Location"].startswith("/projects/?toast=")
        assert toast_after(self, self.ada, answer) == "Apple deleted. Undo"
        assert not Project.everything.filter(pk=row.pk).exists()

    def test_it_is_taken_back_from_where_it_is_said(self) -> None:
        row = self.project("Apple", budget=5)
        told = self.asks(
            self.ada, self.posts(self.ada, f"/project/{row.pk}/delete/", {})["Location"]
        )
        undo = page_of(told).first("formaction", f"/project/{row.pk}/restore/")
        assert undo is not None
        assert undo.text == "Undo"
        answer = self.posts(self.ada, undo.attributes["formaction"], {})
        assert toast_after(self, self.ada, answer) == "Apple is back."
        assert self.reload(row).budget == 5

    def test_a_row_that_was_never_deleted_cannot_be_brought_back(self) -> None:
        row = self.project("Apple")
        assert self.posts(self.ada, f"/project/{row.pk}/restore/", {}).status_code == 404
        assert self.asks(self.ada, f"/project/{row.pk}/restore/").status_code == 405

    def test_who_may_not_reads_who_may(self) -> None:
        row = self.project("Apple")
        for answer in (
            self.asks(self.mara, f"/project/{row.pk}/delete/"),
            self.posts(self.mara, f"/project/{row.pk}/delete/", {}),
        ):
            assert answer.status_code == 403
            assert said(answer) == "Only admins may delete projects."


class FileTests(FormCase):
    """A file goes to the store under a key of its own, and comes back under the row's right."""

    def put(self, name: str = "plan.pdf", body: bytes = b"%PDF-1.7") -> Any:
        given = SimpleUploadedFile(name, body, content_type="text/html")
        return self.posts(self.mara, "/project/new/", {"name": name, "paper": given})

    def kept(self) -> Project:
        row: Project = Project.everything.get()
        return row

    def test_it_is_kept_and_named_on_the_row(self) -> None:
        self.put("Plan für März.pdf", b"x" * 2048)
        page = self.mara.sees(self.kept())
        assert "Plan für März.pdf" in page.root.text
        assert "2 kB" in page.root.text

    def test_the_gate_is_told_what_to_send(self) -> None:
        self.put()
        row = self.kept()
        answer = self.asks(self.jon, f"/project/{row.pk}/file/paper/")
        assert answer["X-Site-File"] == row.paper.name
        assert re.search(r"^files/[\w-]{16}\.8/plan\.pdf$", row.paper.name)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == "inline; filename*=UTF-8''plan.pdf"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer.content == b""

    def test_what_a_browser_might_run_is_saved_instead(self) -> None:
        self.put("note.txt", b"<script>")
        answer = self.asks(self.mara, f"/project/{self.kept().pk}/file/paper/")
        assert answer["Content-Disposition"].startswith("attachment")

    def test_a_wrong_ending_is_said_beside_the_field(self) -> None:
        answer = self.put("list.zip")
        assert errors(answer) == {"paper": ["Only pdf, txt files."]}

    def test_too_large_is_said_beside_the_field(self) -> None:
        answer = self.put(body=b"x" * (1024 * 1024 + 1))
        assert errors(answer) == {"paper": ["At most 1 MB."]}

    def test_a_form_without_a_new_file_keeps_the_old(self) -> None:
        self.put()
        row = self.kept()
        self.posts(self.ada, f"/project/{row.pk}/edit/", {"name": "Other", "_shown": ["paper"]})
        assert self.reload(row).paper.name == row.paper.name

    def test_a_file_is_taken_away_by_its_box(self) -> None:
        self.put()
        row = self.kept()
        values = {"_shown": ["paper"], "_clear": ["paper"]}
        self.posts(self.ada, f"/project/{row.pk}/edit/", values)
        assert not self.reload(row).paper

    def test_whoever_may_not_see_the_row_does_not_find_its_file(self) -> None:
        self.put()
        row = self.kept()
        Project.everything.filter(pk=row.pk).update(name="hidden plan")
        answer = self.asks(self.jon, f"/project/{row.pk}/file/paper/")
        assert answer.status_code == 404
        assert "X-Site-File" not in answer

    def test_a_field_that_is_no_file_is_not_there(self) -> None:
        self.put()
        for field in ("name", "secret", "objects", "pk"):
            answer = self.asks(self.mara, f"/project/{self.kept().pk}/file/{field}/")
            assert answer.status_code == 404, field


NO_PROJECT = "There is no project to choose yet. Add one first"


class NothingToChooseTests(FormCase):
    """A list that is empty says so, and leads to its first row whoever may add one."""

    def hint(self, player: Any) -> Element | None:
        return self.form(player, "/task/new/").first("data-missing")

    def test_an_empty_list_leads_to_its_first_row(self) -> None:
        hint = self.hint(self.ada)
        assert hint is not None
        assert hint.text == NO_PROJECT
        assert [one.attributes["href"] for one in hint if one.tag == "a"] == ["/project/new/"]

    def test_a_list_with_rows_says_nothing(self) -> None:
        self.project("Apple")
        assert self.hint(self.ada) is None

    def test_what_depends_on_another_choice_says_which_comes_first(self) -> None:
        """A parent is one of the same lead, under way; the list is there once a lead is chosen."""
        self.project("Apple", lead=self.mara.person)
        with only_here() as declared:
            declared.rules = {}
            pick = kit.Pick("parent", Q(lead=kit.Of("row", "lead")))
            type("OwnRules", (kit.Rules,), {"model": Project, "pick_parent": pick})
            lead = str(self.mara.asker.id)
            chosen = f"/project/new/?lead={lead}"
            for address, typed, said, offered in (
                ("/project/new/", None, "Choose a lead first.", []),
                ("/project/new/", {"name": ""}, "Choose a lead first.", []),
                (chosen, None, "", ["Apple"]),
                ("/project/new/", {"name": "", "lead": lead}, "", ["Apple"]),
                (f"/project/new/?lead={self.jon.asker.id}", None, NO_PROJECT, []),
            ):
                with self.subTest(address=address, typed=typed):
                    sent = self.posts(self.ada, address, typed) if typed is not None else None
                    page = page_of(sent or self.asks(self.ada, address))
                    hint = page.first("data-missing")
                    assert (hint.text if hint else "") == said
                    box = page.first("name", "parent")
                    assert box is not None
                    assert [one.text for one in box.all("value") if one.text != "None"] == offered
