"""Frames: who may, must or does what; by whom it is done."""

import pytest

from apps.plans.planners.builtin.grammar.frames import Frame, read_frame
from apps.plans.planners.builtin.language.tokens import tokens
from apps.plans.planners.builtin.lexicon import lexicon


def frame(text: str, before: Frame | None = None) -> Frame:
    return read_frame(tokens(text), lexicon(), before)


def verbs(found: Frame) -> list[str]:
    return [verb.name for verb in found.verbs]


@pytest.mark.parametrize(
    ("text", "subject", "does", "rest"),
    [
        ("track suppliers", "", ["track"], "suppliers"),
        ("please show a list of tasks", "", ["show"], "a list of tasks"),
        ("managers approve or reject requests", "managers", ["approve", "reject"], "requests"),
        ("each loan has an item", "each loan", ["have"], "an item"),
        ("let people book rooms", "people", ["book"], "rooms"),
        ("allow staff to edit their entries", "staff", ["edit"], "their entries"),
        ("require people to sign in", "people", ["sign in"], ""),
        ("we want people to log hours", "people", ["log"], "hours"),
        ("i need to see late tasks", "i", ["see"], "late tasks"),
        ("we need a tracker", "", ["need"], "a tracker"),
        ("tenants report repairs", "tenants", ["report"], "repairs"),
        (
            "our kitchen records fridge temperatures",
            "our kitchen",
            ["record"],
            "fridge temperatures",
        ),
        ("the status of a request", "", [], "the status of a request"),
        ("", "", [], ""),
    ],
)
def test_subject_verbs_and_object(text: str, subject: str, does: list[str], rest: str) -> None:
    found = frame(text)
    assert (found.subject, verbs(found), text[found.rest :]) == (subject, does, rest)


@pytest.mark.parametrize(
    ("text", "can", "only", "negated"),
    [
        ("managers can edit tasks", True, False, False),
        ("only hr can edit contracts", True, True, False),
        ("staff may only view tasks", True, True, False),
        ("staff cannot delete tasks", True, False, True),
        ("nobody may delete tasks", True, False, True),
        ("managers edit tasks", False, False, False),
        ("staff should never delete tasks", True, False, True),
        ("prevent people from deleting tasks", True, False, True),
    ],
)
def test_permission_duty_and_ban(text: str, can: bool, only: bool, negated: bool) -> None:
    found = frame(text)
    assert (found.can, found.only, found.negated) == (can, only, negated)


@pytest.mark.parametrize(
    ("text", "does", "by"),
    [
        ("requests are approved by managers", ["approve"], "managers"),
        ("tasks can be edited or deleted by anyone", ["edit", "delete"], "anyone"),
        ("a request is submitted", ["submit"], ""),
    ],
)
def test_passives_know_by_whom(text: str, does: list[str], by: str) -> None:
    found = frame(text)
    assert found.passive
    assert (verbs(found), found.by) == (does, by)


def test_a_bare_verb_goes_on_from_the_clause_before() -> None:
    before = frame("team members can submit requests")
    assert frame("and update the status", before).subject == "team members"
    assert frame("and update the status", before).can


def test_a_description_hands_its_subject_to_nobody() -> None:
    before = frame("the list shows tasks")
    assert frame("and filter the list", before).subject != "tasks"


@pytest.mark.parametrize(
    "text", ["let people press a button when they have watered one", "let it be once they like it"]
)
def test_a_subject_is_no_clause(text: str) -> None:
    assert "button" not in frame(text).subject
    assert "when" not in frame(text).subject.split()


@pytest.mark.parametrize(
    "text",
    [
        "a visitor log for the front desk",
        "a rota for our volunteers showing shifts",
        "parts order numbers",
        "an expense report with amount",
    ],
)
def test_nouns_side_by_side_are_no_sentence(text: str) -> None:
    assert frame(text).verbs == ()
