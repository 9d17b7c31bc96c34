"""What must hold, what is worked out, what belongs together, who is told."""

import pytest

from apps.plans.planners.builtin.grammar.wishes import Flagged, Related, Ruled, Told
from tests.unit.apps.plans.planners.said import wishes_of


@pytest.mark.parametrize(
    ("text", "kind", "fields"),
    [
        ("Title and due date are required", "required", ("title", "due date")),
        ("Every task must have an owner", "required", ("owner",)),
        ("The code must be unique", "unique", ("code",)),
        ("No two tasks can have the same title", "unique", ("title",)),
        ("A task cannot be done without an owner", "required_if", ("owner",)),
        ("The result is required before a task can be closed", "required_if", ("result",)),
        ("The end date must be after the start date", "after", ("end date", "start date")),
        ("Prevent double bookings", "no_overlap", ()),
        ("Rejecting needs a reason", "reason", ()),
        ("Done tasks cannot be changed", "lock", ()),
        ("A person can have at most three tasks", "limit", ()),
    ],
)
def test_rules(text: str, kind: str, fields: tuple[str, ...]) -> None:
    ruled = [wish for wish in wishes_of(f"Track tasks. {text}.", Ruled) if wish.kind == kind]
    assert [wish.fields for wish in ruled] == [fields]


@pytest.mark.parametrize(
    ("text", "word", "days"),
    [
        ("Highlight overdue tasks in red", "overdue", 0),
        ("Show contracts expiring within 60 days", "expiring", 60),
        ("Show what expires in the next 2 weeks", "expiring", 14),
        ("See which ones have expired", "expired", 0),
        ("Warn when items run low", "low", 0),
    ],
)
def test_flags(text: str, word: str, days: int) -> None:
    flags = wishes_of(f"Track contracts. {text}.", Flagged)
    assert (word, days) in {(flag.word, flag.days) for flag in flags} or wishes_of(text, Told)


@pytest.mark.parametrize(
    "text",
    [
        "Each room belongs to a building",
        "A building has many rooms",
        "For each building we track rooms",
    ],
)
def test_relations(text: str) -> None:
    (related,) = wishes_of(f"Track rooms and buildings. {text}.", Related)
    assert (related.child, related.parent) == ("room", "building")


def test_booking_a_room_relates_the_booking_to_it() -> None:
    (related,) = wishes_of("Let people book meeting rooms", Related)
    assert (related.child, related.parent) == ("booking", "room")


@pytest.mark.parametrize(
    "text",
    [
        "Notify the owner when it is done",
        "Send a reminder two days before the due date",
        "Managers get an email for new ones",
    ],
)
def test_messages(text: str) -> None:
    assert len(wishes_of(f"Track tasks. {text}.", Told)) == 1
