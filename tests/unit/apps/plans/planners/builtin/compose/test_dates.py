"""Dates: ends after starts, days that count, double bookings."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import entity, plan_of


def rules(brief: str) -> list[dict[str, Any]]:
    return list(plan_of(brief)["entities"][0].get("rules", []))


@pytest.mark.parametrize(
    ("fields", "expr"),
    [
        ("start date and end date", "end_date >= start_date"),
        ("start and end time", "end_time >= start_time"),
        ("start and end date", "end_date >= start_date"),
    ],
)
def test_an_end_lies_after_its_start_unasked(fields: str, expr: str) -> None:
    assert [rule["expr"] for rule in rules(f"Track trips with name, {fields}.")] == [expr]


def test_the_message_says_which() -> None:
    (rule,) = rules("Track trips with name, start date and end date.")
    assert rule["message"] == "End date lies before start date."


@pytest.mark.parametrize(
    "words",
    [
        "The end date must be after the start date.",
        "The start date cannot be after the end date.",
    ],
)
def test_the_order_is_held_once(words: str) -> None:
    found = rules(f"Track trips with name, start date and end date. {words}")
    assert [rule["expr"] for rule in found] == ["end_date >= start_date"]


def test_two_dates_by_their_names() -> None:
    found = rules(
        "Track orders with number, order date and delivery date. The delivery date must be after "
        "the order date."
    )
    assert [rule["expr"] for rule in found] == ["delivery_date >= order_date"]


def test_dates_that_are_not_there_are_left_out() -> None:
    plan = plan_of("Track orders with number. The landing must be after the launch.")
    assert [left["reason"] for left in plan["left_out"]] == [
        "Which two dates are compared was not understood."
    ]


@pytest.mark.parametrize(
    ("brief", "per", "times"),
    [
        (
            "Let people book rooms by start and end time without double bookings.",
            "room",
            ("starts", "ends"),
        ),
        (
            "Track vacation requests with employee, first day and last day. "
            "Prevent overlapping requests.",
            "employee",
            ("first_day", "last_day"),
        ),
    ],
)
def test_what_would_be_taken_twice_is_kept_apart(
    brief: str, per: str, times: tuple[str, str]
) -> None:
    (rule,) = [
        one
        for entity in plan_of(brief)["entities"]
        for one in entity.get("rules", [])
        if one["kind"] == "no_overlap"
    ]
    assert rule["per"] == [per]
    assert (rule["start"], rule["end"]) == times
    assert rule["message"] == f"This {per} is taken at that time."


def test_what_has_no_times_cannot_be_kept_apart_and_that_is_said() -> None:
    plan = plan_of("Track orders with number and customer. Prevent double bookings.")
    assert [left["reason"] for left in plan["left_out"]] == [
        "Nothing says when one begins and when it ends."
    ]


@pytest.mark.parametrize(
    "brief",
    [
        "Log incidents with severity, start time, end time and root cause.",
        "Track trips with name, start date and end date.",
        "Let people book rooms by start and end time.",
    ],
)
def test_no_sample_ends_before_it_starts(brief: str) -> None:
    plan = plan_of(brief)
    name = plan["entities"][0]["id"]
    (rule,) = [r for r in entity(plan, name)["rules"] if r["kind"] == "validation"]
    later, _, earlier = rule["expr"].partition(" >= ")
    (sample,) = [one for one in plan["samples"] if one["entity"] == name]
    first, last = sample["columns"].index(earlier), sample["columns"].index(later)
    for row in sample["rows"]:
        start, end = (
            (int(row[at].split()[0].removeprefix("today") or 0), row[at].partition(" ")[2])
            for at in (first, last)
        )
        assert start <= end
