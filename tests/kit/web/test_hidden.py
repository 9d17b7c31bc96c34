"""What a person may not see is nowhere: no page, address, count, chart, file or sentence has it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from unittest.mock import patch

from django.db import models
from django.db.models import Q

import site_kit as kit
from site_kit.asker import acting
from site_kit.models import EntityOptions
from site_kit.registry import only_here
from site_kit.testing import Player
from site_kit.titles import seen_title, seen_title_of, title_is_seen
from tests.kit.lab.declarations import ProjectPermissions
from tests.kit.lab.models import Project, Salary, Task
from tests.kit.web.workshop import WorkshopCase, page_of, said

with only_here():

    class ProjectsPage(kit.Table):
        """Budget is for admins and planners, the secret for the lead of the row."""

        model = Project
        columns = ("name", "stage", "lead", "budget", "secret", "parent")
        filters = ("stage", "budget", "secret", "parent", "parent.budget")
        search = ("name", "secret", "parent.secret")
        sort = ("-budget", "name")
        counts = (
            kit.PageCount("running", Q(stage="running")),
            kit.PageCount("dear", Q(budget__gt=1000)),
            kit.PageCount("sum", measure=models.Sum("budget")),
            kit.PageCount("secrets", ~Q(secret="")),
        )
        totals = (models.Sum("budget"), models.Count("pk"))

    class StagesPage(kit.Board):
        model = Project
        group_by = "stage"
        columns = ("name", "budget", "secret")
        filters = ("budget",)

    class FiguresPage(kit.Dashboard):
        parts = (
            kit.Stat("all", model=Project),
            kit.Stat("money", model=Project, measure=models.Sum("budget")),
            kit.Stat("dear", model=Project, scope=Q(budget__gt=1000)),
            kit.Progress("share", model=Project, of=models.Sum("budget")),
            kit.Chart("stages", model=Project, x="stage"),
            kit.Chart("by_money", model=Project, x="stage", measures=(models.Sum("budget"),)),
            kit.Chart("dear_ones", model=Project, x="stage", scope=Q(budget__gt=1000)),
            kit.Chart("budgets", model=Project, x="budget"),
            kit.Chart("split", model=Project, x="stage", split_by="budget"),
        )

    class DearestPage(kit.Dashboard):
        parts = (
            kit.RowList(
                "dearest", model=Project, columns=("stage", "budget"), sort=("-budget",), limit=3
            ),
            kit.RowList("pay", model=Salary, columns=("amount",)),
        )

    class TasksPage(kit.Table):
        model = Task
        columns = ("name", "project", "project.budget", "project.secret")
        filters = ("project.budget", "project")
        search = ("name", "project.secret")

    class PayPage(kit.Table):
        model = Salary
        columns = ("person", "amount")

    class AskPage(kit.Form):
        model = Project
        fields = ("name", "budget", "secret")


BUDGET = "4242"
SECRET = "buried gold"


class HiddenCase(WorkshopCase):
    pages = [ProjectsPage, StagesPage, FiguresPage, DearestPage, TasksPage, PayPage, AskPage]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        make = Project.everything.create
        cls.dear = make(name="Dear", stage="running", budget=4242, secret=SECRET, lead_id=3)
        cls.cheap = make(name="Cheap", stage="running", budget=7, lead_id=4)
        cls.hidden = make(name="hidden ships", stage="running", budget=99, secret=SECRET)
        cls.child = make(name="Child", parent=cls.dear, lead_id=4)
        Task.everything.create(name="Drill", project=cls.dear)

    dear: ClassVar[Project]
    cheap: ClassVar[Project]
    hidden: ClassVar[Project]
    child: ClassVar[Project]

    def text(self, player: Player, address: str) -> str:
        """Everything that an answer has, as it travels."""
        answer = self.asks(player, address)
        assert answer.status_code == 200, (address, answer.status_code)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return str(body.decode())


class FieldTests(HiddenCase):
    """Ines may see the budget, Mara and Jon may not. Of her own project Mara sees the secret."""

    ADDRESSES: ClassVar = (
        "/projects/",
        "/projects/?sort=-budget",
        "/projects/?q=Dear",
        "/projects/?count=running",
        "/projects/export.csv",
        "/stages/",
        "/stages/export.csv",
        "/figures/",
        "/dearest/",
        "/tasks/",
        "/tasks/export.csv",
    )

    def test_the_figure_is_on_no_page_and_in_no_file(self) -> None:
        for address in self.ADDRESSES:
            for player in (self.mara, self.jon):
                with self.subTest(address, person=player.key):
                    found = self.text(player, address).replace(",", "")
                    assert BUDGET not in found

    def test_whoever_may_see_it_finds_it_on_each_of_them(self) -> None:
        for address in ("/projects/", "/projects/export.csv", "/stages/", "/dearest/", "/tasks/"):
            with self.subTest(address):
                assert BUDGET in self.text(self.ines, address).replace(",", "")

    def test_its_column_filter_and_sort_are_not_there(self) -> None:
        page = self.mara.opens("projects")
        assert "Budget" not in page.headings
        assert not page.root.all("name", "budget.from")
        assert not page.root.all("name", "parent.budget.from")
        assert "sort=budget" not in self.text(self.mara, "/projects/")
        assert "Budget" in self.ines.opens("projects").headings

    def test_filtering_by_it_narrows_nothing(self) -> None:
        everything = self.mara.opens("projects").column("name")
        for query in (
            "budget=4242",
            "budget.from=1000",
            "budget.to=1",
            "parent.budget.from=1000",
            "secret=gold",
            "count=dear",
            "count=secrets",
        ):
            with self.subTest(query):
                assert self.mara.visits(f"/projects/?{query}").column("name") == everything

    def test_sorting_by_it_is_as_if_it_were_not_asked_for(self) -> None:
        down = self.mara.visits("/projects/?sort=-budget").column("name")
        up = self.mara.visits("/projects/?sort=budget").column("name")
        assert down == up == sorted(down)

    def test_a_place_by_its_value_is_no_place(self) -> None:
        """A page's own order may be by it; the next page's address must not carry the value."""
        Project.everything.bulk_create(
            Project(name=f"Row {n:02}", budget=5000 + n) for n in range(30)
        )
        later = page_of(self.asks(self.mara, "/projects/")).all("rel", "next")
        address = later[0].attributes["href"]
        rest = self.mara.visits(address).column("name")
        assert len(rest) + 25 == 33
        answer = self.mara.visits(address.replace("/projects/?", "/projects/?sort=budget&"))
        assert answer.column("name")

    def test_search_never_looks_there(self) -> None:
        assert self.jon.opens("projects", q="gold").column("name") == []
        assert self.jon.opens("tasks", q="gold").column("name") == []
        assert self.mara.opens("projects", q="gold").column("name") == []

    def test_counts_that_tell_of_it_are_not_there(self) -> None:
        assert list(self.mara.opens("projects").counts) == ["running"]
        assert list(self.ines.opens("projects").counts) == ["running", "dear", "sum"]

    def test_the_total_under_its_column_is_not_there(self) -> None:
        def totals(player: Player) -> list[str]:
            found = page_of(self.asks(player, "/projects/")).all("data-total")
            return [one.attributes["data-total"] for one in found]

        assert totals(self.ada) == ["rows", "budget"]
        assert totals(self.mara) == ["rows"]

    def test_figures_and_charts_that_tell_of_it_are_not_there(self) -> None:
        def parts(player: Player) -> list[str]:
            found = page_of(self.asks(player, "/figures/")).all("data-part")
            return [one.attributes["data-part"] for one in found]

        assert parts(self.mara) == ["all", "stages"]
        assert parts(self.ines)[:4] == ["all", "money", "dear", "share"]
        assert len(parts(self.ines)) == 9

    def test_a_part_asked_for_by_itself_is_not_there_either(self) -> None:
        for part in ("money", "by_money", "budgets", "split", "dear_ones"):
            with self.subTest(part):
                assert self.asks(self.mara, f"/figures/?part={part}").status_code == 404
                assert self.asks(self.ines, f"/figures/?part={part}").status_code == 200

    def test_the_order_of_a_short_list_tells_nothing_of_it(self) -> None:
        by_money = self.ines.opens("dearest").part("dearest").element.all("data-row")
        newest = self.mara.opens("dearest").part("dearest").element.all("data-row")
        assert by_money[0].attributes["data-row"] == str(self.dear.pk)
        keys = [int(one.attributes["data-row"]) for one in newest]
        assert keys == sorted(keys, reverse=True)

    def test_a_rows_own_page_and_forms_are_without_it(self) -> None:
        for ending in ("", "edit/", "?history=all"):
            found = self.text(self.mara, f"/project/{self.dear.pk}/{ending}")
            with self.subTest(ending):
                assert BUDGET not in found.replace(",", "")
                assert 'name="budget"' not in found
        assert 'name="budget"' not in self.text(self.mara, "/ask/")
        assert 'name="budget"' not in self.text(self.mara, "/project/new/?budget=1")

    def test_a_secret_of_some_rows_is_shown_on_those_alone(self) -> None:
        for address in ("/projects/", "/projects/export.csv", "/stages/"):
            with self.subTest(address):
                assert self.text(self.mara, address).count(SECRET) == 1
                assert SECRET not in self.text(self.jon, address)

    def test_a_secret_is_not_reached_through_a_relation(self) -> None:
        for player in (self.mara, self.jon, self.ines, self.ada):
            with self.subTest(player.key):
                assert SECRET not in self.text(player, "/tasks/")

    def test_history_tells_only_what_the_page_would(self) -> None:
        self.ines_sees = self.project("Vans", lead=self.ines.person, budget=1)
        self.ines.edits(self.ines_sees, budget=BUDGET, name="Cars")
        found = self.text(self.jon, f"/project/{self.ines_sees.pk}/")
        assert "Cars" in found
        assert BUDGET not in found.replace(",", "")


class WrittenTests(HiddenCase):
    """A field that may not be written is not written, whichever way it is sent."""

    def sends(self, player: Player, address: str, values: dict[str, Any], way_in: str) -> Any:
        browser = self.client_of(player)
        if way_in == "form":
            return browser.post(address, values)
        return browser.post(address, values, content_type="application/json")

    def test_every_way_in_refuses_it(self) -> None:
        for way_in in ("form", "json"):
            for field, value in (
                ("budget", "1"),
                ("stage", "over"),
                ("created_by", "3"),
                ("updated_at", "2026-01-01"),
                ("id", "77"),
                ("late", "true"),
                ("lead.name", "x"),
                ("lead__name", "x"),
            ):
                answer = self.sends(
                    self.mara, f"/project/{self.dear.pk}/edit/", {field: value}, way_in
                )
                with self.subTest(field, way_in=way_in):
                    assert answer.status_code in (403, 422)
        kept = self.reload(self.dear)
        assert (kept.budget, kept.stage, kept.created_by) == (4242, "running", None)

    def test_a_right_guess_is_refused_like_a_wrong_one(self) -> None:
        """An answer must not tell what the hidden value is."""
        answers = set()
        for guess in ("4242", "4242.00", "1"):
            for way_in in ("form", "json"):
                answer = self.sends(
                    self.mara, f"/project/{self.dear.pk}/edit/", {"budget": guess}, way_in
                )
                answers.add(answer.status_code)
        assert answers == {403}

    def test_a_refused_field_takes_the_others_with_it(self) -> None:
        values = {"name": "Pear", "budget": "1"}
        for way_in in ("form", "json"):
            self.sends(self.mara, f"/project/{self.dear.pk}/edit/", values, way_in)
            assert self.reload(self.dear).name == "Dear"

    def test_a_new_row_cannot_bring_it_along(self) -> None:
        for way_in in ("form", "json"):
            values = {"name": f"New {way_in}", "budget": "1"}
            answer = self.sends(self.jon, "/project/new/", values, way_in)
            assert answer.status_code == 403
        assert not Project.everything.filter(name__startswith="New").exists()

    def test_a_new_row_is_not_asked_for_what_only_its_own_people_change(self) -> None:
        with patch.object(ProjectPermissions, "edited_by", {"secret": ["row.lead"]}):
            form = page_of(self.asks(self.jon, "/project/new/"))
            fields = {one.attributes["name"] for one in form.all("name")}
            assert "secret" not in fields
            assert self.posts(self.jon, "/project/new/", {"name": "New"}).status_code == 302

    def test_an_action_takes_nothing_it_does_not_ask_for(self) -> None:
        running = self.project("Cars", lead=self.mara.person)
        for way_in in ("form", "json"):
            values = {"starts_on": "2026-03-01", "budget": "1"}
            answer = self.sends(self.mara, f"/project/{running.pk}/do/start/", values, way_in)
            assert answer.status_code == 422
        assert self.reload(running).stage == "idea"


class RowTests(HiddenCase):
    """Rows that a person may not see: the hidden project, and everybody's salary."""

    def test_it_is_on_no_page_and_in_no_file(self) -> None:
        for address in FieldTests.ADDRESSES:
            with self.subTest(address):
                assert "hidden ships" not in self.text(self.mara, address)
                assert (
                    "ships"
                    not in self.text(self.jon, f"{address}?q=ships".replace("??", "?"))[-200:]
                )

    def test_numbers_leave_it_out(self) -> None:
        assert self.mara.opens("projects").counts["running"] == 2
        assert self.ada.opens("projects").counts["running"] == 3
        assert self.mara.opens("figures").part("all").value == "3"
        assert self.ada.opens("figures").part("all").value == "4"
        (stages,) = self.mara.opens("figures").part("stages").series.values()
        assert sorted(stages) == [0, 1, 2]

    def test_no_dropdown_offers_it(self) -> None:
        for address in ("/projects/", "/project/new/", f"/project/{self.dear.pk}/edit/", "/tasks/"):
            with self.subTest(address):
                assert f'value="{self.hidden.pk}"' not in self.text(self.mara, address)

    def test_no_address_of_it_is_there(self) -> None:
        row = f"/project/{self.hidden.pk}/"
        for ending in ("", "edit/", "delete/", "do/start/", "do/close/", "file/paper/"):
            with self.subTest(ending):
                answer = self.asks(self.mara, f"{row}{ending}")
                assert answer.status_code == 404
                assert "ships" not in answer.content.decode()

    def test_no_way_in_writes_it(self) -> None:
        row = f"/project/{self.hidden.pk}/"
        for ending in ("edit/", "delete/", "comment/", "do/start/", "do/add_task/", "restore/"):
            for content_type in ("form", "json"):
                browser = self.client_of(self.mara)
                values = {"name": "x", "text": "x"}
                answer = (
                    browser.post(f"{row}{ending}", values)
                    if content_type == "form"
                    else browser.post(f"{row}{ending}", values, content_type="application/json")
                )
                with self.subTest(ending, way_in=content_type):
                    assert answer.status_code == 404
        assert self.reload(self.hidden).name == "hidden ships"

    def test_it_reads_like_a_row_that_never_was(self) -> None:
        there = self.asks(self.mara, f"/project/{self.hidden.pk}/")
        never = self.asks(self.mara, "/project/987654/")
        assert (there.status_code, said(there)) == (never.status_code, said(never))

    def test_it_cannot_be_chosen(self) -> None:
        for value in (str(self.hidden.pk), "987654"):
            answer = self.client_of(self.mara).post(
                "/project/new/", {"name": "Pear", "parent": value}
            )
            with self.subTest(value):
                assert answer.status_code == 422
                assert "ships" not in answer.content.decode()

    def test_a_page_of_rows_that_are_not_mine_does_not_open(self) -> None:
        Salary.everything.create(person=self.mara.person, amount=31415)
        for player in (self.mara, self.jon, self.ines):
            with self.subTest(player.key):
                assert self.asks(player, "/pay/").status_code == 403
                assert self.asks(player, "/pay/export.csv").status_code == 403
                assert "31415" not in self.text(player, "/dearest/").replace(",", "")


class TitleTests(HiddenCase):
    """A row is called by its number where its title would tell what is hidden."""

    @contextmanager
    def titled(self, title: Any) -> Iterator[None]:
        """Projects are called otherwise for a while."""
        kept = Project._options
        Project._options = EntityOptions(title=title, comments=True)
        try:
            yield
        finally:
            Project._options = kept

    TITLES: ClassVar = (
        "budget",
        kit.Text("name", "budget"),
        kit.Format("{name} for {budget}"),
        kit.Text("name", kit.Format("{budget}")),
    )

    def test_every_form_of_title_is_read(self) -> None:
        for title in self.TITLES:
            with self.titled(title), self.subTest(str(title)):
                with acting(self.mara.asker):
                    assert not title_is_seen(Project)
                    assert seen_title_of(self.dear) == f"#{self.dear.pk}"
                    rows = Project.objects.annotate(called=seen_title(Project))
                    assert rows.get(pk=self.dear.pk).called == f"#{self.dear.pk}"
                with acting(self.ines.asker):
                    assert title_is_seen(Project)
                    assert BUDGET in seen_title_of(self.dear)

    def test_pages_files_and_dropdowns_keep_to_it(self) -> None:
        with self.titled(kit.Text("name", "budget")):
            for address in (
                *FieldTests.ADDRESSES,
                f"/project/{self.dear.pk}/",
                f"/project/{self.dear.pk}/edit/",
                f"/project/{self.child.pk}/",
                "/project/new/",
                "/task/new/",
            ):
                with self.subTest(address):
                    assert BUDGET not in self.text(self.mara, address).replace(",", "")

    def test_search_and_lookup_by_title_find_nothing_of_it(self) -> None:
        with self.titled(kit.Text("name", "budget")):
            assert self.mara.opens("tasks", q=BUDGET).column("name") == []
            values = {"name": "Pear", "parent": f"Dear · {BUDGET}.00", "_titled": "parent"}
            assert self.posts(self.mara, "/project/new/", values).status_code == 422

    def test_sentences_keep_to_it(self) -> None:
        over = self.project("Over", stage="over", budget=BUDGET, lead=self.mara.person)
        with self.titled(kit.Text("name", "budget")):
            answer = self.asks(self.mara, f"/project/{over.pk}/edit/")
            assert said(answer) == f"Project #{over.pk} is locked."

    def test_a_title_through_a_relation_goes_by_the_rights_there(self) -> None:
        with self.titled(kit.Text("name", "budget")):
            with acting(self.mara.asker):
                assert not title_is_seen(Task)
            with acting(self.ada.asker):
                assert title_is_seen(Task)

    def test_the_tool_itself_calls_a_row_in_full(self) -> None:
        from site_kit.asker import TOOL

        with self.titled(kit.Text("name", "budget")), acting(TOOL):
            assert seen_title_of(self.dear) == f"Dear · {BUDGET}.00"
