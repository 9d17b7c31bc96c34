"""Who may do what, and by which button."""

import pytest

from apps.plans.planners.builtin.grammar.wishes import Acted, Allowed, Assigned, StatusChanged
from tests.unit.apps.plans.planners.said import wishes_of


@pytest.mark.parametrize(
    ("text", "right", "who"),
    [
        ("Let team members submit requests", "create", "team members"),
        ("Only HR can edit requests", "edit", "hr"),
        ("Everyone can see all requests", "view", "everyone"),
        ("Requests may be deleted by managers", "delete", "managers"),
        ("Project leads see the requests", "view", "project leads"),
        ("Only IT can see requests", "view", "it"),
    ],
)
def test_rights(text: str, right: str, who: str) -> None:
    allowed = wishes_of(f"Track requests. {text}.", Allowed)
    assert (allowed[-1].right, allowed[-1].who) == (right, who)


@pytest.mark.parametrize(
    "text", ["It should show requests", "The tool keeps requests", "We need to see requests"]
)
def test_the_tool_and_the_asker_get_no_rights(text: str) -> None:
    assert wishes_of(f"Track requests. {text}.", Allowed) == []


def test_own_rows_and_only_are_heard() -> None:
    (allowed,) = wishes_of("Track requests. People can only edit their own requests.", Allowed)
    assert (allowed.own, allowed.only) == (True, True)
    (others,) = [
        wish
        for wish in wishes_of(
            "Track requests. Managers see all requests, others only their own.", Allowed
        )
        if wish.own
    ]
    assert others.who == "everyone"


@pytest.mark.parametrize(
    ("text", "verbs", "who"),
    [
        ("Include approve and reject buttons", ["approve", "reject"], ""),
        ("Managers approve or reject requests", ["approve", "reject"], "managers"),
        ("A committee accepts or declines requests", ["accept", "decline"], "a committee"),
        ("A button to close them", ["close"], ""),
        ("Requests are approved by finance", ["approve"], "finance"),
    ],
)
def test_moves(text: str, verbs: list[str], who: str) -> None:
    acted = wishes_of(f"Track requests. {text}.", Acted)
    assert [wish.verb for wish in acted] == verbs
    assert {wish.who for wish in acted} == {who}


def test_marking_names_the_value() -> None:
    acted = wishes_of("Track requests. Finance can mark them as paid.", Acted)
    assert ("paid", "finance") in {(wish.value, wish.who) for wish in acted}


def test_nobody_decides_on_their_own() -> None:
    (acted,) = wishes_of("Track requests. Nobody can approve their own request.", Acted)
    assert acted.own


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("See who owns each one", "owner"),
        ("Show who has what", "holder"),
        ("Assign requests to a technician", "technician"),
        ("Assign it to someone", ""),
    ],
)
def test_people_in_charge(text: str, field: str) -> None:
    assert wishes_of(f"Track requests. {text}.", Assigned)[0].field == field


def test_updating_the_status_is_no_button() -> None:
    (changed,) = wishes_of("Track requests. Let people update the status.", StatusChanged)
    assert changed.who == "people"
