"""What is worked out: late, ending, due soon, low, beyond a number."""

import pytest

from tests.unit.apps.plans.planners.said import entity, field, page, plan_of


@pytest.mark.parametrize(
    ("words", "name", "expr"),
    [
        ("Mark overdue ones in red.", "overdue", "due_date < today"),
        ("Show which ones end soon.", "expiring", "end_date <= today + days(30)"),
        ("Show those ending within 2 weeks.", "expiring", "end_date <= today + days(14)"),
        ("Highlight those due within 10 days.", "due_soon", "today + days(10)"),
        ("Mark expired ones.", "expired", "end_date < today"),
    ],
)
def test_flags_from_dates(words: str, name: str, expr: str) -> None:
    plan = plan_of(f"Track contracts with title, due date and end date. {words}")
    found = field(plan, f"contract.{name}")
    assert found["kind"] == "boolean"
    assert expr in found["expr"]


@pytest.mark.parametrize(
    ("words", "name", "expr"),
    [
        ("Everything above 7 degrees should stand out.", "above_7", "temperature > 7"),
        ("Mark everything below 2 in red.", "below_2", "temperature < 2"),
        ("Highlight temperatures over 7.5 degrees.", "above_7_5", "temperature > 7.5"),
    ],
)
def test_rows_beyond_a_number_are_marked(words: str, name: str, expr: str) -> None:
    plan = plan_of(f"Log fridge checks with fridge, time and temperature. {words}")
    found = field(plan, f"{plan['entities'][0]['id']}.{name}")
    assert (found["expr"], found["colour"]) == (expr, "red")


def test_the_number_that_is_named_counts() -> None:
    plan = plan_of(
        "Track orders with number, weight and amount. Amounts above 1,000 should stand out."
    )
    assert field(plan, "order.above_1000")["expr"] == "amount > 1000"


def test_a_limit_on_nothing_is_left_out() -> None:
    plan = plan_of("Track flurbs with name and colour. Everything above 7 should stand out.")
    assert plan["left_out"] == [
        {
            "quote": "Everything above 7 should stand out",
            "reason": "Nothing says which number is above 7.",
        }
    ]


def test_a_number_said_in_passing_marks_nothing() -> None:
    plan = plan_of("Track orders with number and amount. We get more than 100 orders a day.")
    assert all("expr" not in one for one in entity(plan, "order")["fields"])


def test_low_stock_needs_a_quantity_and_a_minimum() -> None:
    plan = plan_of("Track supplies with name and shelf. Highlight what runs low.")
    found = {one["id"]: one for one in plan["entities"][0]["fields"]}
    assert found["low"]["expr"] == "quantity <= minimum_stock"
    assert found["quantity"]["default"] == "0"


def test_a_reminder_by_date_is_left_out_and_says_what_there_is() -> None:
    plan = plan_of(
        "Track flurbs with name and next review date, and warn me about those due within 30 days."
    )
    (left,) = plan["left_out"]
    assert left["reason"] == (
        "Messages by the clock are not planned from words yet. What is due soon is marked and "
        "can be filtered and counted."
    )
    assert "due_soon" in page(plan)["filters"]


def test_a_flag_that_a_list_names_as_a_field_is_worked_out() -> None:
    plan = plan_of("Track loans with item, borrower, due date and overdue. Mark overdue loans red.")
    assert field(plan, "loan.overdue")["expr"]
