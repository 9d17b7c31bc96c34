"""Edits between two blueprints."""

import copy
from typing import Any

from apps.plans.planners.builtin.followups.difference import edits_between
from tests.unit.apps.plans.planners.said import REQUESTS, plan_of

PLAN = plan_of(REQUESTS)


def changed() -> dict[str, Any]:
    return copy.deepcopy(PLAN)


def test_the_same_needs_no_edit() -> None:
    assert edits_between(PLAN, changed()) == []


def test_a_new_field_in_the_middle_says_after_which() -> None:
    plan = changed()
    plan["entities"][0]["fields"].insert(1, {"kind": "text", "id": "area"})
    assert edits_between(PLAN, plan) == [
        {
            "kind": "add_field",
            "at": "entities.request",
            "item": {"kind": "text", "id": "area"},
            "after": "title",
        }
    ]


def test_keys_names_and_lists_have_their_own_edits() -> None:
    plan = changed()
    plan["entities"][0]["comments"] = True
    plan["pages"][0]["name"] = "Requests"
    plan["pages"][0]["columns"].append("created_at")
    assert edits_between(PLAN, plan) == [
        {"kind": "set", "at": "entities.request.comments", "to": "true"},
        {"kind": "rename", "at": "pages.project_requests", "name": "Requests"},
        {"kind": "add_entry", "at": "pages.project_requests.columns", "item": "created_at"},
    ]


def test_what_is_gone_is_removed_and_a_value_leaves_an_heir() -> None:
    plan = changed()
    status = next(found for found in plan["entities"][0]["fields"] if found["id"] == "status")
    status["values"] = [value for value in status["values"] if value["id"] != "blocked"]
    plan["pages"] = [found for found in plan["pages"] if found["id"] != "board"]
    assert edits_between(PLAN, plan) == [
        {"kind": "remove", "at": "entities.request.fields.status.values.blocked", "to": "new"},
        {"kind": "remove", "at": "pages.board"},
    ]


def test_rights_and_rules_are_replaced_whole() -> None:
    plan = changed()
    plan["entities"][0]["permissions"][0]["can"] = ["view"]
    assert edits_between(PLAN, plan) == [
        {
            "kind": "add_permission",
            "at": "entities.request",
            "item": {"id": "member", "by": ["member"], "can": ["view"]},
        }
    ]
