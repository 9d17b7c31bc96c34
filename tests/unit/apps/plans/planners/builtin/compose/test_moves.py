"""Buttons that nobody asked for never open more than those that somebody did."""

import pytest

from tests.unit.apps.plans.planners.said import entity, plan_of


def buttons(brief: str, name: str) -> dict[str, dict[str, object]]:
    return {action["id"]: action for action in entity(plan_of(brief), name).get("actions", [])}


def test_a_step_of_the_lexicon_is_for_those_who_decide() -> None:
    found = buttons(
        "Employees hand in expense claims with title and amount; everybody sees only their own "
        "claims, and finance approves or rejects them.",
        "expense",
    )
    assert found["reimburse"]["by"] == found["approve"]["by"] == ["finance", "admin"]
    assert found["reimburse"]["not_by"] == ["row.created_by"]


def test_the_refusal_beside_an_approval_is_for_the_same_people() -> None:
    found = buttons(
        "Track invoices with number and amount. Managers approve them. The person who entered an "
        "invoice may not approve it.",
        "invoice",
    )
    assert found["reject"]["by"] == ["manager", "admin"]
    assert "row.created_by" in found["reject"]["not_by"]  # type: ignore[operator]


def test_where_nobody_is_named_everybody_moves_rows() -> None:
    found = buttons("Track repairs with title. Add a button to mark a repair as done.", "repair")
    assert all("by" not in action for action in found.values())


def test_every_value_can_be_reached() -> None:
    plan = plan_of(
        "Track tickets with title and status (new, checked, waiting, closed). Agents close them."
    )
    ticket = entity(plan, "ticket")
    values = {v["id"] for f in ticket["fields"] if f["id"] == "status" for v in f["values"]}
    assert {action["to"] for action in ticket["actions"]} == values - {"new"}


def test_buttons_stand_in_the_order_of_the_states() -> None:
    plan = plan_of(
        "Track tickets with title and status (new, checked, waiting, closed). Agents close them."
    )
    assert [action["to"] for action in entity(plan, "ticket")["actions"]] == [
        "checked",
        "waiting",
        "closed",
    ]


@pytest.mark.parametrize(
    ("brief", "locked"),
    [
        ("Track leave requests. Managers approve or reject them.", True),
        ("Track tickets with title and status (new, open, closed).", False),
    ],
)
def test_a_decided_row_stays_decided(brief: str, locked: bool) -> None:
    rules = plan_of(brief)["entities"][0].get("rules", [])
    assert any(rule["kind"] == "lock" for rule in rules) is locked
