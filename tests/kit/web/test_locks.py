"""A lock is said before anybody types: on the row's page, in its form and where lines are added."""

from __future__ import annotations

from django.db.models import Q

import site_kit as kit
from site_kit import write
from site_kit.asker import TOOL
from site_kit.registry import only_here
from site_kit.testing import Player
from tests.kit.lab.models import Project, Task
from tests.kit.web.workshop import WorkshopCase, page_of, said

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name", "stage")

    class LeadsPage(kit.Board):
        model = Project
        group_by = "lead"
        columns = ("name",)

    class TodoPage(kit.Dashboard):
        parts = (kit.Checklist("todo", model=Task),)


LOCKED = "Project Apple is locked."
BUDGET = "The budget is fixed by now."


class LockCase(WorkshopCase):
    pages = [ProjectsPage, LeadsPage, TodoPage]

    def setUp(self) -> None:
        self.row = self.project("Apple", stage="over", lead=self.mara.person, budget=5)
        self.task = Task.everything.create(project=self.row, name="Drill")

    def notes(self, player: Player, address: str) -> list[str]:
        """The locks that a page speaks of."""
        found = page_of(self.asks(player, address)).all("data-lock")
        return [one.text for one in found]


class WholeRowTests(LockCase):
    def test_its_page_says_so_and_offers_no_change(self) -> None:
        page = self.mara.sees(self.row)
        assert self.notes(self.mara, f"/project/{self.row.pk}/") == [LOCKED]
        assert not {"edit", "delete"} & set(page.buttons())

    def test_whoever_is_freed_reads_nothing_of_it(self) -> None:
        page = self.ada.sees(self.row)
        assert self.notes(self.ada, f"/project/{self.row.pk}/") == []
        assert {"edit", "delete"} <= set(page.buttons())

    def test_whoever_could_change_nothing_anyway_reads_nothing_of_it(self) -> None:
        assert self.notes(self.jon, f"/project/{self.row.pk}/") == []

    def test_its_form_does_not_open(self) -> None:
        for ending in ("edit/", "delete/"):
            with self.subTest(ending):
                player = self.ada if ending == "delete/" else self.mara
                row = self.row
                if player is self.ada:
                    row = self.project("Bread", stage="running", lead=self.mara.person)
                    self.lock_everything()
                answer = self.asks(player, f"/project/{row.pk}/{ending}")
                assert answer.status_code == 409
                assert said(answer).endswith("is locked.")
                heading = next(one for one in page_of(answer) if one.tag == "h1")
                assert heading.text == "This is locked"

    def lock_everything(self) -> None:
        """From here on no project may be changed, by nobody."""
        self.enterContext(only_here())

        class AllRules(kit.Rules):
            model = Project
            lock = kit.Lock(when=~Q(name=""))

    def test_it_is_refused_on_every_way_in_just_the_same(self) -> None:
        for way_in in self.ways_in:
            with self.subTest(way_in), self.assertRefused(LOCKED):
                self.mara.by(way_in).edits(self.row, name="Pear")
        assert self.reload(self.row).name == "Apple"

    def test_the_refusal_leads_back_to_the_row(self) -> None:
        answer = self.asks(self.mara, f"/project/{self.row.pk}/edit/")
        assert f'href="/project/{self.row.pk}/"'.encode() in answer.content

    def test_a_button_is_the_way_out(self) -> None:
        """Actions go on working on what is locked."""
        assert "add_task" in self.mara.sees(self.row).buttons()


class LineTests(LockCase):
    """Rows that belong to a locked one."""

    def test_a_line_is_locked_with_it(self) -> None:
        assert self.notes(self.mara, f"/task/{self.task.pk}/") == [LOCKED]
        assert self.asks(self.mara, f"/task/{self.task.pk}/edit/").status_code == 409

    def test_no_line_is_offered_to_be_added(self) -> None:
        link = f"/task/new/?project={self.row.pk}"
        assert link not in self.asks(self.mara, f"/project/{self.row.pk}/").content.decode()
        assert link in self.asks(self.ada, f"/project/{self.row.pk}/").content.decode()

    def test_the_form_of_a_line_says_it_too(self) -> None:
        answer = self.asks(self.mara, f"/task/new/?project={self.row.pk}")
        assert (answer.status_code, said(answer)) == (409, LOCKED)
        assert self.asks(self.ada, f"/task/new/?project={self.row.pk}").status_code == 200

    def test_a_parent_that_may_not_be_seen_says_nothing(self) -> None:
        hidden = self.project("hidden ships", stage="over")
        answer = self.asks(self.mara, f"/task/new/?project={hidden.pk}")
        assert answer.status_code == 200
        assert "ships" not in answer.content.decode()

    def test_whoever_may_not_edit_the_parent_is_offered_no_line(self) -> None:
        open_row = self.project("Bread", lead=self.mara.person)
        link = f"/task/new/?project={open_row.pk}"
        assert link in self.asks(self.mara, f"/project/{open_row.pk}/").content.decode()
        assert link not in self.asks(self.jon, f"/project/{open_row.pk}/").content.decode()


class OfferTests(LockCase):
    """Boards and checklists offer no change that a lock would refuse."""

    def setUp(self) -> None:
        super().setUp()
        self.free = self.project("Bread", lead=self.mara.person, stage="idea")
        self.open_task = Task.everything.create(project=self.free, name="Bake")
        self.project("Cider", lead=self.ines.person, stage="idea")

    def moves(self, player: Player, row: Project) -> list[str]:
        return [one.attributes["data-to"] for one in player.opens("leads").row(row).all("data-to")]

    def ticks(self, player: Player) -> dict[str, bool]:
        """Which tasks have a box that can be pressed."""
        items = player.opens("todo").part("todo").element.all("data-row")
        return {
            one.all("data-col", "title")[0].text: bool(one.all("aria-pressed")) for one in items
        }

    def test_a_card_that_is_locked_goes_nowhere(self) -> None:
        assert self.moves(self.mara, self.row) == []
        assert self.moves(self.mara, self.free) == ["2"]
        assert self.moves(self.ada, self.row) == ["2"]

    def test_nor_does_one_whose_lane_is_locked(self) -> None:
        self.enterContext(only_here())

        class LeadRules(kit.Rules):
            model = Project
            lead = kit.Lock(when=Q(name="Bread"), fields=("lead",), unless_by=["planner"])
            other = kit.Lock(when=Q(name="Apple"), fields=("budget",))

        assert self.moves(self.mara, self.free) == []
        assert self.moves(self.mara, self.row) == ["2"]
        ines = self.project("Bread ", lead=self.mara.person)
        ines.members.set([2])
        Project.everything.filter(pk=ines.pk).update(name="Bread", stage="over")
        assert self.moves(self.ines, ines) == ["2"]

    def test_a_line_of_a_locked_row_is_not_ticked(self) -> None:
        assert self.ticks(self.mara) == {"Apple · Drill": False, "Bread · Bake": True}
        assert self.ticks(self.ada) == {"Apple · Drill": True, "Bread · Bake": True}
        assert self.ticks(self.jon) == {"Apple · Drill": False, "Bread · Bake": False}

    def test_what_is_offered_is_done_and_what_is_not_is_refused(self) -> None:
        for player in (self.ada, self.mara, self.jon):
            for row, task in ((self.row, self.task), (self.free, self.open_task)):
                title = f"{row.name} · {task.name}"
                offered = [self.ticks(player)[title], bool(self.moves(player, row))]
                codes = [
                    self.posts(player, f"/task/{task.pk}/edit/", {"done": "on"}).status_code,
                    self.posts(player, f"/project/{row.pk}/edit/", {"lead": "2"}).status_code,
                ]
                Project.everything.filter(pk=row.pk).update(lead=self.mara.person)
                with self.subTest(person=player.key, row=row.name):
                    assert [code == 302 for code in codes] == offered


class SomeFieldsTests(LockCase):
    """A lock of some fields: the others go on."""

    def setUp(self) -> None:
        super().setUp()
        self.running = self.project("Cider", stage="running", lead=self.mara.person, budget=5)
        self.address = f"/project/{self.running.pk}/edit/"

    def test_the_form_leaves_them_out_and_says_why(self) -> None:
        assert "budget" not in self.ada.is_offered(self.running)
        assert "name" in self.ada.is_offered(self.running)
        assert self.notes(self.ada, self.address) == [BUDGET]

    def test_nothing_is_said_where_nothing_is_kept(self) -> None:
        idea = self.project("Dates", lead=self.mara.person)
        assert self.notes(self.ada, f"/project/{idea.pk}/edit/") == []
        assert "budget" in self.ada.is_offered(idea)

    def test_what_is_sent_anyway_is_refused(self) -> None:
        for content_type in ("form", "json"):
            browser = self.client_of(self.ada)
            if content_type == "form":
                answer = browser.post(self.address, {"budget": "6"})
            else:
                answer = browser.post(self.address, '{"budget": 6}', "application/json")
            with self.subTest(content_type):
                assert answer.status_code == 409
                assert BUDGET in answer.content.decode()
        assert self.reload(self.running).budget == 5

    def test_the_same_value_is_no_change(self) -> None:
        values = {"budget": "5.00", "name": "Cider 2"}
        assert self.posts(self.ada, self.address, values).status_code == 302
        assert self.reload(self.running).name == "Cider 2"


class QuestionTests(LockCase):
    """`write.lock_on` and `write.kept_fields`, for whoever draws a page."""

    def test_the_sentence_or_nothing(self) -> None:
        assert write.lock_on(self.row, self.mara.asker) == LOCKED
        assert write.lock_on(self.row, self.ada.asker) == ""
        assert write.lock_on(self.task, self.mara.asker) == LOCKED
        assert write.lock_on(self.project("Bread"), self.mara.asker) == ""

    def test_nothing_binds_the_tool(self) -> None:
        assert write.lock_on(self.row, TOOL) == ""
        assert write.kept_fields(self.project("B", stage="running"), TOOL) == {}

    def test_a_lock_of_fields_is_no_lock_of_the_row(self) -> None:
        running = self.project("Cider", stage="running")
        assert write.lock_on(running, self.mara.asker) == ""
        assert write.kept_fields(running, self.mara.asker) == {"budget": BUDGET}
