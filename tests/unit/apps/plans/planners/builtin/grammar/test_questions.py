"""Indirect questions: who did what, since when, whether it is one thing or another."""

import pytest

from apps.plans.planners.builtin.grammar.questions import (
    asked,
    doer,
    event,
    first_question,
    is_question,
    participle,
    states,
)
from apps.plans.planners.builtin.grammar.wishes import HasFields, HasValues
from apps.plans.planners.builtin.language.lists import split_list
from apps.plans.planners.builtin.lexicon import lexicon
from tests.unit.apps.plans.planners.said import entity, field, plan_of, values, wishes_of


@pytest.mark.parametrize(
    ("verb", "past"),
    [
        ("waters", "watered"),
        ("holds", "held"),
        ("completed", "completed"),
        ("takes", "taken"),
        ("teaches", "taught"),
        ("carries", "carried"),
        ("washes", "washed"),
        ("fixes", "fixed"),
        ("uses", "used"),
        ("goes", "gone"),
        ("drove", "driven"),
        ("paid", "paid"),
        ("ships", "shipped"),
        ("plans", "planned"),
        ("passes", "passed"),
    ],
)
def test_participles_of_any_form(verb: str, past: str) -> None:
    assert participle(verb, lexicon()) == past


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("who waters which plant", ["watered by", "plant"]),
        ("which employee holds which key", ["employee", "key"]),
        ("which driver took which van on which day", ["driver", "van", "day"]),
        ("who works which shift at which site", ["worked by", "shift", "site"]),
        ("who can see which file", ["who can see which file"]),
        ("which room", ["which room"]),
        ("what colour", ["what colour"]),
        ("serial number", ["serial number"]),
    ],
)
def test_a_question_for_two_things_is_two_fields(text: str, things: list[str]) -> None:
    (item,) = split_list(text)
    assert [part.text for part in asked(item, lexicon())] == things


def test_both_fields_of_a_question_are_quoted_from_the_same_place() -> None:
    (item,) = split_list("who waters which plant", 7)
    assert {part.span for part in asked(item, lexicon())} == {item.span}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("who measured it", "measured by"),
        ("who cleans the room", "cleaned by"),
        ("who has signed it", "signed by"),
        ("who is responsible", ""),
        ("who can see it", ""),
        ("who waters which plant", ""),
        ("owner", ""),
    ],
)
def test_who_did_it_is_a_person(text: str, name: str) -> None:
    assert doer(text, lexicon()) == name


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("which employee completed which course and when", ("employee", "course")),
        ("which nurse gave which medicine, when and why", ("nurse", "medicine")),
        ("which courses we offer", ("", "")),
        ("who did what", ("", "")),
    ],
)
def test_an_event_has_a_doer_and_a_thing(text: str, both: tuple[str, str]) -> None:
    assert event(text) == both


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("the keys, who has them", "who has them"),
        ("laptops and when they are due", "when they are due"),
        ("plants: who waters them", "who waters them"),
        ("rooms and which floor they are on", "which floor they are on"),
        ("keys, since when", "since when"),
    ],
)
def test_where_the_first_question_begins(text: str, rest: str) -> None:
    place = first_question(text)
    assert place is not None
    assert text[place:] == rest


@pytest.mark.parametrize("text", ["a title, an owner", "the reason why it failed", "who has it"])
def test_no_question_after_other_words(text: str) -> None:
    assert first_question(text) is None


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("since when", True),
        ("by when", True),
        ("on which day", True),
        ("how often", True),
        ("whether it is paid", True),
        ("whoever", False),
        ("howling", False),
        ("due date", False),
    ],
)
def test_what_is_a_question(text: str, asks: bool) -> None:
    assert is_question(text) is asks


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("whether it is open or done", "open or done"),
        ("whether they are new, in work or done", "new, in work or done"),
        ("if each one is active or retired", "active or retired"),
        ("whether the room is free, booked or closed", "free, booked or closed"),
    ],
)
def test_states_said_in_passing(text: str, listed: str) -> None:
    found = states(text)
    assert found is not None
    assert found["list"] == listed


@pytest.mark.parametrize(
    "text", ["whether it is paid", "whether it is paid or not", "if it is late"]
)
def test_yes_or_no_is_no_list_of_states(text: str) -> None:
    assert states(text) is None


@pytest.mark.parametrize(
    ("brief", "expected"),
    [
        (
            "Track tickets with title and track whether they are open, in progress or resolved.",
            ["open", "in_progress", "resolved*"],
        ),
        (
            "Log flurbs with name and note whether each flurb is planned, running or finished.",
            ["planned", "running", "finished*"],
        ),
        (
            "Keep our machines with location, and whether the machine is running, stopped or in "
            "repair.",
            ["running", "stopped", "in_repair"],
        ),
        ("List rooms with name and if they are free/booked/closed.", ["free", "booked", "closed*"]),
    ],
)
def test_states_in_a_subordinate_clause_become_the_status(brief: str, expected: list[str]) -> None:
    plan = plan_of(brief)
    assert values(plan, f"{plan['entities'][0]['id']}.status") == expected
    assert plan.get("left_out", []) == []


def test_a_yes_or_no_question_stays_a_tick_box() -> None:
    plan = plan_of("Track invoices with number, amount and whether they are paid or not.")
    assert field(plan, "invoice.paid")["kind"] == "boolean"
    assert wishes_of("Track invoices and whether they are paid.", HasValues) == []


@pytest.mark.parametrize(
    ("brief", "kinds"),
    [
        (
            "Track the keys we hand out, who has them and since when.",
            {"holder": "person", "since": "date"},
        ),
        (
            "Keep track of our plants: who waters which plant, how often, and when it was last "
            "watered.",
            {"watered_by": "person", "how_often": "choice", "last_watered": "date"},
        ),
        (
            "Record which employee completed which course and when.",
            {"employee": "person", "date": "date"},
        ),
        (
            "Log samples with code, who took it, when it was taken and why.",
            {"holder": "person", "taken_on": "date", "reason": "long_text"},
        ),
    ],
)
def test_questions_become_fields(brief: str, kinds: dict[str, str]) -> None:
    plan = plan_of(brief)
    found = {one["id"]: one["kind"] for one in plan["entities"][0]["fields"]}
    assert {name: found.get(name) for name in kinds} == kinds


def test_the_row_itself_is_not_asked_for_as_a_field() -> None:
    plan = plan_of("Make a list of keys that shows which employee holds which key, since when.")
    assert {"employee", "since"} <= {one["id"] for one in entity(plan, "key")["fields"]}
    assert "key" not in {one["id"] for one in entity(plan, "key")["fields"]}


def test_a_condition_is_no_question_for_a_field() -> None:
    assert wishes_of("Track loans. When a loan is overdue, remind the borrower.", HasFields) == []
