"""A row that leads to a row which the person may not see: what lists, files and search tell of it.

Mara sees "Wheels" and not its parent, which is called "hidden ships"; Ada sees both.
"""

from __future__ import annotations

from typing import ClassVar
from unittest.mock import patch

from django.db import models
from django.db.models import Q

import site_kit as kit
from site_kit.asker import acting
from site_kit.directory.models import Person
from site_kit.models import EntityOptions
from site_kit.registry import only_here
from site_kit.testing import Player
from site_kit.titles import seen_title, seen_title_of
from site_kit.web import controls
from tests.kit.lab.models import Project, Task
from tests.kit.web.workshop import WorkshopCase, page_of

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name", "parent", "parent.name", "parent.stage", "parent.starts_on")
        filters = ("parent", "parent.name", "parent.starts_on", "parent.parent")
        counts = (kit.PageCount("of_ideas", Q(parent__stage="idea")),)

    class ByParentPage(kit.Board):
        model = Project
        group_by = "parent"
        columns = ("name", "parent.name")

    class FiguresPage(kit.Dashboard):
        parts = (
            kit.Chart("parents", model=Project, x="parent"),
            kit.Chart("names", model=Project, x="parent.name"),
            kit.Chart("starts", model=Project, x="parent.starts_on"),
            kit.Stat("last", model=Project, measure=models.Max("parent__starts_on")),
            kit.RowList("all", model=Project, columns=("parent", "parent.name"), sort=("parent",)),
        )

    class TasksPage(kit.Table):
        model = Task
        columns = ("name", "project")


PAGES = ("/projects/", "/projects/export.csv", "/by_parent/", "/by_parent/export.csv", "/figures/")


class RelatedCase(WorkshopCase):
    pages: ClassVar = [ProjectsPage, ByParentPage, FiguresPage, TasksPage]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        make = Project.everything.create
        cls.grand = make(name="hidden docks", starts_on=cls.now.date())
        cls.hidden = make(name="hidden ships", starts_on=cls.now.date(), parent=cls.grand)
        cls.wheels = make(name="Wheels", parent=cls.hidden, lead_id=3)
        cls.spokes = make(name="Spokes", parent=cls.wheels, lead_id=3)
        cls.task = Task.everything.create(project=cls.wheels, name="Drill")

    grand: ClassVar[Project]
    hidden: ClassVar[Project]
    wheels: ClassVar[Project]
    spokes: ClassVar[Project]
    task: ClassVar[Task]

    def text(self, player: Player, address: str) -> str:
        answer = self.asks(player, address)
        assert answer.status_code == 200, (address, answer.status_code)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return str(body.decode())

    def found(self, player: Player, query: str, page: str = "projects") -> list[str]:
        return player.visits(f"/{page}/?{query}").column("name")


class TitleTests(RelatedCase):
    def test_it_is_called_by_its_number_wherever_it_stands(self) -> None:
        for address in (
            *PAGES,
            f"/project/{self.wheels.pk}/",
            f"/project/{self.wheels.pk}/edit/",
            f"/project/{self.spokes.pk}/",
            "/projects/?sort=parent",
            "/projects/?sort=-parent.name",
            f"/projects/?parent={self.hidden.pk}",
        ):
            with self.subTest(address):
                found = self.text(self.mara, address)
                assert "ships" not in found
                assert "docks" not in found

    def test_whoever_may_see_it_reads_its_name_there(self) -> None:
        for address in (*PAGES, f"/project/{self.wheels.pk}/"):
            with self.subTest(address):
                assert "hidden ships" in self.text(self.ada, address)

    def test_its_number_stands_in_the_cell_the_file_and_the_chart(self) -> None:
        number = f"#{self.hidden.pk}"
        assert self.mara.opens("projects").column("parent") == ["Wheels", number]
        assert f",{number}," in self.text(self.mara, "/projects/export.csv")
        assert number in self.mara.opens("figures").part("parents").labels
        assert "Wheels" in self.mara.opens("figures").part("parents").labels

    def test_what_lies_behind_it_is_empty(self) -> None:
        page = self.mara.opens("projects")
        assert page.column("parent.name") == ["Wheels", "–"]
        assert page.column("parent.stage") == ["Idea", "–"]
        assert self.ada.visits("/projects/?q=Wheels&sort=name").column("parent.stage")[-1] == "Idea"

    def test_an_order_by_it_is_by_its_number(self) -> None:
        """Renaming what is hidden moves nothing."""
        orders = []
        for name in ("hidden Aaa", "hidden Zzz"):
            Project.everything.filter(pk=self.hidden.pk).update(name=name)
            orders.append(
                [
                    self.found(self.mara, f"sort={path}")
                    for path in ("parent", "-parent", "parent.name", "-parent.name")
                ]
            )
        assert orders[0] == orders[1]

    def test_figures_over_it_are_not_there(self) -> None:
        assert list(self.ada.opens("projects").counts) == ["of_ideas"]
        assert list(self.mara.opens("projects").counts) == []
        assert self.mara.visits("/projects/?count=of_ideas").column("name") == ["Spokes", "Wheels"]
        asked = self.asks(self.mara, "/figures/?part=last")
        assert asked.status_code == 404
        assert self.ada.opens("figures").part("last").value == "11 Mar"

    def test_a_line_is_called_after_its_parent(self) -> None:
        """Whoever sees a line sees its parent: nothing is asked for each row."""
        with acting(self.mara.asker):
            query = str(Task.objects.annotate(called=seen_title(Task)).query)
            assert "EXISTS" not in query.split(" FROM ")[0]
            assert seen_title_of(self.task) == "Wheels · Drill"

    def test_where_no_row_of_an_entity_is_seen_all_are_numbers(self) -> None:
        self.enterContext(only_here())

        class ProjectPermissions(kit.Permissions):
            model = Project

        class TaskPermissions(kit.Permissions):
            model = Task
            member = kit.Grant(["member"], can=["view"])

        page = self.mara.opens("tasks")
        assert page.column("project") == [f"#{self.wheels.pk}"]
        assert self.found(self.mara, "q=wheels", "tasks") == []
        with acting(self.mara.asker):
            assert seen_title_of(self.task) == f"#{self.task.pk}"

    def test_a_title_that_leads_to_it_is_a_number_too(self) -> None:
        for title in ("parent.name", kit.Text("name", "parent.name"), kit.Format("{parent.stage}")):
            kept, Project._options = Project._options, EntityOptions(title=title)
            try:
                with self.subTest(str(title)), acting(self.mara.asker):
                    rows = list(Project.objects.annotate(called=seen_title(Project)))
                    told = {row.pk: row.called for row in rows}
                    assert told[self.wheels.pk] == f"#{self.wheels.pk}"
                    assert told == {row.pk: seen_title_of(row) for row in rows}
                with acting(self.ada.asker):
                    assert seen_title_of(self.wheels) != f"#{self.wheels.pk}"
            finally:
                Project._options = kept


class SearchTests(RelatedCase):
    """Search reads what stands in the list: the names of related rows and of people too."""

    def test_a_list_is_searched_by_the_rows_and_people_it_shows(self) -> None:
        assert self.found(self.mara, "q=wheels") == ["Spokes", "Wheels"]
        assert self.found(self.mara, "q=wheels", "tasks") == ["Drill"]
        assert self.found(self.mara, "q=nothing such", "tasks") == []

    def test_what_is_hidden_finds_nothing(self) -> None:
        for words in ("ships", "hidden", "docks"):
            with self.subTest(words):
                assert self.found(self.mara, f"q={words}") == []
        assert "Wheels" in self.found(self.ada, "q=ships")

    def test_nor_do_filters_through_it(self) -> None:
        for query in ("parent.name=ships", "parent.name=hidden", "parent.starts_on=2026-03-11"):
            with self.subTest(query):
                assert self.found(self.mara, query) == []
                assert "Wheels" in self.found(self.ada, query)
        assert self.found(self.mara, f"parent.parent={self.grand.pk}") == []
        assert self.found(self.mara, "parent.name=Wheels") == ["Spokes"]

    def test_no_filter_offers_it(self) -> None:
        text = self.text(self.mara, "/projects/")
        assert f'value="{self.hidden.pk}"' not in text
        assert f'value="{self.wheels.pk}"' in text


class KeptTests(RelatedCase):
    """A form that may not offer what a row leads to leaves it as it is."""

    def chosen(self, player: Player, row: Project, field: str) -> list[str]:
        form = page_of(self.asks(player, f"/project/{row.pk}/edit/"))
        (control,) = [one for one in form.all("name", field) if one.tag == "select"]
        return [one.text for one in control if "selected" in one.attributes]

    def test_an_edit_of_something_else_keeps_a_row_that_is_hidden(self) -> None:
        assert self.chosen(self.mara, self.wheels, "parent") == [f"#{self.hidden.pk}"]
        self.mara.edits(self.wheels, name="Rims")
        assert self.reload(self.wheels).parent_id == self.hidden.pk

    def test_and_one_that_may_not_be_chosen_any_more(self) -> None:
        """Only what is under way may be a parent; this one was when it was chosen."""
        assert self.chosen(self.mara, self.spokes, "parent") == ["Wheels"]
        self.mara.edits(self.spokes, name="Nipples")
        assert self.reload(self.spokes).parent_id == self.wheels.pk

    def test_and_people_who_left(self) -> None:
        Person.objects.filter(pk__in=[self.jon.person.pk]).update(active=False)
        row = self.project("Vans", lead_id=4, created_by_id=3)
        row.members.set([3, 4])
        assert self.chosen(self.mara, row, "lead") == ["Jon Vale"]
        self.mara.edits(row, name="Cars")
        assert self.reload(row).lead_id == 4
        assert {one.pk for one in row.members.all()} == {3, 4}
        self.mara.edits(row, members=["2", "3", "4"])
        assert {one.pk for one in row.members.all()} == {2, 3, 4}

    def test_but_it_can_be_chosen_by_no_other_row(self) -> None:
        form = page_of(self.asks(self.mara, f"/project/{self.spokes.pk}/edit/"))
        assert not form.all("value", str(self.hidden.pk))
        for value in (str(self.hidden.pk), f"#{self.hidden.pk}"):
            answer = self.posts(
                self.mara,
                f"/project/{self.spokes.pk}/edit/",
                {"parent": value, "_titled": "parent" if value.startswith("#") else ""},
            )
            with self.subTest(value):
                assert answer.status_code == 422

    def test_a_control_that_takes_titles_keeps_it_too(self) -> None:
        with patch.object(controls, "MOST_OFFERED", 0):
            self.mara.edits(self.wheels, name="Rims")
        assert self.reload(self.wheels).parent_id == self.hidden.pk
