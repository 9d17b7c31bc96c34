"""A program in front of the workshop: it sends JSON as somebody of the cast."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from site_kit.testing import Player
from tests.kit.lab.asked import Part, Purchase, PurchaseApproval
from tests.kit.lab.booked import Meeting, Room, Stay
from tests.kit.lab.deeds import Idea, Nod, Stop, Trip, Vote
from tests.kit.lab.limited import Card, Duty, Shift
from tests.kit.lab.models import LogLine, Measure, Project, Salary, Task
from tests.kit.lab.stored import Good, Movement
from tests.kit.lab.worded import Tally
from tests.kit.web.workshop import WorkshopCase

EVERYTHING = [
    *(Project, Task, LogLine, Salary, Measure, Room, Meeting, Stay, Idea, Vote, Nod, Trip, Stop),
    *(Shift, Duty, Card, Good, Movement, Purchase, PurchaseApproval, Part, Tally),
]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    said: Any
    headers: Mapping[str, str]

    @property
    def errors(self) -> dict[str, list[str]]:
        """The sentences beside each field."""
        found: dict[str, list[str]] = self.said["errors"]
        return found

    @property
    def ids(self) -> list[int]:
        """The rows of a list."""
        return [row["id"] for row in self.said["rows"]]

    @property
    def text(self) -> str:
        """All that came."""
        return json.dumps(self.said, ensure_ascii=False)


class ProgramCase(WorkshopCase):
    """A test of the API over the workshop."""

    entities: Sequence[Any] = EVERYTHING

    def sends(
        self, player: Player, method: str, below: str, said: Any = None, **headers: Any
    ) -> Answer:
        """Whatever it is, as JSON unless it is text already."""
        body = said if isinstance(said, (str, bytes)) else json.dumps(said) if said else ""
        kind = headers.pop("content_type", "application/json")
        address = below if below.startswith("/") else f"/api/v1/{below}"
        response: Any = self.client_of(player).generic(
            method, address, body, content_type=kind, **headers
        )
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        return Answer(response.status_code, response.json() if is_json else None, response.headers)

    def lists(self, player: Player, entity: str, **asked: Any) -> Answer:
        """Ask for rows; `due_from` would be no filter: write `**{"due.from": …}`."""
        query = f"?{urlencode(asked, doseq=True)}" if asked else ""
        return self.sends(player, "GET", f"{entity}/{query}")

    def refused(self, answer: Answer, status: int, *sentences: str) -> None:
        """Whether it was refused so."""
        assert answer.status == status, answer
        for sentence in sentences:
            assert sentence in answer.text, answer.said
