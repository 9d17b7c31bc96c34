"""Buttons, and who has them."""

from typing import Any

from tests.unit.apps.plans.planners.said import INVOICES, entity, plan_of


def actions(plan: dict[str, Any], name: str) -> dict[str, Any]:
    return {action["id"]: action for action in entity(plan, name).get("actions", [])}


def test_a_decision_is_by_approvers_stamped_and_never_ones_own() -> None:
    approve = actions(plan_of(INVOICES), "invoice")["approve"]
    assert approve["by"] == ["approver", "admin"]
    assert approve["not_by"] == ["row.created_by"]
    assert {"decided_by = me", "decided_at = now"} <= set(approve["set"])
    assert approve["bulk"]


def test_a_rejection_asks_why() -> None:
    assert actions(plan_of(INVOICES), "invoice")["reject"]["needs"] == ["reason"]


def test_named_people_have_the_button_with_the_admins() -> None:
    plan = plan_of("Let staff submit purchase requests. Finance approves or rejects them.")
    assert actions(plan, "purchase_request")["approve"]["by"] == ["finance", "admin"]


def test_only_leaves_admins_out_and_says_so() -> None:
    plan = plan_of("Let staff submit purchase requests. Only finance can approve them.")
    assert actions(plan, "purchase_request")["approve"]["by"] == ["finance"]
    assert any("admins cannot" in text for text in plan["assumptions"])


def test_a_status_with_one_button_has_one_for_every_value() -> None:
    plan = plan_of(
        "Track orders with number, customer and status (new, packed, shipped, cancelled). A "
        "button to ship them."
    )
    reached = {action["to"] for action in actions(plan, "order").values()}
    assert reached == {"packed", "shipped", "cancelled"}


def test_everyday_moves_are_for_whoever_may_edit() -> None:
    returned = actions(plan_of("Staff can borrow laptops and return them."), "loan")["return"]
    assert "by" not in returned


def test_decided_rows_are_locked() -> None:
    rules = entity(plan_of(INVOICES), "invoice")["rules"]
    assert {"kind": "lock", "id": "lock", "when": "decision.closed"} in rules


def test_assigning_is_a_button() -> None:
    plan = plan_of("Track tickets. Support assigns tickets to a technician.")
    assign = actions(plan, "ticket")["assign"]
    assert assign["kind"] == "update"
    assert "support" in assign["by"]


def test_a_status_that_people_update_is_the_owners_and_admins() -> None:
    plan = plan_of("Track requests with title and owner. Let people update the status.")
    status = next(found for found in entity(plan, "request")["fields"] if found["kind"] == "status")
    assert status["edited_by"] == ["row.owner", "admin"]
    assert actions(plan, "request") == {} or "assign" in actions(plan, "request")


def test_nobody_approves_their_own_by_the_field_that_names_them() -> None:
    plan = plan_of(
        "Employees submit expense claims. Finance approves them. Nobody can approve their own "
        "claim."
    )
    name = plan["entities"][0]["id"]
    assert "row.employee" in actions(plan, name)["approve"]["not_by"]
