"""Looking up fields by the words of a brief."""

from typing import Any

import pytest

from apps.plans.planners.builtin.compose.draft import Draft, lies_ahead
from apps.plans.planners.builtin.grammar.things import Things
from apps.plans.planners.builtin.lexicon import lexicon


def draft(*fields: dict[str, Any]) -> Draft:
    made = Draft(Things(lexicon()), lexicon())
    made.things.add("invoice")
    made.data["entities"] = [{"id": "invoice", "fields": [dict(one) for one in fields]}]
    return made


TEXTS: tuple[dict[str, Any], ...] = (
    {"kind": "text", "id": "number"},
    {"kind": "text", "id": "supplier"},
    {"kind": "person", "id": "assignee"},
    {"kind": "date", "id": "due"},
    {"kind": "money", "id": "amount"},
    {"kind": "text", "id": "po_number", "name": "PO number"},
    {"kind": "duration", "id": "effort_in_hours"},
    {"kind": "long_text", "id": "notes"},
)


@pytest.mark.parametrize(
    ("phrase", "identity"),
    [
        ("number", "number"),
        ("invoice number", "number"),
        ("the invoice's number", "number"),
        ("PO number".lower(), "po_number"),
        ("vendor", "supplier"),
        ("owner", "assignee"),
        ("responsible person", "assignee"),
        ("deadline", "due"),
        ("due dates", "due"),
        ("total", "amount"),
        ("spending", "amount"),
        ("remarks", "notes"),
        ("effort", "effort_in_hours"),
    ],
)
def test_fields_by_name_and_by_likeness(phrase: str, identity: str) -> None:
    found = draft(*TEXTS).field_named("invoice", phrase)
    assert found is not None
    assert found["id"] == identity


@pytest.mark.parametrize("phrase", ["", "flurb", "date", "the"])
def test_what_no_field_means(phrase: str) -> None:
    assert draft(*TEXTS).field_named("invoice", phrase) is None


def test_no_field_of_an_entity_that_is_not_there() -> None:
    assert draft(*TEXTS).field_named("loan", "number") is None


def test_a_last_word_that_two_fields_have_means_neither() -> None:
    made = draft({"kind": "date", "id": "start_week"}, {"kind": "date", "id": "end_week"})
    assert made.field_named("invoice", "middle week") is None


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ([{"kind": "date", "id": "date"}], "date"),
        ([{"kind": "date", "id": "visited_on", "default": "today"}], "visited_on"),
        ([{"kind": "date", "id": "due_date"}], "created_at"),
        ([{"kind": "date", "id": "taken_on"}], "taken_on"),
        ([{"kind": "date", "id": "one"}, {"kind": "date", "id": "two"}], "created_at"),
        ([{"kind": "text", "id": "date"}], "created_at"),
    ],
)
def test_the_day_that_counts(fields: list[dict[str, object]], path: str) -> None:
    made = Draft(Things(lexicon()), lexicon())
    made.things.add("flurb")
    made.data["entities"] = [{"id": "flurb", "fields": fields}]
    assert made.when("flurb") == path


@pytest.mark.parametrize(
    ("identity", "ahead"),
    [("due_date", True), ("end_date", True), ("next_service", True), ("taken_on", False)],
)
def test_dates_that_lie_ahead(identity: str, ahead: bool) -> None:
    assert lies_ahead(identity) is ahead


def test_a_field_that_is_there_is_completed_not_overwritten() -> None:
    made = draft({"kind": "text", "id": "number", "required": True})
    made.add_field("invoice", {"kind": "integer", "id": "number", "unique": True})
    assert made.fields("invoice") == [
        {"kind": "text", "id": "number", "required": True, "unique": True}
    ]


def test_a_field_may_stand_before_another() -> None:
    made = draft({"kind": "text", "id": "number"})
    made.add_field("invoice", {"kind": "text", "id": "title"}, before="number")
    made.add_field("invoice", {"kind": "text", "id": "last"}, before="flurb")
    assert [one["id"] for one in made.fields("invoice")] == ["title", "number", "last"]


def test_texts_are_said_once() -> None:
    made = draft()
    made.assume("One.")
    made.assume("One.")
    made.assume("Two.")
    assert made.data["assumptions"] == ["One.", "Two."]


def test_items_get_ids_of_their_own() -> None:
    made = draft()
    page = {"kind": "table", "id": "list"}
    assert made.add(made.data, "pages", dict(page))["id"] == "list"
    assert made.add(made.data, "pages", dict(page))["id"] == "list_2"
