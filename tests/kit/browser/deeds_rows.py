"""Ideas to press and trips to copy, repeat and print: pages and rows for a browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

import site_kit as kit
from site_kit.apps import tool
from site_kit.asker import TOOL, acting
from site_kit.registry import declared
from tests.kit.lab.deeds import Idea, Nod, Stop, Trip, Vote

NAMES = ("Shade for the yard", "Donaudampfschifffahrtsgesellschaftskapitänsmützenhalter", "Tea")
MOST_VOTES = 4


def open_the_deeds() -> None:
    """The pages of ideas and trips instead of the invoice tool's."""
    declared.pages = []
    tool().__dict__["entities"] = [Idea, Vote, Nod, Trip, Stop]

    class IdeasPage(kit.Table):
        """What people would like, the most wanted first."""

        model = Idea
        columns = ("name", "votes", "created_by", "created_at")
        sort = ("-votes",)

    class IdeaBoardPage(kit.Board):
        model = Idea
        group_by = "created_by"
        columns = ("name", "votes")

    class TripsPage(kit.Table):
        model = Trip
        columns = ("name", "day", "guide", "state")


def fill_deeds(count: int) -> None:
    """Ideas with votes, and trips with stops."""
    today = timezone.localdate()
    with acting(TOOL):
        for model in (Vote, Nod, Idea, Stop, Trip):
            model.everything.all().delete()
        for n in range(count):
            idea = Idea.everything.create(name=f"{NAMES[n % 3]} {n}", created_by_id=n % 4 + 1)
            for person in range(1, n % (MOST_VOTES + 1) + 1):
                Vote.everything.create(idea=idea, created_by_id=person)
            if n % 2:
                Nod.everything.create(idea=idea, created_by_id=2)
            trip: Any = Trip.everything.create(
                name=f"{NAMES[n % 3]} {n}",
                day=today + timedelta(days=n),
                guide_id=n % 4 + 1,
                meal="soup",
                secret="Bring **a rope** and\n\n- boots\n- a map",
                created_by_id=2,
            )
            Stop.everything.create(trip=trip, place="Hut")
