"""What a sentence in passing gives: buttons that write a day down, numbers of rows, titles."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import entity, field, page, plan_of, values


def left(plan: dict[str, Any]) -> list[str]:
    return [item["quote"] for item in plan.get("left_out", [])]


@pytest.mark.parametrize(
    "words",
    [
        "let people press a button when they have watered one",
        "let staff click a button once they have watered it",
    ],
)
def test_a_button_writes_down_when_it_was_done(words: str) -> None:
    plan = plan_of(
        f"Track plants: who waters which plant and when it was last watered, and {words}."
    )
    (action,) = entity(plan, "plant")["actions"]
    assert (action["kind"], action["name"]) == ("update", "Mark as watered")
    assert action["set"] == ["last_watered = today"]
    assert all(one["kind"] != "status" for one in entity(plan, "plant")["fields"])
    assert plan.get("roles", []) == []


def test_a_moment_is_written_with_its_time() -> None:
    plan = plan_of(
        "Track rooms with name, and cleaned at. Let staff press a button when they have cleaned "
        "one."
    )
    assert entity(plan, "room")["actions"][0]["set"] == ["cleaned_at = now"]


def test_without_a_day_a_button_brings_a_state() -> None:
    plan = plan_of("Track flurbs with title. Add a button to mark a flurb as fixed.")
    assert [action["to"] for action in entity(plan, "flurb")["actions"]][-1] == "fixed"


@pytest.mark.parametrize(
    ("brief", "path", "expected"),
    [
        (
            "Readers suggest books with title. Librarians mark them as ordered or refused.",
            "book.status",
            ["suggested", "ordered*", "refused*"],
        ),
        (
            "Track parcels with number. Reception marks them as collected or returned.",
            "parcel.status",
            ["open", "collected*", "returned*"],
        ),
        (
            "Track parcels with number. Reception marks them as new, collected or returned.",
            "parcel.status",
            ["new", "collected*", "returned*"],
        ),
    ],
)
def test_what_is_marked_begins_unmarked(brief: str, path: str, expected: list[str]) -> None:
    assert values(plan_of(brief), path) == expected


def test_each_mark_is_a_button_of_those_who_mark() -> None:
    plan = plan_of("Readers suggest books with title. Librarians mark them as ordered or refused.")
    found = {one["id"]: one["by"] for one in entity(plan, "book")["actions"]}
    assert found == {
        "mark_ordered": ["librarian", "admin"],
        "mark_refused": ["librarian", "admin"],
    }


@pytest.mark.parametrize(
    "brief",
    [
        "Log tickets and give each a number and a title.",
        "Track tickets with ticket number and title.",
    ],
)
def test_numbers_that_nothing_counts_up_yet_are_unique_texts(brief: str) -> None:
    number = field(plan_of(brief), "ticket.number")
    assert number["kind"] == "text"


def test_given_numbers_are_required_and_unique() -> None:
    number = field(plan_of("Log tickets and give each a number and a title."), "ticket.number")
    assert (number["required"], number["unique"]) == (True, True)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("with a place to note swaps", "swaps"),
        ("with room for remarks", ""),
    ],
)
def test_a_place_to_note_something_is_a_long_text(words: str, name: str) -> None:
    plan = plan_of(f"Track shifts with date and worker, {words}.")
    found = {one["id"]: one["kind"] for one in plan["entities"][0]["fields"]}
    assert [found[name]] == ["long_text"] if name else "remark_for" not in found


def test_the_rows_own_word_among_its_fields_is_its_title() -> None:
    plan = plan_of("Plan our editorial calendar: article, author, channel.")
    assert entity(plan, "article")["fields"][0]["id"] == "title"


def test_a_field_called_like_half_of_its_entity_keeps_its_name() -> None:
    plan = plan_of("Our kitchen records fridge temperatures with fridge, time and temperature.")
    assert field(plan, "fridge_temperature.temperature")["kind"] == "decimal"


@pytest.mark.parametrize(
    ("brief", "first"),
    [
        ("Track plants: who waters them and how often.", "name"),
        ("List suppliers with contact person and phone.", "name"),
        ("Track tasks with owner, due date and priority.", "title"),
    ],
)
def test_every_row_has_a_name_in_front(brief: str, first: str) -> None:
    head = plan_of(brief)["entities"][0]["fields"][0]
    assert (head["id"], head["required"]) == (first, True)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Requests without an owner cannot be marked as done.", "owner"),
        ("A request cannot be marked as done without an owner.", "owner"),
    ],
)
def test_what_lacks_something_does_not_end(words: str, rule: str) -> None:
    plan = plan_of(f"Track requests with title, owner and status (new, done). {words}")
    (found,) = [one for one in entity(plan, "request")["rules"] if one["kind"] == "required_if"]
    assert (found["field"], found["when"]) == (rule, "status == 'done'")
    assert "actions" not in entity(plan, "request")


def test_closing_needs_what_must_be_written_down() -> None:
    plan = plan_of("Log complaints with title, and close them once the cause is written down.")
    (found,) = [one for one in entity(plan, "complaint")["rules"] if one["kind"] == "required_if"]
    assert found["field"] == "cause"
    assert left(plan) == []


def test_a_fixed_list_keeps_the_start_it_had() -> None:
    plan = plan_of(
        "Track tasks with title and priority. Priority should be low, normal, high or urgent."
    )
    assert field(plan, "task.priority")["default"] == "normal"


@pytest.mark.parametrize(
    ("brief", "clause"),
    [
        (
            "Readers suggest books with title, author and reason, others vote.",
            "others vote",
        ),
        (
            "Our kitchen records fridge temperatures twice a day with fridge and time.",
            "twice a day",
        ),
    ],
)
def test_the_part_of_a_clause_that_nothing_provides_is_left_out(brief: str, clause: str) -> None:
    assert any(clause in quote for quote in left(plan_of(brief)))


def test_nothing_is_said_twice_about_a_list_that_is_only_shown() -> None:
    plan = plan_of("List our suppliers with name and payment terms.")
    assert left(plan) == []
    assert page(plan)["columns"] == ["name", "payment_terms"]
