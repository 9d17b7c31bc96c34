"""Buttons: at once or after a small form, on one row or on the ticked ones; and comments."""

from __future__ import annotations

from typing import Any

import site_kit as kit
from site_kit.registry import only_here
from site_kit.testing.html import controls
from tests.kit.lab.models import Project, Task
from tests.kit.web.workshop import WorkshopCase, errors, page_of, said, toast_after

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name", "stage")

    class SomePage(kit.Table):
        model = Project
        columns = ("name",)
        actions = ("start",)


class ActCase(WorkshopCase):
    pages = [ProjectsPage, SomePage]


class ButtonTests(ActCase):
    """A row has the buttons that this person may press on it, and no other."""

    def test_each_row_by_itself(self) -> None:
        mine = self.project("Mine", lead=self.mara.person)
        other = self.project("Other", lead=self.jon.person)
        page = self.mara.opens("projects")
        assert page.buttons(mine) == ["start", "close", "add_task"]
        assert page.buttons(other) == ["add_task"]

    def test_a_page_may_show_some_only(self) -> None:
        mine = self.project("Mine", lead=self.mara.person)
        assert self.mara.opens("some").buttons(mine) == ["start"]

    def test_more_than_fit_are_in_a_menu_of_the_row(self) -> None:
        self.project("Mine", lead=self.ines.person)
        page = self.ines.opens("projects").root
        menu = next(one for one in page.all("popover") if one.attributes["id"].startswith("more-"))
        found = [one.attributes["data-action"] for one in menu.all("data-action")]
        assert found == ["swap", "add_task"]

    def test_a_page_of_rows_that_nobody_acts_on_has_no_column_for_it(self) -> None:
        self.project("Apple", stage="over")
        assert self.jon.opens("some").root.all("data-action") == self._create()

    def _create(self) -> list[Any]:
        return self.jon.opens("some").root.all("data-action", "create")

    def test_one_that_asks_leads_to_its_form_and_back_to_the_list(self) -> None:
        row = self.project("Mine", lead=self.mara.person)
        link = self.mara.opens("projects", q="mine").root.first("data-action", "start")
        assert link is not None
        address = link.attributes["href"]
        assert address == f"/project/{row.pk}/do/start/?next=%2Fprojects%2F%3Fq%3Dmine"
        form = page_of(self.asks(self.mara, address)).first("data-form")
        assert form is not None
        back = form.first("name", "_next")
        assert back is not None
        assert back.attributes["value"] == "/projects/?q=mine"

    def test_one_that_asks_nothing_posts_at_once(self) -> None:
        self.project("Mine", lead=self.mara.person)
        button = self.mara.opens("projects").root.first("data-action", "close")
        assert button is not None
        assert (button.tag, button.attributes["formmethod"]) == ("button", "post")


class RunTests(ActCase):
    """What pressing does, and what it says."""

    def test_a_transition_says_where_the_row_is_now(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        answer = self.posts(
            self.mara, f"/project/{row.pk}/do/start/", {"starts_on": self.today.isoformat()}
        )
        assert toast_after(self, self.mara, answer) == "Apple: Under way."
        assert self.reload(row).stage == "running"

    def test_what_it_needs_is_asked_for_beside_the_field(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        answer = self.posts(self.mara, f"/project/{row.pk}/do/start/", {"_shown": ["starts_on"]})
        assert errors(answer) == {"starts_on": ["This field is required."]}
        assert self.reload(row).stage == "idea"

    def test_what_cannot_be_read_is_kept_and_said(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        values = {"starts_on": "soon", "_shown": ["starts_on"]}
        answer = self.posts(self.mara, f"/project/{row.pk}/do/start/", values)
        assert errors(answer) == {"starts_on": ["Write a date, such as 2026-11-20."]}

    def test_who_may_not_reads_who_may_before_typing(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        answer = self.asks(self.jon, f"/project/{row.pk}/do/start/")
        assert answer.status_code == 403
        assert said(answer) == "Only planners or its lead may start projects."

    def test_the_second_of_two_clicks_reads_what_the_row_is_by_now(self) -> None:
        row = self.project("Apple", lead=self.mara.person, stage="running")
        answer = self.posts(self.mara, f"/project/{row.pk}/do/start/", {"starts_on": "2026-01-01"})
        assert answer.status_code == 409
        assert said(answer) == "Project Apple is Under way by now."

    def test_a_button_that_makes_a_row_leads_to_it(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        answer = self.posts(self.mara, f"/project/{row.pk}/do/add_task/", {"name": "Peel"})
        task = Task.everything.get()
        assert answer["Location"].startswith(f"/task/{task.pk}/")
        assert toast_after(self, self.mara, answer) == "Add task: Apple: done."

    def test_nothing_else_may_come_along(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        values = {"starts_on": "2026-01-01", "name": "Changed"}
        assert self.posts(self.mara, f"/project/{row.pk}/do/start/", values).status_code == 422
        assert self.reload(row).name == "Apple"

    def test_an_action_that_is_not_there_is_not_found(self) -> None:
        row = self.project("Apple")
        for address in (f"/project/{row.pk}/do/explode/", "/project/do/explode/"):
            assert self.posts(self.ada, address, {}).status_code == 404, address

    def test_a_row_that_may_not_be_seen_is_not_found(self) -> None:
        row = self.project("hidden thing")
        answer = self.posts(self.mara, f"/project/{row.pk}/do/add_task/", {"name": "x"})
        assert (answer.status_code, said(answer)) == (404, "There is no such project.")


class BulkTests(ActCase):
    """The ticked rows, each by itself."""

    def setUp(self) -> None:
        self.mine = [self.project(f"Mine {n}", lead=self.mara.person) for n in range(3)]
        self.other = self.project("Other", lead=self.jon.person)

    def close(self, rows: list[Project], **more: Any) -> Any:
        values = {"rows": [row.pk for row in rows], "_next": "/projects/?q=m", **more}
        return self.posts(self.mara, "/project/do/close/", values)

    def test_all_are_done_and_counted(self) -> None:
        answer = self.close(self.mine)
        assert answer["Location"].startswith("/projects/?q=m&toast=")
        assert toast_after(self, self.mara, answer) == "Close: 3 projects."
        assert {self.reload(row).stage for row in self.mine} == {"over"}

    def test_what_is_refused_is_named_and_the_rest_is_done(self) -> None:
        answer = self.close([self.mine[0], self.other])
        assert (
            toast_after(self, self.mara, answer)
            == "Close: 1 project. Not done: Other. Only its lead may close projects."
        )
        assert self.reload(self.other).stage == "idea"

    def test_nothing_done_is_no_success(self) -> None:
        answer = self.close([self.other])
        assert answer.status_code == 409
        assert said(answer) == "Only its lead may close projects."

    def test_without_a_ticked_row_it_says_so(self) -> None:
        assert said(self.close([])) == "No row is ticked."

    def test_rows_that_may_not_be_seen_are_left_out(self) -> None:
        hidden = self.project("hidden one", lead=None)
        answer = self.close([self.mine[0], hidden])
        assert toast_after(self, self.mara, answer) == "Close: 1 project."

    def test_an_action_that_is_not_for_many_is_not_there(self) -> None:
        values = {"rows": [self.mine[0].pk]}
        assert self.posts(self.mara, "/project/do/start/", values).status_code == 404

    def test_one_that_wants_a_yes_asks_for_it_once(self) -> None:
        with only_here():

            class CloseAllProject(kit.Transition):
                model = Project
                to = Project.Stage.OVER
                by = ("row.lead",)
                confirm = "They cannot be opened again."
                bulk = True

            values = {"rows": [row.pk for row in self.mine]}
            asked = self.posts(self.mara, "/project/do/close_all/", values)
            assert asked.status_code == 200
            assert "They cannot be opened again." in page_of(asked).text
            assert len(page_of(asked).all("name", "rows")) == 3
            assert self.reload(self.mine[0]).stage == "idea"
            done = self.posts(self.mara, "/project/do/close_all/", {**values, "_sure": "yes"})
            assert toast_after(self, self.mara, done) == "Close all: 3 projects."

    def test_ticks_stand_only_where_something_can_be_done_with_them(self) -> None:
        assert self.mara.opens("projects").root.all("data-bulk")
        assert not self.ines.opens("projects").root.all("data-bulk")


class CommentTests(ActCase):
    """A thread on a row, for whoever may see the row."""

    def test_it_stands_there_with_its_author(self) -> None:
        row = self.project("Apple")
        answer = self.posts(self.jon, f"/project/{row.pk}/comment/", {"text": "Looks *good*"})
        assert "#comments" in answer["Location"]
        found = self.mara.sees(row).root.all("data-comment")
        assert [one.text for one in found] == ["Jon Vale today, 10:00 Looks good"]

    def test_an_empty_one_is_not_taken(self) -> None:
        row = self.project("Apple")
        answer = self.posts(self.jon, f"/project/{row.pk}/comment/", {"text": "  "})
        assert (answer.status_code, said(answer)) == (422, "This field is required.")

    def test_markup_is_text(self) -> None:
        row = self.project("Apple")
        self.posts(self.jon, f"/project/{row.pk}/comment/", {"text": "<img src=x onerror=y>"})
        assert b"<img" not in self.asks(self.mara, f"/project/{row.pk}/").content

    def test_where_there_are_none_there_is_no_box(self) -> None:
        task = Task.everything.create(project=self.project("Apple"), name="Peel")
        assert "Comments" not in self.mara.sees(task).root.text
        answer = self.posts(self.jon, f"/task/{task.pk}/comment/", {"text": "Hello"})
        assert answer.status_code == 403


class DetailTests(ActCase):
    """One row with all that belongs to it."""

    def test_fields_stand_by_their_kinds(self) -> None:
        row = self.project("Apple", lead=self.mara.person, budget=10, why_secret="**Very** sweet")
        page = self.ada.sees(row)
        assert (page.name, page.lead, page.stage) == ("Apple", "Mara Lind", "Idea")
        assert (page.budget, page.why_secret) == ("€10.00", "Very sweet")

    def test_what_may_not_be_seen_is_not_there(self) -> None:
        row = self.project("Apple", secret="sour", budget=10, lead=self.mara.person)
        for player, shown in ((self.jon, []), (self.ines, ["budget"]), (self.mara, ["secret"])):
            page = player.sees(row).root
            found = [name for name in ("budget", "secret") if page.first("data-col", name)]
            assert found == shown, player.key

    def test_a_related_row_is_a_link_where_it_can_be_opened(self) -> None:
        parent = self.project("Parent", stage="running")
        row = self.project("Child", parent=parent)
        assert f"/project/{parent.pk}/" in self._links(self.ada.sees(row).root)
        assert f"/project/{parent.pk}/" not in self._links(self.mara.sees(row).root)

    def _links(self, page: Any) -> list[str]:
        return [one.attributes["href"] for one in page.all("href")]

    def test_rows_that_point_here_stand_below(self) -> None:
        row = self.project("Apple")
        Task.everything.create(project=row, name="Peel")
        tasks = self.ada.sees(row).root.first("data-children", "task")
        assert tasks is not None
        assert "Peel" in tasks.text
        assert f"/task/new/?project={row.pk}&next=/project/{row.pk}/" in self._links(tasks)

    def test_they_have_their_files_and_the_buttons_that_the_person_may_press(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        core = self.project("Core", parent=row, lead=self.mara.person, paper="1/plan.pdf")
        shown = self.mara.sees(row).root.first("data-children", "project")
        assert shown is not None
        assert f"/project/{core.pk}/file/paper/" in self._links(shown)
        assert "start" in self._pressed(self.mara, row)
        assert "start" not in self._pressed(self.ada, row)

    def test_whoever_presses_a_button_below_stays_on_the_page(self) -> None:
        row = self.project("Apple", lead=self.mara.person)
        core = self.project("Core", parent=row, lead=self.mara.person, stage="running")
        page = self.mara.sees(row).root
        form = page.first("id", "below")
        below = page.first("data-children", "project")
        assert form is not None
        assert below is not None
        pressed = below.first("data-action", "close")
        assert pressed is not None
        assert pressed.attributes["form"] == "below"
        sent = controls(form)
        answer = self.posts(self.mara, pressed.attributes["formaction"], sent)
        assert pressed.attributes["formaction"] == f"/project/{core.pk}/do/close/"
        assert answer["Location"].startswith(f"/project/{row.pk}/?toast=")

    def test_the_buttons_of_rows_below_are_not_the_rows_own(self) -> None:
        row = self.project("Apple", stage="running", lead=self.mara.person)
        self.project("Core", parent=row, lead=self.mara.person)
        assert "start" in self._pressed(self.mara, row)
        assert "start" not in self.mara.sees(row).buttons()

    def _pressed(self, player: Any, row: Project) -> list[str]:
        below = player.sees(row).root.first("data-children", "project")
        return [one.attributes["data-action"] for one in below.all("data-action")] if below else []

    def test_its_history_is_told_in_words(self) -> None:
        row = self.mara.creates(Project, name="Apple", lead=self.mara)
        self.mara.edits(row, name="Apricot")
        told = [one.text for one in self.mara.sees(row).root.all("data-history")]
        assert told == [
            "Mara Lind · edited Name: Apple Apricot today, 10:00",
            "Mara Lind · created today, 10:00",
        ]

    def test_a_long_history_is_shown_in_full_when_asked_for(self) -> None:
        row = self.mara.creates(Project, name="Apple", lead=self.mara)
        for number in range(10):
            self.mara.edits(row, name=f"Apple {number}")
        assert len(self.mara.sees(row).root.all("data-history")) == 8
        whole = self.mara.visits(f"/project/{row.pk}/?history=all").root
        assert len(whole.all("data-history")) == 11

    def test_it_costs_few_queries(self) -> None:
        row = self.project("Apple", lead=self.mara.person, secret="x")
        Task.everything.create(project=row, name="Peel")
        self.posts(self.jon, f"/project/{row.pk}/comment/", {"text": "Good"})
        with self.assertNumQueries(6):
            self.asks(self.mara, f"/project/{row.pk}/")

    def test_the_crumb_leads_to_the_list(self) -> None:
        row = self.project("Apple")
        assert "/projects/" in self._links(self.mara.sees(row).root)
