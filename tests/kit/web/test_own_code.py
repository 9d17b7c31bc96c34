"""Code of the tool's own: what it may do is what whoever presses may do, all of it or nothing."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from unittest import mock

from django.utils import timezone

import site_kit as kit
from site_kit import happenings
from site_kit.actions import RunExtension
from site_kit.asker import clock_stands_at
from site_kit.checks import of_action
from site_kit.clock import run_due
from site_kit.errors import Broken
from site_kit.pages import ExtensionPage
from site_kit.records import HistoryLine, Run
from site_kit.registry import declared, only_here
from tests.kit.lab.models import LogLine, Project, Salary, Task
from tests.kit.own_code import own_code
from tests.kit.web.workshop import (
    WorkshopCase,
    errors,
    only_the_workshop,
    page_of,
    said,
    toast_after,
)

USES = "from site_kit.extensions import act, change, create, find, refuse, remove, today\n"
RUN = f"{USES}\n\ndef run(row, person, asked):\n    "
BODIES = {
    "thank": 'return f"{row.name} thanks {person.name}, {person.email}."',
    "rename": 'change(row, name=asked["name"])\n    return f"Now it is {row.name}."',
    "quiet": "change(row, starts_on=today())",
    "half": 'create("log_line", text="Half")\n    return str(1 // 0)',
    "no_text": 'create("log_line", text="Half")\n    return 7',
    "no": 'create("log_line", text="Half")\n    refuse("Not on a Wednesday.")',
    "count": "return f\"{len(find('project'))} {len(find('salary'))}\"",
    "dear": 'return str(find("project", budget__gte=1))',
    "by_price": 'return str(find("project", "-budget"))',
    "secret": "return row.secret",
    "paid": 'change(row, budget="5")',
    "begin": 'act(row, "start", starts_on=today())\n    return row.stage',
    "merge": (
        'for task in find("task", "name", project=row):\n'
        '        create("task", project=asked["parent"], name=task.name)\n'
        "    remove(row)\n"
        "    return f\"{asked['parent']} has them.\""
    ),
    "assign": 'row.name = "x"\n    return ""',
    "above": 'return f"{row.parent} {row.parent and row.parent.name}"',
    "again": 'act(row, "again")',
    "nowhere": 'find("projekt")',
}
ASKS = {"rename": ("name",), "merge": ("parent",)}


class OwnCase(WorkshopCase):
    """A button for each piece of code, for every member."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.enterClassContext(own_code({one: f"{RUN}{body}\n" for one, body in BODIES.items()}))
        cls.enterClassContext(only_here())
        for one in BODIES:
            keys = {"model": Project, "hook": one, "by": ("member",), "needs": ASKS.get(one, ())}
            type(one, (RunExtension,), {"bulk": True, "id": one, **keys})

    def press(self, player: Any, one: str, row: Any, **asked: Any) -> Any:
        return self.posts(player, f"/project/{row.pk}/do/{one}/", asked)

    def told(self, player: Any, one: str, row: Any, **asked: Any) -> str:
        return toast_after(self, player, self.press(player, one, row, **asked))


class PressingTests(OwnCase):
    def test_the_person_is_shown_what_it_returns(self) -> None:
        row = self.project("Roof")
        assert self.told(self.mara, "thank", row) == "Roof thanks Mara Lind, mara@acme.example."

    def test_what_it_writes_is_kept_and_stands_in_the_history(self) -> None:
        row = self.project("Roof", lead=self.mara.person)
        assert self.told(self.mara, "rename", row, name="Wall") == "Now it is Wall."
        line = HistoryLine.objects.get(entity="project", record=row.pk)
        assert (line.cause, line.by_id) == ("rename", self.mara.asker.id)
        assert line.changes == {"name": ["Roof", "Wall"]}

    def test_without_a_text_the_button_says_that_it_is_done(self) -> None:
        row = self.project("Roof", lead=self.mara.person)
        assert self.told(self.mara, "quiet", row) == "Quiet Roof: done."

    def test_what_it_asks_for_is_compulsory_and_is_not_written_by_itself(self) -> None:
        row = self.project("Roof")
        answer = self.press(self.mara, "rename", row, name="")
        assert errors(answer) == {"name": ["This field is required."]}
        assert Project.everything.get().name == "Roof"

    def test_a_row_that_may_not_be_chosen_is_not_handed_over(self) -> None:
        row, idea = self.project("Roof", lead=self.mara.person), self.project("Idea")
        answer = self.press(self.mara, "merge", row, parent=str(idea.pk))
        assert errors(answer) == {"parent": ["This cannot be chosen here."]}

    def test_a_row_that_it_deletes_leads_to_the_list(self) -> None:
        row = self.project("Roof")
        other = self.project("Wall", lead=self.ada.person, stage="running")
        Task.everything.create(project=row, name="Nails")
        answer = self.press(
            self.ada, "merge", row, parent=str(other.pk), _next=f"/project/{row.pk}/"
        )
        assert answer["Location"].startswith("/?toast=")
        assert toast_after(self, self.ada, answer) == "Wall has them."
        assert list(Task.everything.values_list("project__name", "name")) == [("Wall", "Nails")]

    def test_ticked_rows_each_by_itself(self) -> None:
        one, other = self.project("Roof"), self.project("Wall")
        ticked = {"rows": [str(one.pk), str(other.pk)], "_sure": "1"}
        answer = self.posts(self.mara, "/project/do/thank/", ticked)
        told = toast_after(self, self.mara, answer)
        assert told.startswith("Thank: 2 projects. Roof thanks Mara")
        assert "Wall thanks" in told

    def test_a_program_is_told_too(self) -> None:
        row = self.project("Roof")
        answer = self.client_of(self.mara).post(
            f"/api/v1/project/{row.pk}/do/thank/", "{}", content_type="application/json"
        )
        assert json.loads(answer.content) == {
            "id": row.pk,
            "said": "Roof thanks Mara Lind, mara@acme.example.",
        }


class RightsTests(OwnCase):
    def test_it_finds_the_rows_that_whoever_presses_may_see(self) -> None:
        row = self.project("Roof")
        self.project("hidden plan")
        Salary.everything.create(person=self.mara.person, amount=1)
        assert self.told(self.mara, "count", row) == "1 0"
        assert self.told(self.ada, "count", row) == "2 1"

    def test_what_it_may_not_do_it_does_not(self) -> None:
        row = self.project("Roof", secret="Gold")
        for one, sentence in (
            ("secret", "Secret of project is hidden from you."),
            ("dear", "Budget is hidden from you."),
            ("by_price", "Budget is hidden from you."),
            ("quiet", "Only its lead, its members or admins may edit projects."),
            ("begin", "Only planners or its lead may start projects."),
        ):
            with self.subTest(one):
                answer = self.press(self.jon, one, row)
                assert (answer.status_code, said(answer)) == (403, sentence)

    def test_a_field_that_is_not_theirs_is_refused(self) -> None:
        row = self.project("Roof", lead=self.mara.person)
        answer = self.press(self.mara, "paid", row)
        assert said(answer) == "Budget is not yours to change here."

    def test_a_related_row_that_is_hidden_is_not_there(self) -> None:
        row = self.project("Roof", parent=self.project("hidden plan"))
        assert self.told(self.mara, "above", row) == "None None"
        assert self.told(self.ada, "above", row) == "hidden plan hidden plan"

    def test_a_rule_refuses_it_in_its_own_words(self) -> None:
        row = self.project("Roof", lead=self.mara.person, stage="over")
        assert "locked" in said(self.press(self.mara, "quiet", row)).lower()

    def test_another_button_is_pressed_under_its_own_right(self) -> None:
        row = self.project("Roof", lead=self.mara.person)
        assert self.told(self.mara, "begin", row) == "running"


class StoppingTests(OwnCase):
    def test_what_stops_leaves_nothing_behind_and_says_so(self) -> None:
        row = self.project("Roof")
        for one, sentence in (
            ("half", "The tool's own code “half” stopped in line 6 (ZeroDivisionError)."),
            ("no_text", "The tool's own code “no_text” gave no text, so nothing was kept."),
            ("assign", "The tool's own code “assign” stopped in line 5 (TypeError)."),
            ("again", "Code of the tool's own presses no button of other such code."),
            ("nowhere", "There is no entity “projekt”. Did you mean 'project'?"),
        ):
            with self.subTest(one):
                answer = self.press(self.mara, one, row)
                assert said(answer).startswith(sentence), said(answer)
        assert not LogLine.everything.exists()

    def test_it_may_refuse_with_a_sentence_of_its_own(self) -> None:
        answer = self.press(self.mara, "no", self.project("Roof"))
        assert answer.status_code == 422
        assert "Not on a Wednesday." in page_of(answer).text
        assert not LogLine.everything.exists()


class DeclaringTests(OwnCase):
    def test_an_action_whose_function_is_not_there_does_not_start(self) -> None:
        with own_code(
            {"show": "def show(request):\n    pass\n", "wide": "def run(row):\n    pass\n"}
        ):
            for hook, sentence in (
                ("missing", "There is no extensions/missing.py."),
                ("show", "extensions/show.py has no run(row, person, asked)."),
                ("wide", "extensions/wide.py has no run(row, person, asked)."),
                ("../x", "There is no extensions/../x.py."),
            ):
                with only_here():
                    made = type("One", (kit.RunExtension,), {"model": Project, "hook": hook})
                    assert [told for told, _ in of_action(made(), ())] == [sentence]


SHOW = f"from decimal import Decimal\n{USES}\n\ndef show(request):\n    "
PAGES = {
    "whole": """found = find("project", "name")
    return {"parts": [
        {"figures": [("Projects", len(found)), ("Mine", 1234.5)]},
        {"heading": "By name", "text": f"**Hello** {request.person.name} <b>x</b>",
         "columns": ["What", "Lead", "Days", "Late"],
         "rows": [(one, one.lead, 12, one.late) for one in found]},
        {"links": [("All", "/projects/?stage=idea"), *()]},
    ]}""".replace(", *()", ""),
    "plain": 'return {"text": request.values.get("say", "Nothing")}',
    "empty": 'return {"columns": ["A"], "rows": []}',
    "markup": 'return {"columns": ["<i>"], "rows": [["<script>x</script>"]], "text": "<script>"}',
    "writes": 'create("log_line", text="x")\n    return {}',
    "no_dict": 'return "x"',
    "no_key": 'return {"html": "x"}',
    "ragged": 'return {"columns": ["A"], "rows": [[1, 2]]}',
    "outside": 'return {"links": [("Out", "https://elsewhere.example/")]}',
    "script": 'return {"links": [("Out", "javascript:alert(1)")]}',
    "stops": "return {}[1]",
    "no_number": 'return {"figures": [("A", Decimal("sNaN"))]}',
    "endless": 'a = []\n    a.append(a)\n    return {"columns": ["A"], "rows": [[a]]}',
    "half_sign": 'return {"text": chr(0xd800), "heading": chr(0xd800)}',
    "half_in_head": 'return {"heading": chr(0xd800)}',
}


class LookingTests(WorkshopCase):
    """A page for each piece of code."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.enterClassContext(own_code({one: f"{SHOW}{body}\n" for one, body in PAGES.items()}))
        with only_here() as declared:
            for one in PAGES:
                type(one, (ExtensionPage,), {"id": one, "hook": one, "__module__": "app.pages"})
            pages = declared.pages[-len(PAGES) :]
        cls.enterClassContext(only_the_workshop(pages))

    def test_it_is_drawn_like_every_other_page(self) -> None:
        row = self.project("Roof", lead=self.mara.person)
        page = self.mara.opens("whole")
        assert page.headings == ["What", "Lead", "Days", "Late"]
        assert page.column("What") == ["Roof"]
        assert page.column("Days") == ["12"]
        link = page.root.first("href", f"/project/{row.pk}/")
        assert link is not None
        assert [one.text for one in page.root.all("data-figure")] == ["1", "1,234.5"]
        assert "Hello Mara Lind <b>x</b>" in page.root.text
        assert page.root.first("href", "/projects/?stage=idea") is not None

    def test_it_shows_what_whoever_looks_may_see(self) -> None:
        self.project("hidden plan")
        assert self.mara.opens("whole").column("What") == []
        assert self.ada.opens("whole").column("What") == ["hidden plan"]

    def test_it_is_given_the_texts_of_its_address(self) -> None:
        assert "Good day" in self.mara.opens("plain", say="Good day").root.text

    def test_nothing_in_it_becomes_markup(self) -> None:
        sent = self.asks(self.mara, "/markup/").content.decode()
        assert "<script>x" not in sent
        assert "&lt;script&gt;x&lt;/script&gt;" in sent
        assert "&lt;i&gt;" in sent

    def test_what_is_no_page_is_a_sentence(self) -> None:
        gave = "The tool's own code “{}” gave no page: "
        unwritten = "there is something in it that cannot be written down."
        for one, sentence in (
            ("no_dict", f"{gave}show returns a dict."),
            ("no_key", f"{gave}there is no key 'html';"),
            ("ragged", f"{gave}a row has 1 cells, as there are columns."),
            ("outside", f"{gave}a link leads to a row or to an address of this tool."),
            ("script", f"{gave}a link leads to a row or to an address of this tool."),
            *((one, gave + unwritten) for one in ("no_number", "endless", "half_sign")),
            ("half_in_head", gave + unwritten),
            ("stops", "The tool's own code “stops” stopped in line 6 (KeyError)."),
            ("writes", "A page or a value of the tool's own code changes nothing."),
        ):
            with self.subTest(one):
                assert said(self.asks(self.mara, f"/{one}/")).startswith(sentence.format(one))
        assert not LogLine.everything.exists()

    def test_without_rows_it_says_so(self) -> None:
        assert "Nothing here yet." in self.mara.opens("empty").root.text


JOB = f"{USES}\n\ndef job(rows_of_run):\n    ".replace("rows_of_run", "rows")
JOBS = {
    "follow": (
        'for row in rows:\n        create("log_line", text=f"{row.name} {row.secret}")\n'
        '        change(row, stage="over")'
    ),
    "together": (
        'create("log_line", text=" ".join(row.name for row in rows))\n'
        '    if len(rows) > 2:\n        refuse("Too many.")'
    ),
}


class WorkingTests(WorkshopCase):
    """Two automations that hand rows to code: when a project begins, and every day."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.enterClassContext(own_code({one: f"{JOB}{body}\n" for one, body in JOBS.items()}))
        cls.enterClassContext(only_here())
        declared.automations.clear()
        steps = {"do": (kit.Extend("follow"),), "when": kit.Acted("start")}
        type("FollowProject", (kit.Automation,), {"model": Project, **steps})
        steps = {"do": (kit.Set({"secret": "x"}), kit.Extend("together")), "when": kit.Every("day")}
        type("TogetherProject", (kit.Automation,), {"model": Project, **steps})

    def lines(self) -> list[str]:
        return list(LogLine.everything.order_by("pk").values_list("text", flat=True))

    def test_it_acts_as_the_tool_on_the_row_at_hand(self) -> None:
        row = self.project("Roof", lead=self.mara.person, secret="Gold")
        self.mara.runs("start", row, starts_on="2026-03-12")
        assert self.lines() == ["Roof Gold"]
        assert Project.everything.get().stage == "over"
        assert Run.objects.get().ok

    def test_a_rule_that_refuses_it_makes_a_failed_run_and_the_cause_stands(self) -> None:
        self.project("Roof", lead=self.mara.person)
        row = Project.everything.get()
        with mock.patch.object(happenings, "_extend", side_effect=Broken("It stopped.")):
            self.mara.runs("start", row, starts_on="2026-03-12")
        assert Project.everything.get().stage == "running"
        assert [(run.ok, run.error) for run in Run.objects.all()] == [(False, "It stopped.")]

    def test_by_the_clock_it_is_handed_all_rows_in_one_and_all_is_kept_or_nothing(self) -> None:
        for kept, names in ((True, ["Roof", "Wall"]), (False, ["Door"])):
            for name in names:
                self.project(name)
            day = 11 if kept else 12
            with clock_stands_at(timezone.make_aware(datetime(2026, 3, day - 1, 10))):
                run_due() if kept else None
            with clock_stands_at(timezone.make_aware(datetime(2026, 3, day, 10))):
                run_due()
        assert self.lines() == ["Roof Wall"]
        assert list(Project.everything.filter(secret="x").values_list("name", flat=True)) == [
            "Roof",
            "Wall",
        ]
        failed = Run.objects.filter(ok=False)
        assert {run.error for run in failed} == {"Too many."}
        assert failed.count() == 3


VALUES = {
    "worth": "len(row.name) * 10",
    "secret_of": "row.secret",
    "broken": "1 / 0",
    "writing": 'create("log_line", text="x")',
    "lead_of": "row.lead",
}


class ValueTests(WorkshopCase):
    """A button for each value, that writes it into the row."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        head = f"{USES}\n\ndef value(row):\n    return "
        cls.enterClassContext(own_code({one: f"{head}{said}\n" for one, said in VALUES.items()}))
        cls.enterClassContext(only_here())
        for one in VALUES:
            field = "lead" if one == "lead_of" else "budget"
            keys = {"model": Project, "id": one, "by": ("member",), "sets": {field: kit.Hook(one)}}
            type(one, (kit.Update,), keys)

    def test_it_is_worked_out_for_the_row_in_hand(self) -> None:
        row = self.project("Roof", lead=self.mara.person)
        for one in ("worth", "lead_of"):
            self.mara.runs(one, row)
        row = Project.everything.get()
        assert (row.budget, row.lead) == (40, self.mara.person)

    def test_what_it_may_not_do_or_cannot_leaves_the_row_as_it_was(self) -> None:
        row = self.project("Roof", secret="Gold")
        for one, sentence in (
            ("secret_of", "Secret of project is hidden from you."),
            ("broken", "The tool's own code “broken” stopped in line 5 (ZeroDivisionError)."),
            ("writing", "A page or a value of the tool's own code changes nothing."),
        ):
            with self.subTest(one):
                answer = self.posts(self.jon, f"/project/{row.pk}/do/{one}/", {})
                assert said(answer).startswith(sentence)
        assert Project.everything.get().budget is None
        assert not LogLine.everything.exists()

    def test_no_query_knows_it(self) -> None:
        with self.assertRaisesMessage(TypeError, "never by the database"):
            list(Project.everything.filter(budget=kit.Hook("worth")))

    def test_a_value_whose_function_is_not_there_does_not_start(self) -> None:
        with only_here():
            keys = {"model": Project, "sets": {"budget": kit.Hook("missing")}}
            made = type("One", (kit.Update,), keys)
            assert [told for told, _ in of_action(made(), ())] == [
                "There is no extensions/missing.py."
            ]
