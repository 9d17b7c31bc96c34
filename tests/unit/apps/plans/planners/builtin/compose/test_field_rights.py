"""Rights on one field are none on the row."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import entity, field, plan_of

CONTRACTS = "Track contracts with title, partner and end date. "


def left(plan: dict[str, Any]) -> dict[str, str]:
    return {item["quote"]: item["reason"] for item in plan.get("left_out", [])}


def test_only_they_change_the_field() -> None:
    plan = plan_of(CONTRACTS + "Only managers may edit the end date.")
    assert field(plan, "contract.end_date")["edited_by"] == ["manager"]
    assert "permissions" not in entity(plan, "contract")


def test_the_requirement_points_to_the_field() -> None:
    plan = plan_of(CONTRACTS + "Only managers may edit the end date.")
    (said,) = [r for r in plan["requirements"] if r["quote"].startswith("Only managers")]
    assert said["provides"] == ["entities.contract.fields.end_date"]
    assert said["meaning"] == "End date is changed by managers only, held by the server"


def test_whoever_may_change_a_field_may_open_its_row() -> None:
    plan = plan_of(
        CONTRACTS + "Only legal can edit contracts. Only managers may edit the end date."
    )
    managers = [p for p in entity(plan, "contract")["permissions"] if p["by"] == ["manager"]]
    assert managers == [{"id": "manager", "by": ["manager"], "can": ["view", "edit"]}]


def test_nobody_is_left_out_with_what_to_say_instead() -> None:
    plan = plan_of(CONTRACTS + "Nobody may edit the title.")
    assert left(plan) == {
        "Nobody may edit the title": "Say who may change title; nobody else can then."
    }
    assert "permissions" not in entity(plan, "contract")


def test_a_field_the_tool_writes_is_for_nobody() -> None:
    plan = plan_of(
        "Track requests with title, requester and due date. Only managers may edit the requester."
    )
    assert "Requester is written by the tool itself." in left(plan).values()
    assert "edited_by" not in field(plan, "request.requester")


@pytest.mark.parametrize(
    "text", ["Only managers may edit contracts.", "Only managers may edit them."]
)
def test_a_right_on_rows_stays_one(text: str) -> None:
    plan = plan_of(CONTRACTS + text)
    assert [p for p in entity(plan, "contract")["permissions"] if "manager" in p["by"]]
    assert all("edited_by" not in one for one in entity(plan, "contract")["fields"])
