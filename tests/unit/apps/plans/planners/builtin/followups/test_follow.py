"""Follow-ups: the smallest edits, nothing lost, nothing half-done."""

from typing import Any

import pytest

from apps.plans.blueprint.arrival.outcomes import read_outcome
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.loading import load
from tests.unit.apps.plans.planners.said import (
    INVOICES,
    REQUESTS,
    answer_to,
    edits_of,
    entity,
    field,
    page,
    plan_of,
)

REQUEST_TOOL = plan_of(REQUESTS)
INVOICE_TOOL = plan_of(INVOICES)


def after(text: str, plan: dict[str, Any]) -> dict[str, Any]:
    blueprint = answer_to(text, plan).blueprint
    assert blueprint is not None
    return blueprint


def test_a_filter_is_one_entry() -> None:
    assert edits_of("Add a filter dropdown for supplier name.", INVOICE_TOOL) == [
        {"kind": "add_entry", "at": "pages.today.filters", "item": "supplier"}
    ]


def test_monthly_totals_change_grain_measure_and_name() -> None:
    edits = edits_of("Change the chart to show monthly totals.", INVOICE_TOOL)
    at = "pages.today.parts.trend"
    assert edits == [
        {"kind": "set", "at": f"{at}.grain", "to": "month"},
        {"kind": "set", "at": f"{at}.measures", "list": ["sum(amount)"]},
        {"kind": "rename", "at": at, "name": "Amount per month"},
    ]


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        (
            'Rename owner to "Responsible".',
            {"kind": "rename", "at": "entities.request.fields.owner", "name": "Responsible"},
        ),
        (
            "Call the owner column Lead",
            {"kind": "rename", "at": "entities.request.fields.owner", "name": "Lead"},
        ),
        ("rename the tool to Ops desk", {"kind": "rename", "at": "", "name": "Ops desk"}),
        (
            'Rename "In progress" to "Underway"',
            {
                "kind": "rename",
                "at": "entities.request.fields.status.values.in_progress",
                "name": "Underway",
            },
        ),
        ("Remove the team field", {"kind": "remove", "at": "entities.request.fields.team"}),
        (
            "Hide the priority column",
            {"kind": "remove", "at": "pages.project_requests.columns.priority"},
        ),
        ("Remove the board", {"kind": "remove", "at": "pages.board"}),
        (
            "Make the due date required",
            {"kind": "set", "at": "entities.request.fields.due.required", "to": "true"},
        ),
        (
            "The title must be unique",
            {"kind": "set", "at": "entities.request.fields.title.unique", "to": "true"},
        ),
        (
            "Sort the list by priority",
            {"kind": "set", "at": "pages.project_requests.sort", "list": ["priority"]},
        ),
        ("Put the board first", {"kind": "move", "at": "pages.board"}),
        (
            "Add a comment thread on each request",
            {"kind": "set", "at": "entities.request.comments", "to": "true"},
        ),
        (
            "Set the default priority to high",
            {"kind": "set", "at": "entities.request.fields.priority.default", "to": "high"},
        ),
        (
            "Show who created it in the list",
            {"kind": "add_entry", "at": "pages.project_requests.columns", "item": "created_by"},
        ),
        (
            "Add priority urgent",
            {
                "kind": "add_value",
                "at": "entities.request.fields.priority",
                "item": {"id": "urgent", "colour": "red"},
            },
        ),
        ("Use a green accent", {"kind": "set", "at": "theme.accent", "to": "green"}),
    ],
)
def test_one_wish_is_one_edit(text: str, edit: dict[str, Any]) -> None:
    assert edit in edits_of(text, REQUEST_TOOL)


@pytest.mark.parametrize(
    ("text", "identity", "kind"),
    [
        ("Add a budget field to requests", "budget", "money"),
        ("Add a field for estimated hours", "estimated_hours", "duration"),
        ("Each request should also have a cost center", "cost_center", "text"),
        ("add a checkbox urgent", "urgent", "boolean"),
        ("Add a risk level (low, medium, high)", "risk_level", "choice"),
        ("People should be able to attach a photo to a request", "photo", "image"),
    ],
)
def test_new_fields_have_their_kind(text: str, identity: str, kind: str) -> None:
    assert field(after(text, REQUEST_TOOL), f"request.{identity}")["kind"] == kind


def test_a_new_field_is_seen_in_the_list() -> None:
    assert "budget" in page(after("Add a budget field", REQUEST_TOOL))["columns"]


def test_what_depends_on_a_field_goes_before_it() -> None:
    edits = [edit["at"] for edit in edits_of("Remove the due date", REQUEST_TOOL)]
    assert edits.index("entities.request.fields.overdue") < edits.index(
        "entities.request.fields.due"
    )
    assert "overdue" not in {
        found["id"]
        for found in entity(after("Remove the due date", REQUEST_TOOL), "request")["fields"]
    }


def test_a_value_that_goes_says_what_its_rows_become() -> None:
    edits = edits_of("Delete the status blocked", REQUEST_TOOL)
    assert edits[-1] == {
        "kind": "remove",
        "at": "entities.request.fields.status.values.blocked",
        "to": "in_progress",
    }


def test_several_wishes_in_one_sentence() -> None:
    kinds = [
        edit["kind"]
        for edit in edits_of(
            'Rename "In progress" to "Underway", put "Waiting for parts" after it, and drop '
            "priority.",
            REQUEST_TOOL,
        )
    ]
    assert kinds == ["rename", "add_value", "remove"]


def test_a_text_becomes_a_list_of_its_own() -> None:
    edits = edits_of("Make team its own list with a lead, keep what we typed.", REQUEST_TOOL)
    assert [edit["kind"] for edit in edits] == ["add_entity", "convert", "add_page"]
    assert (
        entity(after("Make team its own list with a lead", REQUEST_TOOL), "team")["fields"][1][
            "kind"
        ]
        == "person"
    )


def test_a_text_becomes_a_dropdown() -> None:
    plan = after("Turn team into a dropdown (Ops, Sales, IT)", REQUEST_TOOL)
    assert [value["id"] for value in field(plan, "request.team")["values"]] == [
        "ops",
        "sales",
        "it",
    ]


def test_a_status_that_moves_by_buttons_gets_a_button_for_a_new_value() -> None:
    edits = edits_of('Add a status "On hold" to the decision', INVOICE_TOOL)
    assert [edit["kind"] for edit in edits] == ["add_value", "add_action"]


def test_only_takes_a_right_from_others() -> None:
    plan = after("Only managers can edit requests", REQUEST_TOOL)
    rights = {entry["by"][0]: entry["can"] for entry in entity(plan, "request")["permissions"]}
    assert "edit" in rights["manager"]
    assert "row.owner" not in rights


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Add a page that shows only overdue requests", "add_page"),
        ("Add a monthly chart of requests by status", "add_part"),
        ("Also count the declined requests at the top", "add_count"),
        ("Notify the owner when the status changes", "add_automation"),
        ("A request cannot be done without a due date", "add_rule"),
        ("Add a board by priority", "add_page"),
    ],
)
def test_what_is_new_is_added(text: str, kind: str) -> None:
    assert kind in {edit["kind"] for edit in edits_of(text, REQUEST_TOOL)}


@pytest.mark.parametrize(
    "text",
    ["Export to CSV", "Add a search box", "Keep a history of changes"],
)
def test_what_every_tool_has_changes_nothing_and_is_said(text: str) -> None:
    answer = answer_to(text, REQUEST_TOOL)
    assert answer.outcome == "plan"
    assert [edit["kind"] for edit in answer.edits] == ["add_requirement"]
    assert answer.notes


def test_earlier_requirements_stay() -> None:
    plan = after("Add a budget field and sort the list by budget", REQUEST_TOOL)
    quotes = [entry["quote"] for entry in plan["requirements"]]
    assert quotes[: len(REQUEST_TOOL["requirements"])] == [
        entry["quote"] for entry in REQUEST_TOOL["requirements"]
    ]


def test_what_is_not_understood_is_left_out_and_the_rest_done() -> None:
    answer = answer_to("Add a budget field. Flurb the snozzle.", REQUEST_TOOL)
    assert answer.outcome == "plan"
    assert answer.blueprint is not None
    assert answer.blueprint["left_out"][-1]["quote"] == "Flurb the snozzle"


def test_nothing_understood_is_asked_back_with_the_reason() -> None:
    answer = answer_to("Flurb the snozzle.", REQUEST_TOOL)
    assert answer.outcome == "clarify"
    assert answer.notes


def test_undo_goes_back_to_the_plan_before() -> None:
    later = after("Add a budget field", REQUEST_TOOL)
    answer = answer_to("Undo that.", later, earlier=(REQUEST_TOOL,))
    assert answer.blueprint == REQUEST_TOOL
    assert [edit["kind"] for edit in answer.edits] == ["undo"]


def test_undo_without_anything_before_is_asked_back() -> None:
    assert answer_to("Undo that.", REQUEST_TOOL).outcome == "clarify"


@pytest.mark.parametrize(
    "text",
    [
        "Add a budget field",
        "Remove the due date",
        "Make team its own list",
        'Add a status "On hold"',
    ],
)
def test_the_edits_lead_to_the_blueprint_that_comes_with_them(text: str) -> None:
    answer = answer_to(text, REQUEST_TOOL)
    outcome = read_outcome(
        {"outcome": "plan", "edits": list(answer.edits)}, blueprint=load(REQUEST_TOOL).blueprint
    ).outcome
    assert outcome.blueprint is not None
    assert canonical_data(outcome.blueprint) == answer.blueprint
