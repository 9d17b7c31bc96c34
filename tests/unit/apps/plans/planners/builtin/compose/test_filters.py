"""Filters and order of lists: by what a brief names, never by what is not there."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import page, plan_of

TASKS = "Track tasks with title, owner, due date, effort in hours and priority. "


def left(plan: dict[str, Any]) -> dict[str, str]:
    return {item["quote"]: item["reason"] for item in plan.get("left_out", [])}


@pytest.mark.parametrize(
    ("words", "sort"),
    [
        ("Sort them by due date.", ["due_date"]),
        ("Show the newest first.", ["-created_at"]),
        ("Oldest first.", ["created_at"]),
        ("Sorted by priority and due date.", ["priority", "due_date"]),
        ("Most urgent first.", ["due_date"]),
        ("Soonest first.", ["due_date"]),
        ("Sort by effort.", ["effort"]),
        ("Sort by date.", ["created_at"]),
        ("Show overdue ones first.", ["-overdue"]),
        ("Sort by owner, descending.", ["-owner"]),
    ],
)
def test_order(words: str, sort: list[str]) -> None:
    plan = plan_of(TASKS + words)
    assert page(plan)["sort"] == sort
    assert left(plan) == {}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Sort by flurb.", "There is no field flurb to sort by."),
        ("Group them by flurb.", "There is no field flurb to group by."),
        ("Filter by flurb.", "There is no field flurb to filter by."),
    ],
)
def test_what_is_not_there_is_left_out_by_name(words: str, reason: str) -> None:
    assert left(plan_of(TASKS + words)) == {words.rstrip("."): reason}


def test_rows_of_a_group_stand_together_under_its_heading() -> None:
    plan = plan_of(TASKS + "Group them by owner.")
    assert page(plan)["group_by"] == ["owner"]
    (said,) = [r for r in plan["requirements"] if r["quote"] == "Group them by owner"]
    assert said["provides"] == ["pages.tasks.group_by.owner"]
    assert "partly" not in said


def test_groups_keep_the_order_that_was_asked_for() -> None:
    plan = plan_of(TASKS + "Sort by due date and group by owner.")
    assert page(plan)["sort"] == ["due_date"]
    assert page(plan)["group_by"] == ["owner"]


def test_whoever_enters_rows_can_be_grouped_by() -> None:
    plan = plan_of(
        "Sales reps log customer visits with company, date and outcome, and managers see the "
        "visits grouped by rep."
    )
    assert page(plan)["group_by"] == ["created_by"]


@pytest.mark.parametrize(
    ("words", "filters"),
    [
        ("Filter by owner and priority.", ["owner", "priority"]),
        ("A filter for the due date.", ["due_date"]),
        ("Filter by overdue.", ["overdue"]),
        ("Filter by month.", ["created_at"]),
        ("A priority filter.", ["priority"]),
    ],
)
def test_filters(words: str, filters: list[str]) -> None:
    plan = plan_of(TASKS + words)
    assert page(plan)["filters"] == filters
    assert left(plan) == {}


def test_filtering_as_such_gives_what_rows_have_in_common() -> None:
    plan = plan_of(TASKS + "Let people filter the list.")
    assert {"owner", "priority"} <= set(page(plan)["filters"])
    assert left(plan) == {}


def test_a_filter_that_is_there_and_one_that_is_not() -> None:
    plan = plan_of(TASKS + "Filter by owner and flurb.")
    assert page(plan)["filters"] == ["owner"]
    (said,) = [r for r in plan["requirements"] if "flurb" in r["quote"]]
    assert said["partly"] == "There is no field flurb to filter by."


def test_long_texts_are_no_filters() -> None:
    plan = plan_of("Track bugs with title, steps and screenshot. Filter by steps.")
    assert left(plan) == {"Filter by steps": "There is no field steps to filter by."}


def test_lists_of_what_is_due_are_sorted_unasked() -> None:
    assert page(plan_of(TASKS))["sort"] == ["due_date", "-created_at"]
    assert "sort" not in page(plan_of("Track flurbs with name and colour."))
