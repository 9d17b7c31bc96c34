"""Rights as one table for each entity."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import entity, plan_of


def table(brief: str, name: str = "request") -> dict[str, list[str]]:
    found: dict[str, Any] = entity(
        plan_of(f"Track requests with title and due date. {brief}"), name
    )
    return {entry["by"][0]: entry["can"] for entry in found.get("permissions", [])}


def test_without_a_word_members_have_the_usual_rights() -> None:
    assert table("") == {}


def test_who_submits_may_edit_while_it_is_new() -> None:
    rights = table("Let team members submit requests.")
    assert rights["member"] == ["view", "create"]
    assert rights["row.created_by"] == ["edit"]


@pytest.mark.parametrize(
    "words", ["Only HR can edit requests.", "Requests can only be edited by HR."]
)
def test_only_takes_the_right_from_everybody_else(words: str) -> None:
    rights = table(words)
    assert rights["hr"] == ["view", "edit"]
    assert "edit" not in rights["member"]


def test_people_see_only_their_own_and_others_all() -> None:
    rights = table("Employees see only their own requests. HR can see all requests.")
    assert "view" not in rights.get("member", [])
    assert rights["row.created_by"] == ["view"]
    assert "view" in rights["hr"]


def test_managing_is_all_of_it() -> None:
    assert table("Facilities can manage all requests.")["facilities"] == ["all"]


def test_roles_are_declared_with_what_they_may() -> None:
    plan = plan_of("Track requests. Only HR can edit requests.")
    (role,) = plan["roles"]
    assert (role["id"], role["name"]) == ("hr", "HR")
    assert role["description"] == "May see and edit requests."


def test_a_group_of_the_workspace_holds_the_role_of_its_name() -> None:
    plan = plan_of("Track requests. Only finance can edit requests.", groups=("Finance",))
    assert plan["roles"][0]["from"] == "group:Finance"


def test_unknown_people_become_a_role_by_their_words() -> None:
    plan = plan_of("Track requests. Dock leads can edit requests.")
    assert plan["roles"][0]["id"] == "dock_lead"


def test_outsiders_cannot_come_in_and_the_plan_says_so() -> None:
    plan = plan_of("Track orders with number and amount. Customers submit orders.")
    assert any("outside the workspace" in found.get("partly", "") for found in plan["requirements"])


def test_of_health_data_members_see_their_own_and_named_people_all() -> None:
    plan = plan_of("Track our patients")
    assert entity(plan, "patient")["permissions"] == [
        {"id": "member", "by": ["member"], "can": ["create"]},
        {"id": "created_by", "by": ["row.created_by"], "can": ["view"]},
        {"id": "keeper", "by": ["keeper"], "can": ["all"]},
    ]
    assert any("health data" in text for text in plan["assumptions"])
