"""A row beside the list that it was opened from."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing.html import controls
from tests.kit.lab.models import Project, Task
from tests.kit.web.workshop import WorkshopCase, page_of

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name",)

    class TasksPage(kit.Table):
        model = Task
        columns = ("name",)

    class ProjectPage(kit.Detail):
        model = Project
        columns = ("name", "stage")
        panel = True
        parts = (
            kit.Checklist("todo", model=Task, sort=("name",)),
            kit.Chart("by_month", model=Task, x="due"),
        )


class PanelTests(WorkshopCase):
    pages = [ProjectsPage, TasksPage, ProjectPage]

    def panel(self, row: Project | int) -> Any:
        number = row if isinstance(row, int) else row.pk
        return self.asks(self.ada, f"/project/{number}/", headers={"X-Kit": "panel"})

    def test_only_lists_of_what_opens_so_say_it(self) -> None:
        assert self.ada.opens("projects").root.first("data-panel") is not None
        assert self.ada.opens("tasks").root.first("data-panel") is None

    def test_a_row_comes_without_its_frame_and_with_all_its_parts(self) -> None:
        row = self.project("Apple")
        Task.everything.create(project=row, name="Peel")
        article = page_of(self.panel(row))
        tags = {one.tag for one in article}
        assert "h2" in tags
        assert not tags & {"h1", "main", "nav"}
        todo = article.first("data-part", "todo")
        assert todo is not None
        assert "Peel" in todo.text
        assert article.first("data-waits") is None

    def test_what_is_not_there_is_not_found(self) -> None:
        assert self.panel(999_999).status_code == HTTPStatus.NOT_FOUND

    def test_by_its_address_a_row_is_a_page_as_ever(self) -> None:
        assert any(one.tag == "h1" for one in self.ada.sees(self.project("Apple")).root)

    def test_whoever_ticks_on_a_rows_page_stays_there(self) -> None:
        row = self.project("Apple")
        Task.everything.create(project=row, name="Peel")
        page = self.ada.sees(row).root
        tick, form = page.first("name", "done"), page.first("id", "below")
        assert tick is not None
        assert form is not None
        assert tick.attributes["form"] == "below"
        sent = controls(form) | {"done": "on"}
        answer = self.posts(self.ada, tick.attributes["formaction"], sent)
        assert answer["Location"].startswith(f"/project/{row.pk}/?toast=")
