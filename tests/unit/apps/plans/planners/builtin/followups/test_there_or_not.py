"""Wishes that are there already, and wishes that cannot be: a sentence each, nothing changes."""

import pytest

from tests.unit.apps.plans.planners.builtin.followups.tools import (
    TOOLS,
    asked,
    changes,
    left_out,
    nothing_lost,
)
from tests.unit.apps.plans.planners.said import answer_to

THERE = (
    ("requests", "Let me filter by priority", "That filter is there already."),
    ("requests", "Add the requester to the list", "That column is there already."),
    ("requests", "Add a due date", "That field is there already."),
    ("requests", "Add an owner", "That field is there already."),
    ("requests", "Count overdue requests", "That is there already."),
    ("requests", "Nobody may delete requests", "That is there already."),
    ("requests", "Add a page with my requests", "That is there already."),
    ("invoices", "Split the chart by match status", "That is so already."),
    ("invoices", "Make the chart a bar chart", "That is so already."),
    ("invoices", "Make the agent notes a long text", "That is so already."),
    ("invoices", "Rejecting needs a reason", "That is there already."),
    ("invoices", "Nobody may approve their own invoices", "That is there already."),
    ("invoices", "Invoice numbers must be unique per supplier", "That is there already."),
    ("invoices", "Whoever entered an invoice may not approve it", "That is there already."),
    ("invoices", "Add a page for suppliers", "That is there already."),
    ("hand-written requests", "Add a comment thread to each request", "That is there already."),
    ("requests", "Export to Excel", "Every tool has that already."),
    ("requests", "Make it work on phones", "Every tool has that already."),
)


@pytest.mark.parametrize(("tool", "text", "said"), THERE, ids=[text for _, text, _ in THERE])
def test_what_is_there_changes_nothing_and_is_said(tool: str, text: str, said: str) -> None:
    answer = asked(tool, text)
    assert (answer.outcome, changes(answer), left_out(answer)) == ("plan", [], [])
    assert said in answer.notes


CANNOT = (
    ("requests", "Add a filter by weather", "There is no field weather to filter by."),
    ("requests", "Sort by the colour of the sky", "There is no field “the colour of the sky”"),
    ("invoices", "Show the due date in the table", "There is no field “due date” to show. Ask for"),
    ("requests", "Make the colour of the sky required", "There is no field"),
    ("requests", "Rename the moon to Sun", "Nothing here is called “the moon”."),
    ("requests", "Remove the weather", "Nothing here is called “the weather”."),
    ("requests", "Remove everything", "Nothing here is called “everything”."),
    ("requests", "Remove the overview", "is the only list of its rows"),
    ("requests", "Make priority a number", "Priority cannot become a number without losing"),
    ("requests", "Turn the team into a dropdown", "Say which values the dropdown should have"),
    ("requests", 'Let the status start with "Draft"', "Status has no value “Draft”. Add it first."),
    ("requests", "Make overdue required", "Overdue is worked out, nobody types it."),
    ("requests", "The title may not be more than 80", "Title is no number that people type."),
    ("requests", "The weight may not be more than 80", "There is no field “weight”."),
    ("requests", "Titles must be unique per planet", "There is no field “planet”."),
    ("requests", "The moon is required when the priority is high", "There is no field “moon”."),
    ("requests", "A due date is required when the moon is full", "was not understood"),
    ("requests", "Nobody may edit the title", "is said with “only”"),
    ("requests", "Managers may see the description", "is said with “only”"),
    ("requests", "Hide the budget from members", "There is no field “budget”."),
    ("requests", "Swap owner and moon", "There is no column “moon”."),
    ("requests", "Move blocked after the moon", "There is no value “the moon” beside it."),
    ("invoices", "Remove the reject button", "Without this button nothing leads to “Rejected”."),
    ("invoices", "Change the chart to something else", "How the chart should change was not"),
    ("requests", "Add a map", "A map cannot be made yet"),
    ("requests", "Connect it to Slack", "Other systems are not connected"),
    ("requests", "Translate everything into German", "A tool speaks one language."),
    ("requests", "Make it faster", "did not understand this"),
    ("requests", "Undo that", "There is no earlier plan to go back to."),
)


@pytest.mark.parametrize(("tool", "text", "said"), CANNOT, ids=[text for _, text, _ in CANNOT])
def test_what_cannot_be_is_asked_back_with_its_reason(tool: str, text: str, said: str) -> None:
    answer = asked(tool, text)
    assert (answer.outcome, answer.blueprint) == ("clarify", None)
    assert said in " ".join(answer.notes)
    assert answer.questions[0]["text"] == f"“{text}” was not understood. What should be different?"


@pytest.mark.parametrize(
    "text",
    [
        "Add a budget field. Flurb the snozzle.",
        "Flurb the snozzle, and add a budget field",
        "Add a budget field and sort by the weather",
        "Make it faster. Add a budget field.",
    ],
)
def test_what_cannot_be_does_not_keep_back_the_rest(text: str) -> None:
    answer = asked("requests", text)
    nothing_lost(TOOLS["requests"], answer)
    assert [edit["kind"] for edit in changes(answer)] == ["add_field", "add_entry"]
    assert len(left_out(answer)) == 1


def test_the_same_wish_twice_is_done_once() -> None:
    answer = asked("requests", "Add a budget field. Add a budget field. Please add a budget field!")
    assert [edit["kind"] for edit in changes(answer)] == ["add_field", "add_entry"]


def test_of_a_flood_of_wishes_the_first_are_done_and_the_rest_is_said() -> None:
    answer = asked("requests", " ".join(f"Add a field for mark {n}." for n in range(60)))
    assert len([edit for edit in changes(answer) if edit["kind"] == "add_field"]) == 40
    said = left_out(answer)
    assert len(said) == 20
    assert {reason for _, reason in said} == {
        "Only the first 40 wishes of one message are read. Send the rest afterwards."
    }


def test_a_wish_without_an_end_is_not_read() -> None:
    answer = asked("requests", "Add a field for " + "very " * 200 + "old keys")
    assert answer.outcome == "clarify"
    assert answer.notes == (
        "A wish of more than 600 characters is not read. Say it in a short sentence.",
    )


def test_undo_goes_back_and_takes_its_requirement_along() -> None:
    before = TOOLS["requests"]
    later = asked("requests", "Add a budget field").blueprint
    answer = answer_to("Undo that.", later, earlier=(before,))
    assert answer.blueprint == before


@pytest.mark.parametrize(
    "text", ["Undo that", "undo", "Revert the last change", "Take that back", "Please undo it!"]
)
def test_undo_is_said_in_several_ways(text: str) -> None:
    before = TOOLS["requests"]
    later = asked("requests", "Add a budget field").blueprint
    assert answer_to(text, later, earlier=(before,)).blueprint == before


def test_undo_and_a_wish_starts_from_what_was_before() -> None:
    later = asked("requests", "Add a budget field").blueprint
    answer = answer_to("Undo that. Add a location field.", later, earlier=(TOOLS["requests"],))
    assert answer.blueprint is not None
    names = [found["id"] for found in answer.blueprint["entities"][0]["fields"]]
    assert "location" in names
    assert "budget" not in names
