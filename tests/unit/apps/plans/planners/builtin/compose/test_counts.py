"""Counts above a list."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import page, plan_of

EXPENSES = "Track expenses with amount, date, category (travel, meals) and status (open, paid). "


def counts(words: str) -> dict[str, str]:
    return {one["id"]: one.get("where", "") for one in page(plan_of(EXPENSES + words))["counts"]}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "Show counts of open and paid expenses.",
            {"open": "status == 'open'", "paid": "status == 'paid'"},
        ),
        ("Show how many are open.", {"open": "status == 'open'"}),
        ("Count the paid ones.", {"paid": "status == 'paid'"}),
        (
            "A summary bar with the number of expenses per status.",
            {"open": "status == 'open'", "paid": "status == 'paid'"},
        ),
        ("Counts of travel expenses.", {"travel": "category == 'travel'"}),
    ],
)
def test_counts_by_the_words_that_select_rows(words: str, found: dict[str, str]) -> None:
    assert counts(words) == found


def test_a_workflow_counts_what_is_open_unasked() -> None:
    assert counts("") == {"open": "not status.closed"}


def test_what_cannot_be_counted_is_left_out_by_name() -> None:
    plan = plan_of(EXPENSES + "Show counts of flurbed expenses.")
    (left,) = plan["left_out"]
    assert "flurbed" in left["reason"]


def test_a_count_called_like_a_field_gets_an_id_of_its_own() -> None:
    plan = plan_of("Track loans with item and due date. Show how many are overdue.")
    ids = {one["id"] for one in page(plan)["counts"]}
    assert "count_overdue" in ids
    assert "overdue" not in ids


def test_a_number_among_fields_is_no_count() -> None:
    plan = plan_of("Record hive inspections with hive, date, number of frames and notes.")
    assert "counts" not in page(plan)
    assert "left_out" not in plan


@pytest.mark.parametrize("words", ["Show counts of open expenses.", "Show how many are paid."])
def test_counts_are_provided_by_their_address(words: str) -> None:
    plan: dict[str, Any] = plan_of(EXPENSES + words)
    (said,) = [r for r in plan["requirements"] if r["quote"] == words.rstrip(".")]
    assert all(address.startswith("pages.expenses.counts.") for address in said["provides"])
