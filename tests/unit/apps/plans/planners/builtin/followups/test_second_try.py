"""Changes as people type them after the first plan: values, people of a button, places, bounds;
what is not there yet stands on one line, and goes when it is there.
"""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import answer_to, entity, field, page, plan_of

ORDERS = (
    "Track orders with item, vendor and quantity. An order is requested, ordered, delivered or "
    "returned. Anyone can add orders. Only buyers may mark an order as ordered."
)


def after(*said: str, brief: str = ORDERS) -> dict[str, Any]:
    plan = plan_of(brief)
    for text in said:
        answer = answer_to(text, plan, groups=("Operations",))
        assert answer.blueprint is not None, answer
        plan = answer.blueprint
    return plan


def left(plan: dict[str, Any]) -> list[str]:
    return [entry["quote"] for entry in plan.get("left_out", [])]


def asked(plan: dict[str, Any]) -> list[str]:
    return [entry["quote"] for entry in plan["requirements"]]


@pytest.mark.parametrize(
    ("said", "name", "expected"),
    [
        ("Add an urgency with the choices low, normal and urgent.", "urgency",
         ["low", "normal", "urgent"]),
        ("Add a colour with the options red, blue or green.", "colour", ["red", "blue", "green"]),
        ("We need a size with values S, M and L.", "size", ["s", "m", "l"]),
    ],
)  # fmt: skip
def test_choices_are_what_follows_their_word(said: str, name: str, expected: list[str]) -> None:
    values = field(after(said), f"order.{name}")["values"]
    assert [value["id"] for value in values] == expected


def test_values_said_anew_are_these_in_this_order() -> None:
    plan = after(
        "Add an urgency with the choices high, low and normal.",
        "The choices of urgency are low, normal and urgent.",
    )
    values = [value["id"] for value in field(plan, "order.urgency")["values"]]
    assert values == ["low", "normal", "urgent"]


def test_more_people_get_the_button_that_is_there() -> None:
    plan = after("Let Operations mark an order as delivered.")
    (deliver,) = [one for one in entity(plan, "order")["actions"] if one["to"] == "delivered"]
    assert "operations" in deliver["by"]
    assert deliver["from"] == ["ordered"]


def test_a_new_button_begins_before_its_value() -> None:
    plan = after(
        "Add a button Receive that sets it to delivered.",
        brief="Track orders with title. Each order is requested, ordered, delivered or returned.",
    )
    found = next(one for one in entity(plan, "order")["actions"] if one["id"] == "receive")
    assert found["from"] == ["requested", "ordered"]


@pytest.mark.parametrize(
    "said", ["Move the chart above the table.", "The chart should be on top.",
             "Put the chart on top of the list."],
)  # fmt: skip
def test_a_chart_that_stands_above_is_moved_nowhere_and_none_is_added(said: str) -> None:
    plan = after("Show a bar chart of orders per vendor.", said)
    assert len(page(plan)["parts"]) == 1
    assert said.rstrip(".") in asked(plan)


def test_a_chart_that_is_not_there_is_not_moved() -> None:
    plan = after("Move the chart above the table. Add a due date.")
    assert "parts" not in page(plan)
    assert left(plan) == ["Move the chart above the table"]


@pytest.mark.parametrize(
    "said",
    [
        "The quantity of an order cannot be more than 50.",
        "The quantity must be 50 or less.",
        "Nobody may order more than 50 of anything.",
    ],
)
def test_a_bound_is_set_however_it_is_said(said: str) -> None:
    plan = after(said)
    assert (field(plan, "order.quantity")["max"], left(plan)) == ("50", [])


def test_one_wish_in_other_words_is_one_line() -> None:
    plan = after(
        "Nobody may bring more than 12 guests to a dinner. Add a due date.",
        "The guests must be at most 12. Add a start date.",
        "No more than 12 guests per dinner. Add an end date.",
    )
    assert [quote for quote in left(plan) if "12" in quote] == ["No more than 12 guests per dinner"]
