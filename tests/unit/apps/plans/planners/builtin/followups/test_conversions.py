"""Fields that become something else, with what is in their rows."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.builtin.followups.tools import TOOLS, asked, changes
from tests.unit.apps.plans.planners.said import field

TEAM = "entities.request.fields.team"


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Make the team a number", {"kind": "integer", "id": "team"}),
        ("Turn team into a date", {"kind": "date", "id": "team"}),
        ("Convert the team field into an amount", {"kind": "money", "id": "team"}),
        ("Make priority a text", {"kind": "text", "id": "priority"}),
    ],
)
def test_a_field_becomes_another_kind_under_its_id(text: str, item: dict[str, Any]) -> None:
    edits = changes(asked("requests", text))
    assert edits[0] == {"kind": "convert", "at": f"entities.request.fields.{item['id']}"} | {
        "item": item
    }


def test_a_long_text_is_no_longer_filtered_by() -> None:
    edits = changes(asked("requests", "Change team to a long text"))
    assert edits == [
        {"kind": "remove", "at": "pages.project_requests.filters.team"},
        {"kind": "convert", "at": TEAM, "item": {"kind": "long_text", "id": "team"}},
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Make priority a date", "Priority cannot become a date without losing what is in it."),
        ("Make the due date a number", "Due cannot become a number without losing"),
        ("Make the moon a number", "There is no field “moon”."),
        ("Turn team into a dropdown with Finance", "Say which values the dropdown should have"),
    ],
)
def test_what_would_lose_something_is_not_done(text: str, said: str) -> None:
    answer = asked("requests", text)
    assert answer.outcome == "clarify"
    assert said in " ".join(answer.notes)


def test_a_dropdown_has_the_values_in_their_order() -> None:
    plan = asked("requests", "Turn the team into a dropdown: Sales, Field service or IT").blueprint
    values = field(plan or {}, "request.team")["values"]
    assert [value["id"] for value in values] == ["sales", "field_service", "it"]


def test_what_was_typed_becomes_rows_of_a_list_of_its_own() -> None:
    answer = asked("requests", "Make team its own list with a lead, and keep what we typed")
    kinds = [edit["kind"] for edit in changes(answer)]
    assert kinds[:3] == ["add_entity", "convert", "add_page"]
    made = changes(answer)[0]["item"]
    assert (made["id"], made["fields"][0]["unique"]) == ("team", True)
    assert [found["id"] for found in made["fields"]] == ["name", "lead"]
    assert field(answer.blueprint or {}, "request.team")["to"] == "team"


def test_a_sample_of_the_tool_goes_along() -> None:
    before = next(s for s in TOOLS["requests"]["samples"] if s["entity"] == "request")
    place = before["columns"].index("team")
    typed = {row[place] for row in before["rows"] if row[place]}
    plan = asked("requests", "Make team its own list").blueprint
    assert plan is not None
    made = next(s for s in plan["samples"] if s["entity"] == "team")
    assert {row[made["columns"].index("name")] for row in made["rows"]} == typed
