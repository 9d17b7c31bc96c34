"""Buttons by follow-ups: what they set, from where, for whom; who else gets one that is there."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.builtin.followups.tools import (
    TOOLS,
    after,
    asked,
    changed,
    changes,
    nothing_lost,
)
from tests.unit.apps.plans.planners.said import answer_to, entity

NEW, REPAIR, READY, CLOSED = "new", "in_repair", "ready", "closed"
ADDED = (
    (
        "add a button Reopen for managers that sets it back to New",
        {"id": "reopen", "from": [REPAIR, READY, CLOSED], "to": NEW, "by": ["manager"]},
    ),
    (
        'Add a button called "Send back" that moves the case back to in repair',
        {"id": "send_back", "from": [NEW, READY, CLOSED], "to": REPAIR, "by": ["workshop"]},
    ),
    (
        "Create a Reopen button which puts the status back to new for the workshop",
        {"id": "reopen", "from": [REPAIR, READY, CLOSED], "to": NEW, "by": ["workshop"]},
    ),
    (
        "Let managers put cases back to new",
        {"id": "mark_new", "from": [REPAIR, READY, CLOSED], "to": NEW, "by": ["manager"]},
    ),
)


@pytest.mark.parametrize(("text", "button"), ADDED, ids=[row[0] for row in ADDED])
def test_a_button_sets_what_was_said_for_whom_it_was_said(
    text: str, button: dict[str, Any]
) -> None:
    (edit,) = changes(asked("repairs", text))
    assert (edit["kind"], edit["at"]) == ("add_action", "entities.case")
    assert {key: edit["item"].get(key) for key in button} == button
    nothing_lost(TOOLS["repairs"], asked("repairs", text))


@pytest.mark.parametrize("tool", ["requests", "hand-written requests"])
def test_a_status_set_by_hand_gets_all_its_buttons_for_those_who_set_it(tool: str) -> None:
    text = 'Add a button "Block" for managers that sets the status to blocked'
    plan = after(tool, text)
    before = next(one for one in entity(TOOLS[tool], "request")["fields"] if one["id"] == "status")
    by = {
        action["to"]: action["by"]
        for action in entity(plan, "request")["actions"]
        if action["kind"] == "transition"
    }
    assert by.pop("blocked") == ["manager"]
    assert set(by) == {"in_review", "in_progress", "done", "declined"}
    assert all(people == before["edited_by"] for people in by.values())
    assert "is changed by buttons from now on" in " ".join(asked(tool, text).notes)
    nothing_lost(TOOLS[tool], asked(tool, text))


MORE = (
    ("repairs", "also let the workshop close them", "case", "close", ["manager", "workshop"]),
    ("repairs", "The workshop can also close cases", "case", "close", ["manager", "workshop"]),
    ("repairs", "Let the workshop close cases too", "case", "close", ["manager", "workshop"]),
    ("repairs", "Technicians may close cases", "case", "close", ["manager", "row.technician"]),
    (
        "repairs",
        "Let managers and technicians finish cases",
        "case",
        "finish",
        ["workshop", "manager", "row.technician"],
    ),
    (
        "hand-written invoices",
        "Clerks may also approve invoices",
        "invoice",
        "approve",
        ["approver", "clerk"],
    ),
)


@pytest.mark.parametrize(("tool", "text", "of", "name", "by"), MORE, ids=[row[1] for row in MORE])
def test_others_get_a_button_beside_those_who_have_it(
    tool: str, text: str, of: str, name: str, by: list[str]
) -> None:
    found = changed(tool, text)
    assert found.pop(f"entities.{of}.actions.{name}.by")[1] == by
    assert not {at for at in found if at.startswith(("entities.", "pages."))}


CANNOT = (
    ("Add a button Lose that sets the status to lost", "Ask for it first: “Add the status lost.”"),
    ("Add a button Frobnicate", "What the button does was not said."),
    ("Add a Close button", "That button is there already."),
    ("Remove the role workshop", "“start repair” and “finish” would be nobody's"),
    ("The default status should be ready", "nothing moves status to “new”"),
)


@pytest.mark.parametrize(("text", "said"), CANNOT, ids=[row[0] for row in CANNOT])
def test_what_cannot_be_says_precisely_why(text: str, said: str) -> None:
    answer = asked("repairs", text)
    assert said in " ".join(answer.notes)
    assert changes(answer) == []


def test_several_buttons_are_given_at_once_and_what_is_none_is_named() -> None:
    plan = after("repairs", "Let managers start repair and finish cases")
    by = {action["id"]: action["by"] for action in entity(plan, "case")["actions"]}
    assert by == {
        "repair": ["workshop", "manager"],
        "finish": ["workshop", "manager"],
        "close": ["manager"],
    }
    apart = after("repairs", "Let managers finish and technicians close cases")
    by = {action["id"]: action["by"] for action in entity(apart, "case")["actions"]}
    assert (by["finish"], by["close"]) == (["workshop", "manager"], ["manager", "row.technician"])
    answer = asked("repairs", "Let managers finish and weigh cases")
    assert answer.edits[-1]["item"]["partly"] == "Not understood: “weigh cases”."


def test_a_role_that_is_alone_nowhere_goes_from_every_list() -> None:
    both = after("repairs", "Let managers start repair and finish cases")
    answer = answer_to("Remove the role workshop", both)
    assert answer.blueprint is not None
    assert [role["id"] for role in answer.blueprint["roles"]] == ["manager"]
    by = [action["by"] for action in entity(answer.blueprint, "case")["actions"]]
    assert by == [["manager"]] * 3
