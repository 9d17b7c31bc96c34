"""Sentences as people first type them: lists of fields, numbers, order, steps."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import answer_to, entity, field, page, plan_of


def names(plan: dict[str, Any], name: str) -> list[str]:
    return [one["id"] for one in entity(plan, name)["fields"] if not one.get("expr")]


def left(plan: dict[str, Any]) -> list[str]:
    return [entry["quote"] for entry in plan.get("left_out", [])]


@pytest.mark.parametrize(
    ("brief", "name", "expected"),
    [
        (
            "For each delivery I want the sender, the number of parcels and the day it came.",
            "delivery",
            ["sender", "number_of_parcels", "day_it_came"],
        ),
        (
            "Per job we note the customer, the hours and the machine.",
            "job",
            ["customer", "hours", "machine"],
        ),
        (
            "For every order I need the vendor, the price per unit, the date we need it by and the "
            "person who asked for it.",
            "order",
            ["vendor", "price_per_unit", "needed_by_date", "requester"],
        ),
        (
            "Track parking spaces. Each space has a number, a level and the employee who has it.",
            "parking_space",
            ["number", "level", "employee"],
        ),
        ("Parking spaces and who has them.", "parking_space", ["name", "holder"]),
        ("Lockers and who uses them, since when.", "locker", ["name", "used_by", "since"]),
    ],
)
def test_a_list_of_wants_is_the_fields(brief: str, name: str, expected: list[str]) -> None:
    plan = plan_of(brief)
    assert [one for one in names(plan, name) if one not in {"title", "status"}] == expected
    assert left(plan) == []


@pytest.mark.parametrize("word", ["vendor", "item", "flat", "room", "machine", "product"])
def test_a_word_in_a_list_makes_no_list_of_its_own(word: str) -> None:
    plan = plan_of(f"Track flurbs with title, {word} and quantity.")
    assert (len(plan["entities"]), field(plan, f"flurb.{word}")["kind"]) == (1, "text")


def test_a_list_that_the_brief_speaks_of_is_one() -> None:
    plan = plan_of("Track flurbs with title and vendor. A vendor has a name and a phone number.")
    assert field(plan, "flurb.vendor")["kind"] == "relation"


@pytest.mark.parametrize(
    "words",
    [
        "The quantity must be at most 50.",
        "Nobody may order more than 50 of anything.",
        "The quantity of an order cannot be more than 50.",
        "The quantity must be 50 or less.",
    ],
)
def test_a_number_has_its_bound(words: str) -> None:
    plan = plan_of("Track orders with title and quantity. " + words)
    assert field(plan, "order.quantity")["max"] == "50"
    assert left(plan) == []
    assert [found for found in plan["requirements"] if "partly" in found] == []


def test_a_bound_of_nothing_that_is_there_is_named() -> None:
    plan = plan_of("Track trainings with title and date. A training has at most 12 participants.")
    assert "participant" not in " ".join(names(plan, "training"))
    assert any("12 participants" in quote for quote in left(plan))


@pytest.mark.parametrize(
    ("brief", "expected"),
    [
        ("product and needed by date. Sort by needed by date, soonest first.", ["needed_by_date"]),
        ("title and due date. Sorted by due date, newest first.", ["-due_date"]),
        ("title and pickup date. Put the ones needed soonest first.", ["pickup_date"]),
        ("title and due date. Sort the orders by title.", ["title"]),
        ("title and due date. Sort by title. Newest first.", ["title", "-created_at"]),
    ],
)
def test_an_order_has_the_field_that_was_named(brief: str, expected: list[str]) -> None:
    plan = plan_of("Track orders with " + brief)
    assert page(plan)["sort"] == expected


def test_nothing_is_soonest_without_a_day() -> None:
    plan = plan_of("Track gadgets with title and price. Soonest first.")
    assert "sort" not in page(plan)
    assert left(plan) == ["Soonest first"]


ORDERS = (
    "Track orders with title. An order is requested, ordered, delivered or returned. Anyone can "
    "add orders. "
)


def steps(plan: dict[str, Any], name: str = "order") -> dict[str, dict[str, Any]]:
    return {one["to"]: one for one in entity(plan, name)["actions"]}


def test_one_step_for_some_leaves_the_others_to_whoever_may_change_the_row() -> None:
    plan = plan_of(ORDERS + "Only Finance may mark an order as ordered.", groups=("Finance",))
    found = steps(plan)
    assert found["ordered"]["by"] == ["finance"]
    assert found["delivered"]["by"] == ["row.created_by", "finance", "admin"]
    assert any(text.startswith("Nothing says who may deliver") for text in plan["assumptions"])


def test_nobody_goes_round_the_step_of_some() -> None:
    found = steps(plan_of(ORDERS + "Only buyers may mark an order as ordered."))
    assert found["delivered"]["from"] == ["ordered"]
    assert found["returned"]["from"] == ["ordered", "delivered"]


def test_approval_before_the_start_holds_the_start() -> None:
    plan = plan_of(
        "Track jobs with title, mechanic and cost. Jobs go from waiting to in progress to done. "
        "Jobs over 500 euros need the boss's approval before they start."
    )
    found = steps(plan, "job")
    assert found["in_progress"]["when"] == "not (cost > 500) or decision == 'approved'"
    assert found["in_progress"]["by"]
    assert found["approved"]["by"] == ["boss", "admin"]


def test_an_approval_without_before_is_said_to_stop_nothing() -> None:
    plan = plan_of(
        "Track jobs with title and cost. Jobs go from waiting to in progress to done. Jobs over "
        "500 euros need the boss's approval."
    )
    assert any("stops no step" in text for text in plan["assumptions"])


def test_new_rows_start_where_the_brief_says() -> None:
    plan = plan_of("Track matters. A matter is active, intake or closed, and new matters start as "
                   "intake.")  # fmt: skip
    assert field(plan, "matter.status")["values"][0]["id"] == "intake"
    assert left(plan) == []


def test_a_field_that_must_be_unique_is_unique() -> None:
    plan = plan_of("A matter has a matter number that must be unique, a court and a deadline.")
    assert field(plan, "matter.number")["unique"] is True


def test_nothing_understood_is_asked_back() -> None:
    answer = answer_to("For each delivery please frobnicate the zorbs quite blinkingly.")
    assert answer.outcome == "clarify"
