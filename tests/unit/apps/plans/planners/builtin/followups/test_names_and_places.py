"""Names, places, defaults and figures by follow-ups: what changes, and that nothing else does."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.builtin.followups.tools import (
    TOOLS,
    asked,
    changed,
    changes,
    nothing_lost,
)

TOOL_NAMES = (
    "Call the tool Bench desk",
    "Rename the tool to Bench desk",
    "rename it to Bench desk",
    'Rename this app to "Bench desk"',
    "Change the name of the tool to Bench desk",
    "change the tool's name to Bench desk",
    'give the tool the name "Bench desk"',
    "The tool should be called Bench desk",
    "The name of the tool should be Bench desk",
    "call it Bench desk from now on",
)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("text", TOOL_NAMES)
def test_the_tool_is_renamed_and_nothing_else(tool: str, text: str) -> None:
    assert changed(tool, text) == {"name": (TOOLS[tool]["name"], "Bench desk")}


def test_a_name_may_hold_an_and() -> None:
    found = changed("repairs", "Rename the tool to Sales and Service")
    assert found == {"name": ("Repairs", "Sales and Service")}


def test_it_is_what_was_spoken_of_and_never_the_tool_after_a_wish_that_failed() -> None:
    edits = changes(asked("repairs", "Add a field deposit and call it Down payment"))
    assert edits[-1] == {
        "kind": "rename",
        "at": "entities.case.fields.deposit",
        "name": "Down payment",
    }
    assert changes(asked("repairs", "Flurb the snozzle. Call it Take back.")) == []


CASE = "entities.case"
NAMES = (
    ("Rename the field technician to mechanic", {f"{CASE}.fields.technician.name": "Mechanic"}),
    ("Call the cost column Price", {f"{CASE}.fields.cost.name": "Price"}),
    ("Rename the status closed to Done", {f"{CASE}.fields.status.values.closed.name": "Done"}),
    ("Rename the button Start repair to Begin", {f"{CASE}.actions.repair.name": "Begin"}),
    ("Rename the role workshop to Mechanics", {"roles.workshop.name": "Mechanics"}),
    ("Rename the page customers to Address book", {"pages.customers.name": "Address book"}),
    ("Say client instead of customer", {f"{CASE}.fields.customer.name": "Client"}),
    (
        "Call cases jobs",
        {
            f"{CASE}.name": "Job",
            "pages.cases.parts.months.name": "Jobs per month",
            "pages.cases.parts.states.name": "Jobs by status",
        },
    ),
    (
        "We call customers clients",
        {"entities.customer.name": "Client", f"{CASE}.fields.customer.name": "Client"},
    ),
)


@pytest.mark.parametrize(("text", "names"), NAMES, ids=[row[0] for row in NAMES])
def test_a_thing_is_renamed_wherever_it_stands(text: str, names: dict[str, str]) -> None:
    found = {at: now for at, (_, now) in changed("repairs", text).items()}
    assert found == names
    nothing_lost(TOOLS["repairs"], asked("repairs", text))


def test_the_names_and_messages_of_invoices_follow_their_new_word() -> None:
    found = {at: now for at, (_, now) in changed("invoices", "Call invoices bills").items()}
    assert found.pop("entities.invoice.name") == "Bill"
    assert found.pop("entities.invoice.fields.number.name") == "Bill number"
    assert found.pop("pages.invoices.name") == "All bills"
    assert all("bill" in str(now).lower() for now in found.values())


COUNT = "pages.cases.counts"
FIGURES = (
    ("repairs", "Show the total at the top", {"name": "Total cost", "measure": "sum(cost)"}),
    ("repairs", "Show the average cost above the list", {"measure": "avg(cost)"}),
    ("repairs", "Add the highest cost at the top", {"measure": "max(cost)"}),
    (
        "repairs",
        "Show the total cost of ready cases at the top",
        {"measure": "sum(cost)", "where": "status == 'ready'"},
    ),
    (
        "invoices",
        "Show the total amount of unmatched invoices at the top",
        {"measure": "sum(amount)", "where": "match_status == 'unmatched'", "opens": True},
    ),
    ("requests", "Show the total at the top", {"name": "Total rows"}),
)


@pytest.mark.parametrize(("tool", "text", "item"), FIGURES, ids=[row[1] for row in FIGURES])
def test_a_figure_stands_above_the_list(tool: str, text: str, item: dict[str, Any]) -> None:
    (edit,) = changes(asked(tool, text))
    assert edit["kind"] == "add_count"
    assert {key: edit["item"].get(key) for key in item} == item
    assert set(edit["item"]) <= {"id", "name", "where", "measure", "opens"}
    nothing_lost(TOOLS[tool], asked(tool, text))


ONE = (
    ("repairs", "Put the chart by status first", {"pages.cases.parts": ["states", "months"]}),
    ("repairs", "Put the status chart first", {"pages.cases.parts": ["states", "months"]}),
    ("repairs", "Move the chart cases per month last", {"pages.cases.parts": ["states", "months"]}),
    ("repairs", "Remove the pie chart", {"pages.cases.parts": ["months"]}),
    ("repairs", "Make the note required", {f"{CASE}.fields.note.required": True}),
    (
        "repairs",
        "Hide the cost from members",
        {f"{CASE}.fields.cost.seen_by": ["manager", "workshop", "admin"]},
    ),
    (
        "repairs",
        "Hide the note from the workshop",
        {f"{CASE}.fields.note.seen_by": ["manager", "admin"]},
    ),
    (
        "requests",
        "The default priority is high",
        {"entities.request.fields.priority.default": "high"},
    ),
    (
        "requests",
        "Make low the default priority",
        {"entities.request.fields.priority.default": "low"},
    ),
    (
        "repairs",
        "Show the customer's phone in the list",
        {"pages.cases.columns": [*TOOLS["repairs"]["pages"][0]["columns"], "customer.phone"]},
    ),
)


@pytest.mark.parametrize(("tool", "text", "now"), ONE, ids=[row[1] for row in ONE])
def test_what_was_asked_changes_and_nothing_else(tool: str, text: str, now: dict[str, Any]) -> None:
    found = {at: new for at, (_, new) in changed(tool, text).items()}
    kept = {at for at in found if at.startswith("pages.cases.parts.")}
    assert {at: new for at, new in found.items() if at not in kept} == now
    assert all(found[at] is None for at in kept)


SO = (
    ("repairs", "The default status is New", "That is so already."),
    ("requests", "New is the default status", "That is so already."),
    ("invoices", "Put the chart first", "It stands there already"),
    ("repairs", "Put the chart by status last", "It stands there already"),
)


@pytest.mark.parametrize(("tool", "text", "said"), SO, ids=[row[1] for row in SO])
def test_what_is_so_already_is_said(tool: str, text: str, said: str) -> None:
    assert said in " ".join(asked(tool, text).notes)
    assert changed(tool, text) == {}


NOT = (
    ("Remove the chart", "There are 2 charts: “Cases per month” and “Cases by status”."),
    ("Put the chart first", "for example: “Put the chart Cases per month first.”"),
    ("Put the chart by status below the list", "A chart stands above its list"),
    ("Show the total of the mouldy cases at the top", "What “mouldy” is here was not understood"),
)


@pytest.mark.parametrize(("text", "said"), NOT, ids=[row[0] for row in NOT])
def test_what_could_be_several_things_is_asked_back(text: str, said: str) -> None:
    answer = asked("repairs", text)
    assert (answer.outcome, changes(answer)) == ("clarify", [])
    assert said in " ".join(answer.notes)


def test_the_charts_go_together_where_all_are_meant() -> None:
    edits = changes(asked("repairs", "Remove the charts"))
    assert [edit["at"] for edit in edits] == [
        "pages.cases.parts.months",
        "pages.cases.parts.states",
    ]
