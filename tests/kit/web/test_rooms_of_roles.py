"""Which door opens to whom: every kind of page and every deed, for every person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar
from unittest.mock import patch

from django.db.models import Q

import site_kit as kit
from site_kit.apps import Role, tool
from site_kit.asker import Asker
from site_kit.registry import only_here
from site_kit.testing import Player
from tests.kit.lab.models import LogLine, Measure, Project, Salary, Task
from tests.kit.web.workshop import WorkshopCase, page_of, said

with only_here():

    class ProjectsPage(kit.Table):
        model = Project
        columns = ("name", "stage")
        parts = (kit.Stat("all", model=Project),)

    class StagesPage(kit.Board):
        model = Project
        group_by = "stage"
        columns = ("name",)

    class PayPage(kit.Table):
        model = Salary

    class LogPage(kit.Table):
        model = LogLine

    class AskPage(kit.Form):
        model = Project
        fields = ("name",)

    class HirePage(kit.Form):
        model = Salary

    class HelpPage(kit.TextPage):
        body = "Ask Ada."

    class PulsePage(kit.Dashboard):
        parts = (kit.Stat("all", model=Project), kit.Stat("pay", model=Salary))

    class PlansPage(kit.Table):
        model = Project
        open_to = ("planner",)
        scope = Q(stage="idea")


PEOPLE = ("ada", "ines", "mara", "jon", "otto", "nobody")
"""An admin, a planner, the lead of the project, a member, one who is not let in, a stranger."""

OPEN = {"ada": 200, "ines": 200, "mara": 200, "jon": 200, "otto": 403, "nobody": 401}
ADMIN_ONLY = {**OPEN, "ines": 403, "mara": 403, "jon": 403}
NO_MEMBER = {**OPEN, "mara": 403, "jon": 403}
HIDDEN = {**OPEN, "ines": 404, "mara": 404, "jon": 404}
NOT_THERE = {**dict.fromkeys(OPEN, 404), "otto": 403, "nobody": 401}
LEAD_AND_ADMIN = {**OPEN, "ines": 403, "jon": 403}


class RoomCase(WorkshopCase):
    pages: ClassVar = [
        ProjectsPage,
        StagesPage,
        PayPage,
        LogPage,
        AskPage,
        HirePage,
        HelpPage,
        PulsePage,
        PlansPage,
    ]

    def setUp(self) -> None:
        self.row = self.project("Apple", lead=self.mara.person, starts_on=self.today)
        self.hidden = self.project("hidden", lead=None)
        self.task = Task.everything.create(project=self.row, name="Drill")
        self.line = LogLine.everything.create(text="once")
        self.salary = Salary.everything.create(person=self.jon.person, amount=3)
        self.measure = Measure.everything.create(text="m")

    def players(self) -> list[Player]:
        return [getattr(self, key) for key in PEOPLE]

    def codes(self, address: str, method: str = "get", **sent: Any) -> dict[str, int]:
        """What each person's browser is answered."""
        found = {}
        for player in self.players():
            answer = getattr(self.client_of(player), method)(address, **sent)
            found[player.key] = answer.status_code
            if answer.streaming:
                b"".join(answer.streaming_content)
        return found


class PageTests(RoomCase):
    def test_each_page(self) -> None:
        table = {
            "/": OPEN,
            "/projects/": OPEN,
            "/projects/export.csv": OPEN,
            "/projects/export.xlsx": OPEN,
            "/projects/?part=all": OPEN,
            "/stages/": OPEN,
            "/pay/": ADMIN_ONLY,
            "/pay/export.csv": ADMIN_ONLY,
            "/pay/export.xlsx": ADMIN_ONLY,
            "/log/": OPEN,
            "/ask/": OPEN,
            "/hire/": {**dict.fromkeys(OPEN, 403), "nobody": 401},
            "/help/": OPEN,
            "/help/export.csv": NOT_THERE,
            "/help/export.xlsx": NOT_THERE,
            "/pulse/": OPEN,
            "/pulse/?part=pay": HIDDEN,
            "/plans/": NO_MEMBER,
            "/plans/export.csv": NO_MEMBER,
            "/plans/export.xlsx": NO_MEMBER,
            "/nothing/": NOT_THERE,
        }
        for address, expected in table.items():
            with self.subTest(address):
                assert self.codes(address) == expected

    def test_each_rows_own_page_and_forms(self) -> None:
        row, hidden = f"/project/{self.row.pk}/", f"/project/{self.hidden.pk}/"
        table = {
            row: OPEN,
            hidden: HIDDEN,
            f"{row}edit/": LEAD_AND_ADMIN,
            f"{hidden}edit/": HIDDEN,
            f"{row}delete/": ADMIN_ONLY,
            f"{row}do/start/": {**OPEN, "ada": 403, "jon": 403},
            f"{row}do/swap/": {**OPEN, "ada": 403, "mara": 403, "jon": 403},
            f"{row}do/add_task/": OPEN,
            f"{row}do/nothing/": NOT_THERE,
            f"{row}file/paper/": NOT_THERE,
            f"{row}file/name/": NOT_THERE,
            f"/task/{self.task.pk}/": OPEN,
            f"/task/{self.task.pk}/edit/": LEAD_AND_ADMIN,
            f"/task/{self.task.pk}/delete/": LEAD_AND_ADMIN,
            f"/log_line/{self.line.pk}/": OPEN,
            f"/log_line/{self.line.pk}/edit/": {**dict.fromkeys(OPEN, 403), "nobody": 401},
            f"/log_line/{self.line.pk}/delete/": {**dict.fromkeys(OPEN, 403), "nobody": 401},
            f"/salary/{self.salary.pk}/": HIDDEN,
            f"/salary/{self.salary.pk}/edit/": {**HIDDEN, "ada": 403},
            "/salary/new/": {**dict.fromkeys(OPEN, 403), "nobody": 401},
            "/project/new/": OPEN,
            "/log_line/new/": OPEN,
            f"/person/{self.jon.person.pk}/": NOT_THERE,
        }
        for address, expected in table.items():
            with self.subTest(address):
                assert self.codes(address) == expected

    def test_what_is_sent_is_refused_to_the_same_people(self) -> None:
        """A form that does not open is not taken either, from a browser or a program."""
        table: dict[str, tuple[dict[str, Any], set[str]]] = {
            f"/project/{self.row.pk}/edit/": ({"secret": "x"}, {"mara"}),
            f"/project/{self.row.pk}/do/swap/": ({}, {"ines"}),
            f"/task/{self.task.pk}/edit/": ({"name": "Saw"}, {"ada", "mara"}),
            f"/log_line/{self.line.pk}/edit/": ({"text": "x"}, set()),
            f"/log_line/{self.line.pk}/delete/": ({}, set()),
            f"/salary/{self.salary.pk}/edit/": ({"amount": "9"}, set()),
            f"/project/{self.hidden.pk}/edit/": ({"name": "x"}, {"ada"}),
            "/salary/new/": ({"person": "4", "amount": "9"}, set()),
        }
        for address, (values, may) in table.items():
            for content_type in (None, "application/json"):
                kind = {"content_type": content_type} if content_type else {}
                codes = self.codes(address, "post", data=values, **kind)
                done = {key for key, code in codes.items() if code in (200, 302)}
                with self.subTest(address, way_in=content_type or "form"):
                    assert done == may
                    assert set(codes.values()) <= {200, 302, 401, 403, 404}
        assert self.reload(self.line).text == "once"
        assert self.reload(self.salary).amount == 3

    def test_a_head_tells_no_more_than_the_page(self) -> None:
        for address in ("/projects/", "/pay/", f"/project/{self.hidden.pk}/"):
            with self.subTest(address):
                assert self.codes(address, "head") == self.codes(address)

    def test_comments_are_for_whoever_sees_the_row(self) -> None:
        values = {"data": {"text": "hello"}}
        row = self.codes(f"/project/{self.row.pk}/comment/", "post", **values)
        assert row == {key: 302 if code == 200 else code for key, code in OPEN.items()}
        hidden = self.codes(f"/project/{self.hidden.pk}/comment/", "post", **values)
        assert hidden == {**HIDDEN, "ada": 302}
        log = self.codes(f"/log_line/{self.line.pk}/comment/", "post", **values)
        assert set(log.values()) == {401, 403}


class FrameTests(RoomCase):
    """What stands around a page says no more than the page."""

    def navigation(self, player: Player) -> list[str]:
        page = page_of(self.asks(player, "/help/"))
        nav = next(one for one in page if one.tag == "nav")
        return [one.text for one in nav if one.tag == "a"]

    def test_the_navigation_is_each_persons_own(self) -> None:
        everybody = ["Projects", "Stages", "Log", "Ask", "Help", "Pulse"]
        assert self.navigation(self.jon) == everybody
        assert self.navigation(self.ines) == [*everybody, "Plans"]
        assert self.navigation(self.ada) == [
            "Projects",
            "Stages",
            "Pay",
            "Log",
            "Ask",
            "Help",
            "Pulse",
            "Plans",
        ]

    def test_every_link_of_the_navigation_opens(self) -> None:
        for player in (self.ada, self.ines, self.mara, self.jon):
            for name in self.navigation(player):
                with self.subTest(name, person=player.key):
                    assert self.asks(player, f"/{name.lower()}/").status_code == 200

    def test_a_refusal_says_who_may(self) -> None:
        sentences = {
            "/plans/": "Plans is not open to you.",
            "/hire/": "Only hrs may create salarys.",
            f"/project/{self.row.pk}/delete/": "Only admins may delete projects.",
            f"/log_line/{self.line.pk}/edit/": "Nobody may edit log lines: they are only added to.",
        }
        for address, sentence in sentences.items():
            with self.subTest(address):
                assert said(self.asks(self.jon, address)) == sentence

    def test_buttons_that_would_be_refused_are_not_offered(self) -> None:
        address = f"/project/{self.row.pk}/"
        for player in (self.ada, self.ines, self.mara, self.jon):
            offered = player.visits(address).buttons()
            for name in ("edit", "delete"):
                code = self.asks(player, f"{address}{name}/").status_code
                with self.subTest(name, person=player.key):
                    assert (name in offered) is (code == 200)
            for name in ("start", "swap", "add_task"):
                code = self.asks(player, f"{address}do/{name}/").status_code
                with self.subTest(name, person=player.key):
                    assert (name in offered) is (code == 200)

    def test_a_new_row_is_offered_to_whom_it_may_be_made_by(self) -> None:
        for page, entity in (("log", "log_line"), ("projects", "project"), ("pay", "salary")):
            for player in (self.ada, self.jon):
                answer = self.asks(player, f"/{page}/")
                offered = f'href="/{entity}/new/"' in answer.content.decode()
                may = self.asks(player, f"/{entity}/new/").status_code == 200
                with self.subTest(page, person=player.key):
                    assert offered is (may and answer.status_code == 200)


class GroupTests(RoomCase):
    """A role that a group gives is there on every way in, for its people alone."""

    def setUp(self) -> None:
        super().setUp()
        by_group = (Role("planner", from_="group:Finance"), Role("hr"))
        self.enterContext(patch.object(type(tool()), "roles", by_group))
        Project.everything.filter(pk=self.row.pk).update(budget=4242)
        self.finance = self.let_in(self.jon, groups=("Finance",))
        self.outside = self.let_in(self.jon, groups=("Operations", "finance"))
        self.leftover = self.let_in(self.jon, roles=("planner",))

    @staticmethod
    def let_in(player: Player, roles: Sequence[str] = (), groups: Sequence[str] = ()) -> Player:
        """The same person as the gate lets them in with these roles and groups."""
        assert player.asker is not None
        visitor = replace(player.asker, roles=frozenset(roles), groups=frozenset(groups))
        return replace(player, asker=Asker.of(visitor))  # type: ignore[arg-type]

    def test_pages_files_figures_and_buttons(self) -> None:
        address = f"/project/{self.row.pk}/"
        table: list[tuple[str, str]] = [
            ("/plans/", "4,242"),
            ("/plans/?sort=-budget", "sort=budget"),
            ("/plans/export.csv", "4242"),
            ("/help/", "Plans"),
            (address, "4,242"),
            (address, f'formaction="{address}do/swap/"'),
            (f"{address}do/start/", "starts_on"),
        ]
        for player in (self.finance, self.outside, self.leftover):
            for place, told in table:
                answer = self.asks(player, place)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                shown = answer.status_code == 200 and told in body.decode()
                with self.subTest(place, groups=str(player.asker)):
                    assert shown is (player is self.finance)

    def test_what_is_sent(self) -> None:
        for player in (self.outside, self.leftover, self.finance):
            for headers in ({}, {"content_type": "application/json"}):
                answer = self.posts(player, f"/project/{self.row.pk}/do/swap/", {}, **headers)
                with self.subTest(groups=str(player.asker), way_in=headers):
                    assert (answer.status_code in (200, 302)) is (player is self.finance)


class MomentTests(RoomCase):
    """A right that is lost is lost at once: each request asks again."""

    def test_the_lead_of_yesterday(self) -> None:
        address = f"/project/{self.row.pk}/edit/"
        assert self.asks(self.mara, address).status_code == 200
        Project.everything.filter(pk=self.row.pk).update(lead=None)
        assert self.asks(self.mara, address).status_code == 403
        assert self.posts(self.mara, address, {"name": "Pear"}).status_code == 403

    def test_a_row_that_became_hidden(self) -> None:
        address = f"/project/{self.row.pk}/"
        assert self.asks(self.jon, address).status_code == 200
        Project.everything.filter(pk=self.row.pk).update(name="hidden Apple")
        assert self.asks(self.jon, address).status_code == 404
        assert "Apple" not in self.asks(self.jon, "/projects/").content.decode()

    def test_two_people_never_get_each_others_page(self) -> None:
        for _ in range(2):
            for player, sees in ((self.ada, True), (self.jon, False)):
                assert ("hidden" in player.opens("projects").column("name")) is sees

    def test_no_page_may_be_kept_by_what_lies_between(self) -> None:
        for address in ("/projects/", "/projects/export.csv", f"/project/{self.row.pk}/"):
            answer = self.asks(self.ada, address)
            assert answer["Cache-Control"] == "no-store", address
