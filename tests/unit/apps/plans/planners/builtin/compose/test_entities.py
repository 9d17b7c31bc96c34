"""Entities and fields: under the brief's words, with the usual ones where it says little."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import entity, field, plan_of


def ids(plan: dict[str, Any], name: str) -> list[str]:
    return [found["id"] for found in entity(plan, name)["fields"]]


def test_named_fields_come_in_their_order_and_under_their_words() -> None:
    plan = plan_of("Track visits with visitor name, company, host and arrival time")
    assert ids(plan, "visit")[:4] == ["visitor_name", "company", "host", "arrival_time"]


def test_a_thing_of_which_nothing_is_said_has_its_usual_fields() -> None:
    assert ids(plan_of("Track our invoices"), "invoice")[:3] == ["number", "supplier", "amount"]


def test_an_unknown_thing_has_a_name_and_notes() -> None:
    assert ids(plan_of("Track our flurbs"), "flurb") == ["name", "notes"]


def test_named_fields_are_not_drowned_in_usual_ones() -> None:
    plan = plan_of("Track invoices with number, amount and due date")
    assert ids(plan, "invoice") == ["number", "amount", "due_date"]


def test_the_entitys_own_word_goes_from_the_id_and_stays_in_the_name() -> None:
    found = field(
        plan_of("Track invoices with invoice number, amount and due date"), "invoice.number"
    )
    assert found["name"] == "Invoice number"


@pytest.mark.parametrize(
    ("said", "identity"),
    [
        ("link", "web_link"),
        ("comment", "remark"),
        ("id", "number"),
        ("row", "row_no"),
    ],
)
def test_reserved_words_get_another_id_and_keep_their_name(said: str, identity: str) -> None:
    plan = plan_of(f"Track loans with borrower, due date, {said} and title")
    assert identity in ids(plan, "loan")


def test_a_supplier_is_a_list_of_its_own() -> None:
    plan = plan_of("Track invoices with number, supplier and amount")
    assert field(plan, "invoice.supplier")["to"] == "supplier"
    assert ids(plan, "supplier")[0] == "name"
    assert "suppliers" in {found["id"] for found in plan["pages"]}


def test_relations_between_things_of_the_brief() -> None:
    plan = plan_of("Track rooms and buildings. Each room belongs to a building.")
    assert field(plan, "room.building") == {
        "kind": "relation",
        "id": "building",
        "required": True,
        "to": "building",
    }


def test_whoever_makes_a_row_is_written_down_by_itself() -> None:
    found = field(plan_of("Track requests with title, requester and due date"), "request.requester")
    assert (found["default"], found["readonly"]) == ("me", True)


def test_an_entity_without_texts_is_called_by_what_it_points_to() -> None:
    plan = plan_of("Let people book meeting rooms by start and end time")
    assert entity(plan, "booking")["title"].startswith("text(")


def test_ranges_unique_and_files() -> None:
    plan = plan_of(
        "Track risks with a title, an impact from 1 to 5, a likelihood from 0 to 100 and a code "
        "(unique)"
    )
    assert field(plan, "risk.impact")["kind"] == "rating"
    assert (field(plan, "risk.likelihood")["min"], field(plan, "risk.likelihood")["max"]) == (
        "0",
        "100",
    )
    assert field(plan, "risk.code")["unique"]
