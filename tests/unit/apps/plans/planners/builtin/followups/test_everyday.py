"""Everyday changes of the two canonical tools: each is the smallest edit that does it, and none
loses what was asked before.
"""

from collections import Counter
from typing import Any

import pytest

from tests.unit.apps.plans.planners.builtin.followups.tools import (
    TOOLS,
    asked,
    changes,
    left_out,
    nothing_lost,
)

REQUEST, INVOICE = "entities.request", "entities.invoice"
STATUS = f"{REQUEST}.fields.status.values"


def on(page: str, key: str, item: str) -> dict[str, Any]:
    """An entry of a page's list."""
    return {"kind": "add_entry", "at": f"pages.{page}.{key}", "item": item}


def put(at: str, to: str) -> dict[str, Any]:
    """One key."""
    return {"kind": "set", "at": at, "to": to}


def listed(at: str, *items: str) -> dict[str, Any]:
    """One list."""
    return {"kind": "set", "at": at, "list": list(items)}


def called(at: str, name: str) -> dict[str, Any]:
    """Another name."""
    return {"kind": "rename", "at": at, "name": name}


def gone(at: str, **more: str) -> dict[str, Any]:
    """Something less."""
    return {"kind": "remove", "at": at, **more}


def moved(at: str, **more: str) -> dict[str, Any]:
    """Another place."""
    return {"kind": "move", "at": at, **more}


def field(entity: str, item: dict[str, Any]) -> dict[str, Any]:
    """One more field."""
    return {"kind": "add_field", "at": entity, "item": item}


LIST = "project_requests"
FLAGS = (
    ("requests", "Make the due date required", put(f"{REQUEST}.fields.due.required", "true")),
    (
        "invoices",
        "Make the PO number optional",
        put(f"{INVOICE}.fields.po_number.required", "false"),
    ),
    (
        "requests",
        "New requests should have the priority high",
        put(f"{REQUEST}.fields.priority.default", "high"),
    ),
    (
        "requests",
        "New requests should get a low priority",
        put(f"{REQUEST}.fields.priority.default", "low"),
    ),
    ("requests", "Let the status start with In review", moved(f"{STATUS}.in_review")),
    (
        "invoices",
        "The amount may not be more than 10,000",
        put(f"{INVOICE}.fields.amount.max", "10000"),
    ),
    ("invoices", "The amount must be at least 1.50", put(f"{INVOICE}.fields.amount.min", "1.50")),
)
NAMES = (
    ("requests", 'Rename "team" to "Department"', called(f"{REQUEST}.fields.team", "Department")),
    (
        "requests",
        "The description should be called Details",
        called(f"{REQUEST}.fields.description", "Details"),
    ),
    ("requests", 'Rename the status "Done" to "Completed"', called(f"{STATUS}.done", "Completed")),
    ("requests", 'Call "Blocked" "On hold" instead', called(f"{STATUS}.blocked", "On hold")),
    ("requests", "Replace the status new by submitted", called(f"{STATUS}.new", "Submitted")),
    ("requests", "Change the name of the tool to Ops desk", called("", "Ops desk")),
    ("requests", 'Rename the board to "Kanban"', called("pages.board", "Kanban")),
    ("invoices", "Rename supplier to vendor", called(f"{INVOICE}.fields.supplier", "Vendor")),
    ("invoices", 'Rename the button Approve to "Pay"', called(f"{INVOICE}.actions.approve", "Pay")),
    ("invoices", 'Rename the chart to "Volume"', called("pages.today.parts.trend", "Volume")),
    (
        "invoices",
        "Rename the flagged count to Suspicious",
        called("pages.today.counts.flagged", "Suspicious"),
    ),
)
PLACES = (
    ("requests", "Move the owner column to the front", moved(f"pages.{LIST}.columns.owner")),
    ("requests", "Move the board in front of the list", moved("pages.board")),
    ("requests", "Move blocked after in review", moved(f"{STATUS}.blocked", after="in_review")),
    ("requests", "Put done before blocked", moved(f"{STATUS}.done", after="in_progress")),
    ("requests", "Make declined red", put(f"{STATUS}.declined.colour", "red")),
    ("requests", "Mark blocked in orange", put(f"{STATUS}.blocked.colour", "amber")),
    ("requests", "Make the tool blue", put("theme.accent", "blue")),
    ("requests", "Sort by due date, newest first", listed(f"pages.{LIST}.sort", "-due")),
    ("requests", "Show the oldest requests first", listed(f"pages.{LIST}.sort", "created_at")),
    ("invoices", "Sort invoices by amount, highest first", listed("pages.today.sort", "-amount")),
    ("requests", "Show the description column", on(LIST, "columns", "description")),
    (
        "requests",
        "Show the requester's department in the list",
        on(LIST, "columns", "requester.department"),
    ),
    ("requests", "Show the owner's e-mail in the list", on(LIST, "columns", "owner.email")),
    ("requests", "Show when it was created in the list", on(LIST, "columns", "created_at")),
    ("requests", "Show the last update in the list", on(LIST, "columns", "updated_at")),
    ("invoices", "Add a supplier filter", on("today", "filters", "supplier")),
    ("hand-written invoices", "Let me filter by amount", on("today", "filters", "amount")),
)
LESS = (
    ("requests", "Remove the filter for team", gone(f"pages.{LIST}.filters.team")),
    ("requests", "Remove the board page", gone("pages.board")),
    ("requests", "We don't need the priority any more", gone(f"{REQUEST}.fields.priority")),
    ("requests", "Priority is no longer needed", gone(f"{REQUEST}.fields.priority")),
    ("requests", "The priority can go", gone(f"{REQUEST}.fields.priority")),
    (
        "requests",
        "Delete the priority low",
        gone(f"{REQUEST}.fields.priority.values.low", to="normal"),
    ),
    ("invoices", "Remove agent notes", gone(f"{INVOICE}.fields.agent_notes")),
    ("invoices", "Remove the weekly chart", gone("pages.today.parts.trend")),
    ("invoices", "Remove the count of exceptions", gone("pages.today.counts.exception")),
    ("invoices", "Remove the matched count", gone("pages.today.counts.matched")),
    (
        "hand-written invoices",
        "Hide the agent notes column",
        gone("pages.today.columns.agent_notes"),
    ),
    (
        "hand-written invoices",
        "Take the PO number out of the table again",
        gone("pages.today.columns.po_number"),
    ),
    ("hand-written requests", "Drop the comments", put(f"{REQUEST}.comments", "false")),
)
CHARTS = (
    ("invoices", "Make the chart a line chart", put("pages.today.parts.trend.shape", "line")),
    (
        "invoices",
        "Break the chart down by supplier",
        put("pages.today.parts.trend.split_by", "supplier"),
    ),
)
ONE = (*FLAGS, *NAMES, *PLACES, *LESS, *CHARTS)


@pytest.mark.parametrize(("tool", "text", "edit"), ONE, ids=[text for _, text, _ in ONE])
def test_one_wish_is_one_edit(tool: str, text: str, edit: dict[str, Any]) -> None:
    answer = asked(tool, text)
    assert changes(answer) == [edit]
    assert left_out(answer) == []


FIELDS = (
    ("requests", "Add a field for the estimated cost", [("estimated_cost", "money")]),
    ("requests", "Can we also have a start date?", [("start_date", "date")]),
    ("requests", "Please add, if possible, a small field for remarks", [("remarks", "long_text")]),
    (
        "requests",
        "Each request should have a location and a phone number",
        [("location", "text"), ("phone_number", "phone")],
    ),
    ("requests", 'Add a checkbox "Confidential"', [("confidential", "boolean")]),
    ("invoices", "Add a payment date to invoices", [("payment_date", "date")]),
    (
        "invoices",
        "add currency and payment terms to the invoices",
        [("currency", "text"), ("payment_terms", "text")],
    ),
    (
        "hand-written invoices",
        "Add a discount percentage and a contact e-mail to invoices",
        [("discount_percentage", "percent"), ("contact_e_mail", "email")],
    ),
)


@pytest.mark.parametrize(("tool", "text", "new"), FIELDS, ids=[text for _, text, _ in FIELDS])
def test_new_fields_have_their_kind_and_a_place_in_the_list(
    tool: str, text: str, new: list[tuple[str, str]]
) -> None:
    edits = changes(asked(tool, text))
    added = [edit["item"] for edit in edits if edit["kind"] == "add_field"]
    assert [(item["id"], item["kind"]) for item in added] == new
    short = [name for name, kind in new if kind != "long_text"]
    assert [edit["item"] for edit in edits if edit["kind"] == "add_entry"] == short


MORE = (
    (
        "requests",
        "Add a pie chart of requests by team",
        "add_part",
        {"shape": "donut", "x": "team"},
    ),
    (
        "requests",
        "Add a bar chart of requests per status",
        "add_part",
        {"shape": "bar", "x": "status"},
    ),
    ("invoices", "Also count approved invoices", "add_count", {"where": "decision == 'approved'"}),
    ("requests", "Count the requests without an owner", "add_count", {"where": "owner == empty"}),
    ("requests", "Add a page for overdue requests", "add_page", {"scope": "overdue"}),
    (
        "requests",
        "Add a tab with everything that is blocked",
        "add_page",
        {"scope": "status == 'blocked'"},
    ),
    (
        "invoices",
        "Add a page that shows all rejected invoices",
        "add_page",
        {"scope": "decision == 'rejected'"},
    ),
    (
        "requests",
        "Send an e-mail to the requester when the status changes",
        "add_automation",
        {"id": "tell_status"},
    ),
    (
        "requests",
        "A request cannot be marked done without a due date",
        "add_rule",
        {"field": "due", "when": "status == 'done'"},
    ),
    (
        "requests",
        "Requests without an owner cannot be marked as done",
        "add_rule",
        {"field": "owner", "when": "status == 'done'"},
    ),
    (
        "requests",
        "A due date is required when the priority is high",
        "add_rule",
        {"field": "due", "when": "priority == 'high'"},
    ),
    (
        "requests",
        "If the status is blocked, the description is required",
        "add_rule",
        {"field": "description", "when": "status == 'blocked'"},
    ),
    (
        "requests",
        "Titles must be unique per team",
        "add_rule",
        {"kind": "unique", "fields": ["team", "title"]},
    ),
    ("requests", "Add a role manager", "add_role", {"id": "manager"}),
    (
        "requests",
        'Add a status "Waiting for customer" after "In review"',
        "add_value",
        {"id": "waiting_for_customer"},
    ),
    (
        "invoices",
        'Add "disputed" to the match status',
        "add_value",
        {"id": "disputed", "colour": "red"},
    ),
)


@pytest.mark.parametrize(("tool", "text", "kind", "item"), MORE, ids=[row[1] for row in MORE])
def test_what_is_new_is_added(tool: str, text: str, kind: str, item: dict[str, Any]) -> None:
    answer = asked(tool, text)
    added = [edit["item"] for edit in changes(answer) if edit["kind"] == kind]
    assert len(added) == 1
    assert {key: added[0].get(key) for key in item} == item
    assert left_out(answer) == []


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Add a status draft before new", ["draft", "new"]),
        ("Add the statuses paused and cancelled before new", ["paused", "cancelled", "new"]),
        ("Add a status parked after new", ["new", "parked"]),
    ],
)
def test_a_value_comes_where_it_was_said(text: str, after: list[str]) -> None:
    plan = asked("requests", text).blueprint
    assert plan is not None
    status = next(item for item in plan["entities"][0]["fields"] if item["id"] == "status")
    assert [value["id"] for value in status["values"]][: len(after)] == after


def test_names_of_values_keep_their_capitals() -> None:
    (edit,) = changes(asked("requests", "Turn the team into a dropdown with Finance, HR and IT"))
    assert [value["id"] for value in edit["item"]["values"]] == ["finance", "hr", "it"]
    assert {value.get("name") for value in edit["item"]["values"]} <= {None, "HR", "IT"}


def test_columns_change_places() -> None:
    before = TOOLS["requests"]["pages"][0]["columns"]
    (edit,) = changes(asked("requests", "Swap owner and team"))
    a, b = before.index("owner"), before.index("team")
    assert (edit["list"][a], edit["list"][b]) == ("team", "owner")
    assert Counter(edit["list"]) == Counter(before)


def test_a_list_that_is_renamed_names_its_rows_as_well() -> None:
    edits = changes(asked("hand-written requests", "Rename requests to tickets"))
    assert edits == [
        called(REQUEST, "Ticket"),
        called("pages.mine", "My tickets"),
        put(f"{REQUEST}.rules.required_if.message", "A ticket without an owner cannot be done."),
    ]


SEVERAL = (
    (
        "Rename team to Department, drop the priority and add a filter for requester",
        ["rename", "remove"],
    ),
    (
        "Add a cost field and sort by it, hide the team, and rename the tool to Desk",
        ["add_field", "add_entry", "set", "remove", "remove", "remove", "rename"],
    ),
    ("First add a location, then filter by it", ["add_field", "add_entry", "add_entry"]),
    ("Add a field for the budget and make it required", ["add_field", "add_entry", "set"]),
    (
        "Remove the board, add a chart of requests per month and make owner required",
        ["remove", "add_part", "set", "add_sample"],
    ),
    (
        "Add a cost field and a location field. Then sort by cost. Also remove the team filter.",
        ["add_field", "add_field", "add_entry", "add_entry", "set", "remove"],
    ),
)


@pytest.mark.parametrize(("text", "kinds"), SEVERAL, ids=[text for text, _ in SEVERAL])
def test_several_wishes_in_one_sentence(text: str, kinds: list[str]) -> None:
    assert [edit["kind"] for edit in changes(asked("requests", text))] == kinds


def test_of_several_wishes_what_cannot_be_is_left_out_and_the_rest_is_done() -> None:
    answer = asked("requests", "Add a budget field, sort by the weather and drop the priority")
    assert [edit["kind"] for edit in changes(answer)] == ["add_field", "add_entry", "remove"]
    assert left_out(answer) == [
        ("sort by the weather", "There is no field “the weather” to sort by.")
    ]


EVERYTHING = dict.fromkeys(
    [
        *((tool, text) for tool, text, _ in (*ONE, *FIELDS)),
        *((tool, text) for tool, text, _, _ in MORE),
        *(("requests", text) for text, _ in SEVERAL),
        ("hand-written requests", "Only managers may delete requests"),
        ("hand-written invoices", "Only finance can approve invoices"),
        ("hand-written invoices", "Hide the amount from members"),
        ("hand-written requests", "Remove the due date"),
    ]
)


@pytest.mark.parametrize(("tool", "text"), EVERYTHING, ids=[text for _, text in EVERYTHING])
def test_nothing_that_was_asked_before_is_lost_and_the_tool_can_be_built(
    tool: str, text: str
) -> None:
    nothing_lost(TOOLS[tool], asked(tool, text))
