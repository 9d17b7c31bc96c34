"""Rights by follow-ups: who gets them, who loses them, and that nobody loses them by accident."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.builtin.followups.tools import (
    TOOLS,
    asked,
    changes,
    nothing_lost,
)
from tests.unit.apps.plans.planners.said import answer_to, entity, field


def button(plan: Any, name: str) -> dict[str, Any]:
    """A button of the invoices."""
    actions = entity(plan, "invoice")["actions"]
    return next(dict(action) for action in actions if action["id"] == name)


def rights(plan: Any, name: str) -> dict[str, list[str]]:
    """Who may do what, by the id of the permission."""
    return {entry["id"]: entry["can"] for entry in entity(plan, name)["permissions"]}


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Only finance can approve invoices", ["finance"]),
        ("Only clerks and admins should approve invoices", ["clerk", "admin"]),
        ("Only admins may approve", ["admin"]),
    ],
)
def test_only_takes_a_button_from_all_others(text: str, by: list[str]) -> None:
    answer = asked("invoices", text)
    assert button(answer.blueprint, "approve")["by"] == by
    nothing_lost(TOOLS["invoices"], answer)


@pytest.mark.parametrize(
    "text", ["Finance may also approve invoices", "Also let finance approve invoices"]
)
def test_also_takes_a_button_from_nobody(text: str) -> None:
    before = button(TOOLS["invoices"], "approve")["by"]
    answer = asked("invoices", text)
    assert button(answer.blueprint, "approve")["by"] == [*before, "finance"]


def test_a_right_on_one_button_leaves_the_other() -> None:
    plan = asked("invoices", "Only finance can approve invoices").blueprint
    assert button(plan, "reject") == button(TOOLS["invoices"], "reject")


def test_a_new_role_is_declared_once() -> None:
    plan = asked("invoices", "Only finance can approve invoices").blueprint
    assert plan is not None
    declared = [role["id"] for role in plan["roles"]]
    assert declared.count("finance") == 1


@pytest.mark.parametrize(
    "text",
    [
        "Whoever created a request may not assign it",
        "The person who submitted a request must not assign it",
        "A request cannot be assigned by its author",
    ],
)
def test_nobody_does_it_to_what_is_their_own(text: str) -> None:
    answer = asked("requests", text)
    assert answer.blueprint is not None
    assign = next(a for a in entity(answer.blueprint, "request")["actions"] if a["id"] == "assign")
    assert assign["not_by"] == ["row.requester"]
    nothing_lost(TOOLS["requests"], answer)


def test_a_button_that_there_is_not_is_said() -> None:
    answer = asked("requests", "Whoever created a request may not explode it")
    assert answer.outcome == "clarify"
    assert "There is no button “explode”." in answer.notes


@pytest.mark.parametrize(
    ("tool", "text", "path", "key", "people"),
    [
        (
            "requests",
            "Only admins may see the description",
            "request.description",
            "seen_by",
            ["admin"],
        ),
        (
            "requests",
            "Only the owner may edit the due date",
            "request.due",
            "edited_by",
            ["row.owner"],
        ),
        ("invoices", "Only finance may view the amount", "invoice.amount", "seen_by", ["finance"]),
        (
            "requests",
            "Hide the description from members",
            "request.description",
            "seen_by",
            ["admin"],
        ),
        (
            "hand-written invoices",
            "Hide the amount from members",
            "invoice.amount",
            "seen_by",
            ["approver", "admin"],
        ),
    ],
)
def test_a_right_on_one_field_is_on_that_field_alone(
    tool: str, text: str, path: str, key: str, people: list[str]
) -> None:
    answer = asked(tool, text)
    assert field(answer.blueprint or {}, path)[key] == people
    name = path.split(".")[0]
    before = entity(TOOLS[tool], name).get("permissions")
    assert entity(answer.blueprint or {}, name).get("permissions") == before
    nothing_lost(TOOLS[tool], answer)


@pytest.mark.parametrize(
    "text",
    [
        "Nobody may edit the title",
        "Managers may see the description",
        "Members cannot change the due date",
        "Let managers edit the title",
    ],
)
def test_a_right_on_one_field_never_becomes_one_on_the_whole_row(text: str) -> None:
    answer = asked("requests", text)
    assert (answer.outcome, changes(answer)) == ("clarify", [])
    assert "is said with “only”" in " ".join(answer.notes)


@pytest.mark.parametrize(
    ("text", "who", "can"),
    [
        ("Let managers edit all requests", "manager", ["view", "edit"]),
        ("Managers may delete requests", "manager", ["view", "delete"]),
        ("Let admins delete requests", "admin", ["view", "delete"]),
    ],
)
def test_a_right_is_given_and_all_others_stay(text: str, who: str, can: list[str]) -> None:
    before = rights(TOOLS["requests"], "request")
    after = rights(asked("requests", text).blueprint, "request")
    assert after == before | {who: can}


def test_only_takes_a_right_on_rows_from_all_others() -> None:
    after = rights(asked("requests", "Only managers may edit requests").blueprint, "request")
    assert [who for who, can in after.items() if "edit" in can or "all" in can] == ["manager"]


def test_a_member_who_sees_only_what_is_theirs_keeps_entering() -> None:
    plan = asked("requests", "Members can only see their own requests").blueprint
    after = rights(plan, "request")
    assert "view" not in after["member"]
    assert "create" in after["member"]


def test_a_role_that_is_there_is_not_added_again() -> None:
    answer = asked("hand-written invoices", "Add a role approver")
    assert changes(answer) == []
    assert "That role is there already." in answer.notes


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Only Finance may approve invoices", {"id": "finance", "from": "group:Finance"}),
        (
            "Let the night shift reject invoices",
            {"id": "night_shift", "from": "group:Night shift"},
        ),
        (
            "People from the front desk may approve invoices",
            {"id": "front_desk", "from": "group:Front desk"},
        ),
        ("Only auditors may approve invoices", {"id": "auditor"}),
    ],
)
def test_a_group_of_the_workspace_is_the_role_of_its_name(text: str, role: dict[str, str]) -> None:
    groups = ("Finance", "Night shift", "Front desk")
    plan = answer_to(text, TOOLS["invoices"], groups=groups).blueprint
    assert plan is not None
    found = next(one for one in plan["roles"] if one["id"] == role["id"])
    assert {key: found.get(key, "") for key in ("id", "from")} == {"from": "", **role}
