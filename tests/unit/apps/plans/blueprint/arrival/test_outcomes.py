"""A planner's raw answer becomes an outcome that holds, or all that is wrong with it."""

import json
from typing import Any

import pytest

from apps.plans.blueprint.arrival.outcomes import Read, read_outcome
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.outcome import Outcome
from tests.unit.apps.plans.blueprint.made import (
    add,
    blueprint,
    example,
    follow_ups,
    library,
    put,
    text_of,
)

CURRENT = blueprint()
RENAME = {"kind": "rename", "at": "", "name": "Books"}
QUESTION = {"id": "who", "text": "Who may read?", "options": ["All", "Keepers"], "default": "All"}


def first(**answer: Any) -> Read:
    return read_outcome(answer)


def follow_up(**answer: Any) -> Read:
    return read_outcome(answer, blueprint=CURRENT)


def wrong(answer: Any, **keys: Any) -> str:
    with pytest.raises(BlueprintErrors) as refused:
        read_outcome(answer, **keys)
    return str(refused.value)


def test_a_plan_brings_its_blueprint() -> None:
    found = first(outcome="plan", blueprint=library(), notes=["Kept small."]).outcome
    assert found.blueprint == CURRENT
    assert (found.notes, found.edits) == (("Kept small.",), ())


def test_a_follow_up_brings_its_edits_and_the_whole_blueprint() -> None:
    found = follow_up(outcome="plan", edits=[RENAME]).outcome
    assert found.blueprint is not None
    assert found.blueprint.name == "Books"
    assert [edit.kind for edit in found.edits] == ["rename"]


def test_a_follow_up_may_bring_a_whole_new_blueprint() -> None:
    found = follow_up(outcome="plan", blueprint=library(put("name", "Films"))).outcome
    assert found.blueprint is not None
    assert found.blueprint.name == "Films"


@pytest.mark.parametrize("said", follow_ups()[:7])
def test_a_follow_up_of_the_examples_is_read(said: dict[str, Any]) -> None:
    current = example(said["to"])
    if said["say"].startswith("No team"):
        return  # it speaks of a value that an earlier follow-up renamed; told in test_applying
    found = read_outcome(
        said["outcome"], blueprint=current, brief=said["say"] + text_of(said["to"])
    )
    assert found.outcome.blueprint != current


def test_an_undo_goes_back_to_the_earlier_blueprint() -> None:
    answer = {"outcome": "plan", "edits": [{"kind": "undo"}]}
    renamed = follow_up(outcome="plan", edits=[RENAME]).outcome.blueprint
    assert renamed is not None
    found = read_outcome(answer, blueprint=renamed, earlier=(CURRENT,)).outcome
    assert found.blueprint == CURRENT


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ({"outcome": "clarify", "questions": [QUESTION]}, "questions"),
        ({"outcome": "refuse", "reason": "Cards.", "instead": "Invoices."}, "reason"),
        ({"outcome": "command", "command": {"name": "deploy", "target": "2"}}, "command"),
    ],
)
def test_every_other_outcome_is_read(answer: dict[str, Any], key: str) -> None:
    for current in (None, CURRENT):
        found = read_outcome(answer, blueprint=current).outcome
        assert found.outcome == answer["outcome"]
        assert getattr(found, key)
        assert found.blueprint is None


def test_a_strict_answer_fills_every_key_and_means_one() -> None:
    answer: dict[str, Any] = {
        "outcome": "refuse",
        "notes": [],
        "blueprint": None,
        "questions": [],
        "reason": "Cards.",
        "instead": "",
        "command": None,
    }
    assert canonical_data(first(**answer).outcome) == {"outcome": "refuse", "reason": "Cards."}
    noisy = {**answer, "questions": [QUESTION], "command": {"name": "save", "target": ""}}
    assert canonical_data(first(**noisy).outcome) == {"outcome": "refuse", "reason": "Cards."}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({}, "outcome: “outcome” is missing"),
        ({"outcome": "maybe"}, "“maybe” is not known here"),
        ({"outcome": "plan"}, "plan needs a blueprint"),
        ({"outcome": "plan", "blueprint": 3}, "this has to be an object"),
        ({"outcome": "plan", "blueprint": {}}, "plan needs a blueprint"),
        ({"outcome": "plan", "edits": [RENAME]}, "there is nothing to edit yet"),
        ({"outcome": "clarify"}, "clarify needs questions"),
        ({"outcome": "clarify", "questions": [QUESTION] * 4}, "at most 3 are allowed"),
        (
            {"outcome": "clarify", "questions": [{**QUESTION, "default": "Some"}]},
            "“Some” is not one of the options",
        ),
        ({"outcome": "refuse"}, "refuse needs reason"),
        ({"outcome": "command"}, "command needs command"),
        ({"outcome": "command", "command": {"name": "dance"}}, "“dance” is not known here"),
        ({"outcome": "plan", "plan": {}}, "unknown key “plan”"),
        ("no JSON at all", "This is not JSON"),
    ],
)
def test_an_answer_that_does_not_hold_is_told(answer: Any, said: str) -> None:
    assert said in wrong(answer)


def test_a_follow_up_needs_edits_or_a_blueprint() -> None:
    assert "plan needs edits or a blueprint" in wrong({"outcome": "plan"}, blueprint=CURRENT)


def test_faults_of_the_edits_are_told_by_their_place() -> None:
    said = wrong(
        {"outcome": "plan", "edits": [RENAME, {"kind": "renme", "at": ""}, {"kind": "move"}]},
        blueprint=CURRENT,
    )
    assert "edits.2: there is no kind “renme” here; did you mean “rename”?" in said
    assert "edits.3.at: “at” is missing" in said


def test_near_misses_in_edits_and_blueprints_are_mended_and_noted() -> None:
    item = {"type": "choice", "id": "size", "options": ["Big", "small"]}
    edit = {"type": "add_field", "at": "entities.book", "item": item}
    found = follow_up(outcome="plan", edits=[edit], notes="One note").outcome
    assert found.blueprint is not None
    assert found.blueprint.entities[1].fields[-1].values[0].name == "Big"
    assert found.notes[0] == "One note"
    assert any("“options” was read as “values”" in note for note in found.notes)


def test_warnings_come_along() -> None:
    film = {
        "id": "film",
        "fields": [
            {"kind": "text", "id": "name"},
            {"kind": "integer", "id": "signed", "expr": "count(book, where=signed)"},
        ],
    }
    found = first(outcome="plan", blueprint=library(put("entities", film)))
    assert [warning.id for warning in found.warnings] == ["counts-all-rows"]


def test_quotes_are_compared_with_the_brief_and_what_was_quoted_before() -> None:
    wanted = {"quote": "lend books", "provides": ["entities.book"]}
    answer = {"outcome": "plan", "blueprint": library(put("requirements", wanted))}
    assert read_outcome(answer, brief="We lend books.").outcome.blueprint
    assert "not words of the brief" in wrong(answer, brief="We lend films.")
    before = read_outcome(answer).outcome.blueprint
    change = {"outcome": "plan", "edits": [RENAME]}
    assert read_outcome(change, brief="Call it Books", blueprint=before).outcome.blueprint


def test_the_answer_that_arrived_is_not_changed() -> None:
    answer = {
        "outcome": "plan",
        "blueprint": library(add("permissions", {"by": "member", "can": "all"})),
    }
    before = json.dumps(answer)
    read_outcome(answer)
    assert json.dumps(answer) == before


def test_an_outcome_is_read_again_from_its_own_data() -> None:
    found = follow_up(outcome="plan", edits=[RENAME]).outcome
    assert Outcome.model_validate(canonical_data(found)) == found
