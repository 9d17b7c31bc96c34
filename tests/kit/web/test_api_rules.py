"""Every kind of rule refuses over the API as it does in a form, with nothing written."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from django.db import models

from tests.kit.lab.asked import Purchase
from tests.kit.lab.booked import Meeting, Room
from tests.kit.lab.deeds import Idea, Nod, Vote
from tests.kit.lab.limited import Card
from tests.kit.lab.models import Project, Task
from tests.kit.lab.stored import Good, Movement
from tests.kit.web.programs import ProgramCase


class RuleTests(ProgramCase):
    def refuses(self, model: type[Any], values: dict[str, Any], status: int, sentence: str) -> None:
        """No row is made of these values, for an admin either."""
        before = model.everything.count()
        for player in (self.ada, self.mara):
            answer = self.sends(player, "POST", f"{model._meta.db_table}/", values)
            self.refused(answer, status, sentence)
            assert model.everything.count() == before

    def test_validation(self) -> None:
        """Kinds, choices, lengths, and what is compulsory: each beside its field."""
        answer = self.sends(
            self.mara,
            "POST",
            "measure/",
            {"whole": "many", "mood": "sad", "day": "2026-02-30", "text": "x" * 61, "tags": ["z"]},
        )
        assert answer.status == 422
        assert set(answer.errors) == {"whole", "mood", "day", "text", "tags"}
        self.refuses(Project, {"name": ""}, 422, "This field is required.")
        self.refuses(Project, {}, 422, '"name"')

    def test_a_check_of_the_row(self) -> None:
        dates = {"name": "A", "starts_on": "2026-03-12", "ends_on": "2026-03-11"}
        self.refuses(Project, dates, 422, "A project ends after it starts.")

    def test_a_check_over_another_row(self) -> None:
        parent = self.project("Parent", stage="running", budget=5)
        row = self.project("Child", budget=9, lead=self.mara.person)
        answer = self.sends(self.mara, "PATCH", f"project/{row.pk}/", {"parent": parent.pk})
        self.refused(answer, 422, "It costs more than its parent.")
        assert self.reload(row).parent is None

    def test_required_if(self) -> None:
        row = self.project("A", lead=self.mara.person)
        Task.everything.create(project=row, name="Pick")
        answer = self.sends(self.mara, "PATCH", f"project/{row.pk}/", {"lead": None})
        self.refused(answer, 422, "A project with tasks needs a lead.")
        assert self.reload(row).lead == self.mara.person

    def test_empty_if(self) -> None:
        parent = self.project("Parent", stage="running")
        said = {"name": "A", "parent": parent.pk, "ends_on": "2026-03-12"}
        self.refuses(Project, said, 422, "Its parent ends it.")

    def test_what_is_not_offered(self) -> None:
        parent = self.project("Parent", stage="idea")
        self.refuses(Project, {"name": "A", "parent": parent.pk}, 422, "cannot be chosen here")
        said = {"name": "A", "lead": "jon@acme.example"}
        self.refuses(Project, said, 422, "cannot be chosen here")

    def test_unique(self) -> None:
        self.project("A")
        self.refuses(Project, {"name": "A"}, 422, "There is a project of this name already.")

    def test_unique_by_a_moment(self) -> None:
        """Two ask at once, both look first and see nothing: the database tells the second one."""
        self.project("A")
        with patch("site_kit.draft.violations", return_value={}):
            answer = self.sends(self.mara, "POST", "project/", {"name": "A"})
        self.refused(answer, 409, "There is a project of this name already.")
        assert answer.said["id"] == "raced"
        assert Project.everything.count() == 1

    def test_no_overlap(self) -> None:
        room = Room.everything.create(name="Red")
        said = {
            "room": room.pk,
            "starts_at": "2026-03-11T10:00:00+01:00",
            "ends_at": "2026-03-11T11:00:00+01:00",
        }
        assert self.sends(self.mara, "POST", "meeting/", said).status == 201
        self.refuses(Meeting, said, 422, "The room is taken at that time.")

    def test_a_limit(self) -> None:
        for name in ("A", "B"):
            assert self.sends(self.mara, "POST", "card/", {"name": name, "lane": "doing"}).said
        third = {"name": "C", "lane": "doing"}
        self.refuses(Card, third, 422, "Two are enough to be busy with.")
        waiting = self.sends(self.mara, "POST", "card/", {"name": "C"}).said
        for address, said in (
            (f"card/{waiting['id']}/do/begin/", {}),
            (f"card/{waiting['id']}/", {"lane": "doing"}),
        ):
            method = "POST" if "do" in address else "PATCH"
            self.refused(self.sends(self.mara, method, address, said), 422, "Two are enough")

    def test_who_is_beyond_a_limit_waits(self) -> None:
        shift = self.sends(self.mara, "POST", "shift/", {"name": "Bar", "seats": 1}).said["id"]
        found = [
            self.sends(self.mara, "POST", "duty/", {"shift": shift, "name": name}).said["status"]
            for name in ("A", "B")
        ]
        assert found == ["going", "waiting"]

    def test_a_lock(self) -> None:
        row = self.project("A", stage="over", lead=self.mara.person)
        answer = self.sends(self.mara, "PATCH", f"project/{row.pk}/", {"name": "B"})
        assert answer.status == 409
        self.refused(self.sends(self.ada, "PATCH", f"project/{row.pk}/", {"name": "C"}), 200)
        running = self.project("B", stage="running", budget=1, lead=self.ines.person)
        answer = self.sends(self.ines, "PATCH", f"project/{running.pk}/", {"budget": "2"})
        self.refused(answer, 409, "The budget is fixed by now.")
        assert self.reload(running).budget == 1

    def test_stock(self) -> None:
        good = Good.everything.create(name="Nail")
        Movement.everything.create(good=good, quantity=3)
        said = {"good": good.pk, "quantity": -4}
        answer = self.sends(self.mara, "POST", "movement/", said)
        assert answer.status == 422, answer
        answer = self.sends(self.mara, "POST", f"good/{good.pk}/do/take/", {"quantity": -4})
        assert answer.status == 422, answer
        assert Movement.everything.aggregate(n=models.Sum("quantity")) == {"n": 3}
        taken = self.sends(self.mara, "POST", f"good/{good.pk}/do/take/", {"quantity": -3})
        assert taken.status == 200

    def test_an_approval(self) -> None:
        """Who asks does not decide, nor does anybody whose turn it is not; meanwhile it is shut."""
        made = self.sends(
            self.mara,
            "POST",
            "purchase/",
            {"name": "Desk", "amount": 900, "boss": "jon@acme.example"},
        ).said["id"]
        address = f"purchase/{made}/"
        assert self.sends(self.mara, "POST", f"{address}do/ask/", {}).said["stage"] == "asked"
        self.refused(self.sends(self.mara, "PATCH", address, {"amount": 1}), 409, "It waits for")
        answer = self.sends(self.mara, "PATCH", address, {"stage": "granted"})
        assert answer.status in (403, 409)
        for player in (self.mara, self.ines):
            answer = self.sends(player, "POST", f"{address}do/approve/", {})
            assert answer.status in (403, 404, 409), answer
        assert self.sends(self.jon, "POST", f"{address}do/approve/", {}).status == 200
        assert Purchase.everything.get().stage == "asked"
        assert self.sends(self.ines, "POST", f"{address}do/approve/", {}).status == 200
        assert Purchase.everything.get().stage == "granted"

    def test_decisions_are_made_by_the_buttons_alone(self) -> None:
        made = Purchase.everything.create(name="Desk", stage="asked", created_by=self.mara.person)
        said = {"purchase": made.pk, "decision": "approved", "step": "boss"}
        answer = self.sends(self.mara, "POST", "purchase_approval/", said)
        assert answer.status in (403, 422), answer

    def test_a_toggle(self) -> None:
        idea = Idea.everything.create(name="Lamp")
        address = f"idea/{idea.pk}/do/vote/"
        for said, on, amount in (({}, True, 1), ({"on": True}, True, 1), ({"on": False}, False, 0)):
            answer = self.sends(self.mara, "POST", address, said)
            assert (answer.said["on"], Vote.everything.count()) == (on, amount)
        for said in ({"on": "yes"}, {"created_by": "jon@acme.example"}):
            assert self.sends(self.mara, "POST", address, said).status == 422
        self.refused(self.sends(self.mara, "POST", "vote/", {"idea": idea.pk}), 403)
        nod = f"idea/{idea.pk}/do/nod/"
        assert self.sends(self.mara, "POST", nod, {}).status == 200
        self.refused(self.sends(self.mara, "POST", nod, {"on": False}), 409, "and it stays")
        assert Nod.everything.count() == 1

    def test_a_toggle_that_is_shut(self) -> None:
        idea = Idea.everything.create(name="Lamp", shut=True)
        answer = self.sends(self.mara, "POST", f"idea/{idea.pk}/do/vote/", {})
        assert answer.status in (403, 409)
        assert not Vote.everything.exists()

    def test_a_status_that_moves_by_buttons_is_typed_by_nobody(self) -> None:
        row = self.project("A", lead=self.mara.person)
        answer = self.sends(self.mara, "PATCH", f"project/{row.pk}/", {"stage": "over"})
        assert answer.status in (403, 422)
        assert self.reload(row).stage == "idea"

    def test_a_series_and_a_copy(self) -> None:
        made = self.sends(self.ines, "POST", "trip/", {"name": "Sea", "day": "2026-03-12"}).said
        address = f"trip/{made['id']}/do/"
        said = {"every": "day", "times": 3, "guide": ["mara@acme.example"]}
        answer = self.sends(self.ines, "POST", f"{address}repeat/", said)
        assert answer.status == 200, answer.said
        assert len(answer.said["ids"]) >= 2, answer
        assert answer.said["refused"] == []
        copy = self.sends(self.ines, "POST", f"{address}copy/", {})
        assert copy.said["name"].startswith("Sea")
        self.refused(self.sends(self.ines, "POST", f"{address}slip/", {}), 404)
