"""What is due by a date is done by a job in the tool's own process, once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from site_contract.jobs import JobResult

AUTOMATIONS = '''"""What happens by itself."""

import site_kit as kit

from app.models import Booking, Room


class GrantBooking(kit.Automation):
    """What begins is granted."""

    model = Booking
    when = kit.OnDate("starts")
    do = (kit.Set({"status": "granted"}), kit.Make(Room, {"name": kit.Of("row", "title")}))
'''
SAMPLES = [
    {"entity": "room", "columns": ["name"], "rows": [["Attic"]]},
    {
        "entity": "booking",
        "columns": ["title", "room", "starts"],
        "rows": [
            ["Talk", "Attic", "today 00:00"],
            ["Attic", "Attic", "today 00:00"],
            ["Lunch", "Attic", "today+2 10:00"],
        ],
    },
]


@pytest.fixture
def due(job: Callable[..., JobResult], tree: Path) -> Callable[[], JobResult]:
    """The job, on bookings of which two have begun; one makes a room that is there already."""
    (tree / "app/automations.py").write_text(AUTOMATIONS)
    assert job("migrate").ok
    assert job("load_samples", {"samples": SAMPLES}).ok
    return lambda: job("run_due")


def test_what_is_due_is_done_and_what_fails_is_counted(due: Callable[[], JobResult]) -> None:
    found = [due().data for _ in range(4)]
    assert [(one["done"], one["failed"], one["passed_on"]) for one in found] == [
        (1, 1, 0),
        (0, 1, 0),
        (0, 1, 0),
        (0, 0, 0),
    ]
    soon = [datetime.fromisoformat(one["next"]) - datetime.now(UTC) for one in found]
    assert all(timedelta(minutes=4) < wait <= timedelta(minutes=5) for wait in soon)
