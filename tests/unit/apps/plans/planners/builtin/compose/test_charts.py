"""Charts: what is measured, over which time, by which field."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import plan_of

EXPENSES = (
    "Track expenses with amount, date, category (travel, meals, other), team and status (open, "
    "paid). "
)


def charts(brief: str) -> list[dict[str, Any]]:
    return [
        part
        for page in plan_of(brief)["pages"]
        for part in page.get("parts", [])
        if part["kind"] == "chart"
    ]


@pytest.mark.parametrize(
    ("words", "axis", "grain", "measures"),
    [
        ("A weekly chart of amounts.", "date", "week", ["sum(amount)"]),
        ("Bar chart of amount by category.", "category", None, ["sum(amount)"]),
        ("Pie chart by status.", "status", None, None),
        ("A donut chart.", "status", None, None),
        ("Average amount per quarter as a chart.", "date", "quarter", ["avg(amount)"]),
        ("A chart of amounts by team.", "team", None, ["sum(amount)"]),
        ("Line chart of the number of expenses per week.", "date", "week", None),
        ("Show the total amount per category in a chart.", "category", None, ["sum(amount)"]),
    ],
)
def test_axis_grain_and_measure(
    words: str, axis: str, grain: str | None, measures: list[str] | None
) -> None:
    (found,) = charts(EXPENSES + words)
    assert (found["x"], found.get("grain"), found.get("measures")) == (axis, grain, measures)


@pytest.mark.parametrize(
    "words",
    [
        "Show total amount per month.",
        "Chart the total per month.",
        "Add up the amounts per month.",
        "Show the amount per month.",
    ],
)
def test_sums_per_month(words: str) -> None:
    (found,) = charts(EXPENSES + words)
    assert (found["name"], found["x"]) == ("Amount per month", "date")
    assert found["measures"] == ["sum(amount)"]


def test_two_ways_to_split_are_time_and_series() -> None:
    (found,) = charts(EXPENSES + "Chart the total per category and month.")
    assert (found["x"], found["split_by"], found["stacked"]) == ("date", "category", True)


def test_counts_over_time_are_split_by_their_status() -> None:
    (found,) = charts(EXPENSES + "Line chart of the number of expenses per week.")
    assert (found["shape"], found["split_by"]) == ("line", "status")


def test_words_that_select_rows_are_the_scope() -> None:
    (found,) = charts(EXPENSES + "Daily trend of paid expenses.")
    assert found["scope"] == "status == 'paid'"


def test_a_sum_of_nothing_is_no_chart() -> None:
    brief = EXPENSES + "Add up the kilometres per month."
    assert charts(brief) == []
    assert plan_of(brief)["left_out"] == [
        {
            "quote": "Add up the kilometres per month",
            "reason": "No field holds “kilometres” as a number that could be added up.",
        }
    ]


def test_a_number_with_its_unit_over_time() -> None:
    (found,) = charts("Log every brew with beer name, litres and date and show litres per month.")
    assert found["measures"] == ["sum(litres)"]
    assert found["x"] == "date"


def test_the_quote_of_a_chart_begins_with_a_whole_word() -> None:
    plan = plan_of("Track donations by donor, amount and date, and chart the total per month.")
    assert [r["quote"] for r in plan["requirements"]] == [
        "Track donations",
        "by donor, amount and date",
        "chart the total per month",
    ]


@pytest.mark.parametrize(
    ("brief", "measures"),
    [
        (
            "Record soil samples with field name, pH value and the day it was taken, and chart the "
            "average pH per month.",
            ["avg(ph_value)"],
        ),
        (
            "Track tanks with name, water level in cm and date. Chart the average water per week.",
            ["avg(water_level)"],
        ),
    ],
)
def test_a_number_is_meant_without_its_hollow_word(brief: str, measures: list[str]) -> None:
    (found,) = charts(brief)
    assert found["measures"] == measures
