"""The rights of each of the cast over the API: what is hidden is in no list, filter, sort, search,
error or document, and what may not be done is not done."""

from __future__ import annotations

from typing import Any

from site_kit.testing import Player
from tests.kit.lab.models import LogLine, Project, Salary, Task
from tests.kit.web.programs import ProgramCase
from tests.kit.web.workshop import ProjectsPage

HIDDEN_BUDGET, SECRET = "4242", "the lead is leaving"


class RightsCase(ProgramCase):
    pages = [ProjectsPage]

    def setUp(self) -> None:
        super().setUp()
        self.open = self.project("Open", budget=HIDDEN_BUDGET, secret=SECRET, lead=self.jon.person)
        self.mine = self.project("Mine", budget=1, secret="my own", lead=self.mara.person)
        self.hidden = self.project("hidden plan", budget=2, secret=SECRET)
        self.pay = Salary.everything.create(person=self.jon.person, amount=HIDDEN_BUDGET)

    def cast(self) -> dict[str, Player]:
        return {one.key: one for one in (self.ada, self.ines, self.mara, self.jon)}


class HiddenRows(RightsCase):
    def test_they_are_in_no_list(self) -> None:
        for player in self.cast().values():
            seen = {self.open.pk, self.mine.pk}
            seen |= {self.hidden.pk} if player is self.ada else set()
            assert set(self.lists(player, "project").ids) == seen, player.key
            found = self.lists(player, "project", q="hidden").ids
            assert found == ([self.hidden.pk] if player is self.ada else [])
            found = self.lists(player, "project", name="hidden").ids
            assert found == ([self.hidden.pk] if player is self.ada else [])

    def test_each_way_to_one_reads_as_if_it_were_not_there(self) -> None:
        for method, below, said in (
            ("GET", "", ""),
            ("PATCH", "", {"name": "x"}),
            ("DELETE", "", ""),
            ("POST", "do/start/", {"starts_on": "2026-03-12"}),
            ("GET", "comments/", ""),
            ("POST", "comments/", {"text": "x"}),
            ("GET", "files/paper/", ""),
        ):
            with self.subTest(method + below):
                there = self.sends(self.mara, method, f"project/{self.hidden.pk}/{below}", said)
                gone = self.sends(self.mara, method, f"project/999999/{below}", said)
                assert (there.status, there.said) == (gone.status, gone.said)
                assert there.status == 404
        assert self.reload(self.hidden).name == "hidden plan"

    def test_a_row_that_leads_to_one_tells_its_number_and_no_more(self) -> None:
        child = self.project("Child", parent=self.hidden)
        said = self.sends(self.mara, "GET", f"project/{child.pk}/")
        assert said.said["parent"] == self.hidden.pk
        assert "hidden plan" not in said.text

    def test_one_cannot_be_chosen(self) -> None:
        self.hidden.stage = "running"
        self.hidden.save()
        said = {"name": "New", "parent": self.hidden.pk}
        answer = self.sends(self.mara, "POST", "project/", said)
        self.refused(answer, 422)
        assert "hidden plan" not in answer.text

    def test_an_entity_that_is_closed_opens_to_nobody(self) -> None:
        """An admin reads it, since nothing is hidden from admins, and writes nothing."""
        for player, status in ((self.ada, 403), (self.ines, 404), (self.mara, 404)):
            if player is not self.ada:
                self.refused(self.lists(player, "salary"), 403)
            for method, said in (("PATCH", {"amount": "1"}), ("DELETE", "")):
                answer = self.sends(player, method, f"salary/{self.pay.pk}/", said)
                self.refused(answer, status)
            made = {"person": "jon@acme.example", "amount": "1"}
            self.refused(self.sends(player, "POST", "salary/", made), 403)
        assert Salary.everything.get().amount == int(HIDDEN_BUDGET)


class HiddenFields(RightsCase):
    def test_the_keys_that_each_one_reads(self) -> None:
        """Ada and planners read the budget; of `secret` each reads that of what they lead."""
        table = {
            "ada": {"Open": {"budget"}, "Mine": {"budget"}},
            "ines": {"Open": {"budget"}, "Mine": {"budget"}},
            "mara": {"Open": set(), "Mine": {"secret"}},
            "jon": {"Open": {"secret"}, "Mine": set()},
        }
        for key, expected in table.items():
            player = self.cast()[key]
            rows = self.lists(player, "project").said["rows"]
            several = {row["name"]: row for row in rows}
            for name, keys in expected.items():
                with self.subTest(key, row=name):
                    one = self.sends(player, "GET", f"project/{several[name]['id']}/").said
                    assert one == several[name]
                    assert {"budget", "secret"} & set(one) == keys

    def test_no_value_of_them_is_anywhere(self) -> None:
        for below in ("project/", f"project/{self.open.pk}/", "openapi.json"):
            text = self.sends(self.mara, "GET", below).text
            assert HIDDEN_BUDGET not in text
            assert SECRET not in text
        assert '"budget"' not in self.sends(self.mara, "GET", "openapi.json").text
        assert '"budget"' in self.sends(self.ines, "GET", "openapi.json").text

    def test_they_are_no_filter_and_no_sort(self) -> None:
        """A name that is hidden and one that is none get the same answer, but for the name."""
        for ending in ("", ".from", ".to"):
            hidden = self.lists(self.mara, "project", **{f"budget{ending}": "1"})
            nothing = self.lists(self.mara, "project", **{f"nothing{ending}": "1"})
            assert hidden.status == nothing.status == 400
            assert hidden.text.replace("budget", "nothing") == nothing.text
        for name in ("budget", "-budget", "secret", "nothing"):
            self.refused(self.lists(self.mara, "project", sort=name), 400, "cannot be sorted by")
        self.refused(self.lists(self.mara, "project", secret="x"), 400)

    def test_search_does_not_look_there(self) -> None:
        assert self.lists(self.mara, "project", q=SECRET[:8]).ids == []
        assert self.lists(self.mara, "project", q=HIDDEN_BUDGET).ids == []

    def test_they_are_written_by_nobody_who_does_not_see_them(self) -> None:
        """What it says of a hidden name it says of one that is none; equal values say no more."""
        for name, value in (("budget", "1"), ("budget", "1.00"), ("secret", SECRET)):
            row = self.mine if name == "budget" else self.open
            answer = self.sends(self.mara, "PATCH", f"project/{row.pk}/", {name: value})
            nothing = self.sends(self.mara, "PATCH", f"project/{row.pk}/", {"nothing": value})
            assert answer.text.replace(name, "nothing") == nothing.text, (name, answer)
            assert answer.status == nothing.status == 422
        made = self.sends(self.mara, "POST", "project/", {"name": "New", "budget": "1"})
        self.refused(made, 422, "There is no field “budget” here.")
        assert not Project.everything.filter(name="New").exists()

    def test_a_rule_over_one_does_not_name_it(self) -> None:
        self.open.stage = "running"
        self.open.save()
        answer = self.sends(
            self.mara, "PATCH", f"project/{self.mine.pk}/", {"parent": self.open.pk, "name": "M"}
        )
        assert HIDDEN_BUDGET not in answer.text
        assert set(answer.errors if answer.status == 422 else {}) <= {"", "parent"}


class Writing(RightsCase):
    def test_who_may_do_what(self) -> None:
        """create, change and delete of a project that Jon leads; of one of his tasks; of a line."""
        task = Task.everything.create(project=self.open, name="Pick")
        line = LogLine.everything.create(text="a")
        leads = {"ada": 200, "ines": 403, "mara": 403, "jon": 200}
        table: dict[tuple[str, str], dict[str, int]] = {
            ("PATCH", f"project/{self.open.pk}/"): leads,
            ("PATCH", f"task/{task.pk}/"): leads,
            ("DELETE", f"project/{self.open.pk}/"): dict.fromkeys(("ines", "mara", "jon"), 403),
            ("PATCH", f"log_line/{line.pk}/"): dict.fromkeys(self.cast(), 403),
            ("POST", "log_line/"): dict.fromkeys(self.cast(), 201),
            ("POST", "measure/"): dict.fromkeys(self.cast(), 201),
        }
        said = {"project": {"name": "Open"}, "task": {"name": "Pick"}, "measure": {"whole": 1}}
        for (method, below), expected in table.items():
            for key, status in expected.items():
                with self.subTest(method + below, who=key):
                    body: Any = said.get(below.partition("/")[0], {"text": "b"})
                    answer = self.sends(self.cast()[key], method, below, body)
                    assert answer.status == status, answer

    def test_a_field_that_is_seen_and_not_edited(self) -> None:
        self.mine.members.set([self.jon.person])
        answer = self.sends(self.jon, "PATCH", f"project/{self.mine.pk}/", {"name": "M"})
        assert answer.status == 200
        answer = self.sends(self.jon, "PATCH", f"project/{self.mine.pk}/", {"stage": "over"})
        self.refused(answer, 403, "Stage is not yours to change here.")

    def test_what_a_row_says_that_may_be_done_can_be_done(self) -> None:
        """`_may` of each row and person, against what the tool answers to it."""
        for player in self.cast().values():
            for row in self.lists(player, "project").said["rows"]:
                for action in ("start", "close", "swap"):
                    with self.subTest(player.key, row=row["name"], action=action):
                        said = {"starts_on": "2026-03-12"} if action == "start" else {}
                        address = f"project/{row['id']}/do/{action}/"
                        before = self.sends(player, "GET", f"project/{row['id']}/").said["_may"]
                        answer = self.sends(player, "POST", address, said)
                        assert (answer.status == 200) is (action in before), answer


class ReadOnly(RightsCase):
    def test_somebody_who_only_reads_writes_nothing(self) -> None:
        """The same person by a token that only reads: every write is refused, on every way."""
        from dataclasses import replace

        assert self.jon.asker is not None
        reader = replace(self.jon, asker=replace(self.jon.asker, reads_only=True))
        pk = self.open.pk
        assert self.sends(reader, "GET", f"project/{pk}/").status == 200
        for method, below, said in (
            ("POST", "measure/", {"whole": 1}),
            ("PATCH", f"project/{pk}/", {"name": "x"}),
            ("DELETE", f"project/{pk}/", ""),
            ("POST", f"project/{pk}/do/start/", {"starts_on": "2026-03-12"}),
            ("POST", f"project/{pk}/comments/", {"text": "x"}),
        ):
            with self.subTest(method + below):
                answer = self.sends(reader, method, below, said)
                self.refused(answer, 403, "This token may only read.")
        assert self.reload(self.open).name == "Open"
