"""Pages, counts, filters, order, charts."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import INVOICES, REQUESTS, page, plan_of


def chart(plan: dict[str, Any]) -> dict[str, Any]:
    return next(
        part
        for found in plan["pages"]
        for part in found.get("parts", [])
        if part["kind"] == "chart"
    )


def test_columns_are_those_asked_for_in_their_order() -> None:
    assert page(plan_of(INVOICES))["columns"] == [
        "number",
        "supplier",
        "amount",
        "po_number",
        "match_status",
        "agent_notes",
    ]


def test_rows_that_are_asked_for_open_first_and_all_of_them_stay() -> None:
    plan = plan_of(INVOICES)
    assert page(plan)["scope"] == "received_on == today and match_status == 'unmatched'"
    assert page(plan, "invoices")["name"] == "All invoices"


def test_counts_beyond_the_page_open_their_rows() -> None:
    assert [(count["id"], count["opens"]) for count in page(plan_of(INVOICES))["counts"]] == [
        ("matched", True),
        ("flagged", True),
        ("exception", True),
    ]


def test_a_count_is_not_called_like_a_field() -> None:
    plan = plan_of("Track tasks. Show counts of open and overdue tasks.")
    fields = {found["id"] for found in plan["entities"][0]["fields"]}
    assert not fields & {count["id"] for count in page(plan)["counts"]}


def test_filters_that_are_asked_for() -> None:
    assert page(
        plan_of("Track requests with title, owner, team and status. Filter by owner and team.")
    )["filters"] == ["owner", "team"]


def test_filtering_the_list_gives_people_and_states() -> None:
    assert {"owner", "status"} <= set(page(plan_of(REQUESTS))["filters"])


def test_unasked_filters_are_few() -> None:
    assert page(plan_of(INVOICES))["filters"] == ["match_status", "decision", "received_on"]


@pytest.mark.parametrize(
    ("words", "sort"),
    [
        ("sorted by end date", ["end_date"]),
        ("newest first", ["-created_at"]),
        ("sorted by annual value, highest first", ["-annual_value"]),
    ],
)
def test_order(words: str, sort: list[str]) -> None:
    assert (
        page(
            plan_of(
                f"Track contracts with title, end date and annual value. Show contracts {words}."
            )
        )["sort"]
        == sort
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Add a weekly trend chart.",
            {"grain": "week", "x": "received_on", "split_by": "status", "last": 12},
        ),
        ("A bar chart of amount by supplier.", {"x": "supplier", "measures": ["sum(amount)"]}),
        ("A pie chart by status.", {"x": "status", "shape": "donut"}),
        ("Show average amount per quarter.", {"grain": "quarter", "measures": ["avg(amount)"]}),
        ("A line chart of amount by supplier.", {"shape": "line", "split_by": "supplier"}),
    ],
)
def test_charts(words: str, expected: dict[str, Any]) -> None:
    part = chart(plan_of(f"Track invoices. Let people update the status. {words}"))
    assert {key: part.get(key) for key in expected} == expected


def test_a_board_by_what_is_asked() -> None:
    plan = plan_of("Track tasks with title, owner and priority. Show a board by priority.")
    assert page(plan, "board")["group_by"] == ["priority"]


@pytest.mark.parametrize(
    ("brief", "expected"),
    [
        ("Track tasks with title, owner and due date. Show a calendar.", {"start": "due_date"}),
        (
            "Track tours with name, start date, end date and status. Show tours in a calendar.",
            {"start": "start_date", "end": "end_date", "colour_by": "status"},
        ),
        (
            "Track tours with name, guide, start date and end date. Show a timeline by guide.",
            {"start": "start_date", "end": "end_date", "lanes": "guide"},
        ),
        (
            "Track jobs with name, asked on date and due date. Show a calendar by due date.",
            {"start": "due_date", "end": None},
        ),
    ],
)
def test_rows_in_time(brief: str, expected: dict[str, Any]) -> None:
    plan = plan_of(brief)
    (found,) = (one for one in plan["pages"] if one["kind"] in ("calendar", "timeline"))
    assert {key: found.get(key) for key in expected} == expected
    assert plan["pages"][0]["kind"] == "table"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("by owner and status", {"rows": "owner", "across": "status"}),
        ("by owner and month", {"rows": "owner", "across": "due_date", "grain": "month"}),
        ("by status and due date", {"rows": "status", "across": "due_date", "grain": None}),
    ],
)
def test_two_fields_are_crossed(words: str, expected: dict[str, Any]) -> None:
    plan = plan_of(f"Track tasks with title, owner, status and due date. Show a matrix {words}.")
    (found,) = (one for one in plan["pages"] if one["kind"] == "matrix")
    assert {key: found.get(key) for key in expected} == expected


def test_a_matrix_takes_two_fields() -> None:
    plan = plan_of("Track keys with a label. Show them in a matrix.")
    (left,) = (one for one in plan["left_out"] if "matrix" in one["quote"])
    assert left["reason"].startswith("A matrix needs two fields")


def test_a_calendar_takes_a_date() -> None:
    plan = plan_of("Track keys with a label. Show them in a calendar.")
    (left,) = (one for one in plan["left_out"] if "calendar" in one["quote"])
    assert left["reason"] == "A calendar needs a date, and keys have none."


def test_a_gallery_has_a_card_for_each_row() -> None:
    plan = plan_of("Track tasks with title and owner. Show them in a gallery.")
    (found,) = (one for one in plan["pages"] if one["kind"] == "cards")
    assert found["entity"] == "task"
    assert plan.get("left_out", []) == []


def test_a_shape_that_cannot_be_made_is_left_out_with_the_reason() -> None:
    plan = plan_of("Track tasks. Show them in a map.")
    assert any("map" in found["quote"] for found in plan["left_out"])


def test_my_rows_have_a_page_where_rows_have_people() -> None:
    assert page(plan_of(REQUESTS), "mine")["scope"] == "me in [requester, owner]"
