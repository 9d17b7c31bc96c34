"""Rules, flags and messages in a plan."""

from typing import Any

import pytest

from tests.unit.apps.plans.planners.said import entity, field, plan_of


def rules(brief: str, name: str = "task") -> list[dict[str, Any]]:
    return list(entity(plan_of(brief), name).get("rules", []))


def test_required_and_unique_are_held_by_the_field() -> None:
    plan = plan_of(
        "Track tasks with title, owner and code. Owner is required. The code must be unique."
    )
    assert field(plan, "task.owner")["required"]
    assert field(plan, "task.code")["unique"]


def test_two_fields_together_are_a_rule() -> None:
    found = rules(
        "Track invoices with number, supplier and amount. No duplicate supplier and number.",
        "invoice",
    )
    assert [(rule["kind"], rule["fields"]) for rule in found] == [
        ("unique", ["supplier", "number"])
    ]


def test_what_a_state_requires() -> None:
    (rule,) = rules(
        "Track tasks with title, owner and status (open, done). A task cannot be done without an "
        "owner."
    )
    assert (rule["kind"], rule["field"], rule["when"]) == (
        "required_if",
        "owner",
        "status == 'done'",
    )


def test_ends_lie_after_starts_without_being_asked() -> None:
    (rule,) = rules("Track trips with destination, start date and end date", "trip")
    assert rule["expr"] == "end_date >= start_date"


def test_what_is_finished_stays() -> None:
    found = rules("Track tasks with title and status (open, done). Done tasks cannot be changed.")
    assert ("lock", "status == 'done'") in {(rule["kind"], rule.get("when")) for rule in found}


@pytest.mark.parametrize(
    ("brief", "flag", "expr"),
    [
        (
            "Track tasks with title, due date and status (open, done). Highlight overdue tasks "
            "in red.",
            "overdue",
            "due_date < today and not status.closed",
        ),
        (
            "Track contracts with title and end date. Show those expiring within 60 days.",
            "expiring",
            "end_date >= today and end_date <= today + days(60)",
        ),
        (
            "Track items with name, quantity and minimum quantity. Highlight items that run low.",
            "low",
            "quantity <= minimum_quantity",
        ),
    ],
)
def test_flags_are_worked_out(brief: str, flag: str, expr: str) -> None:
    plan = plan_of(brief)
    assert field(plan, f"{plan['entities'][0]['id']}.{flag}")["expr"] == expr


def test_a_flag_without_its_date_brings_the_date() -> None:
    plan = plan_of("Track permits with title and holder. Show expired permits.")
    assert {"expiry_date", "expired"} <= {found["id"] for found in plan["entities"][0]["fields"]}


@pytest.mark.parametrize(
    ("words", "when", "to"),
    [
        (
            "Notify the owner when the status changes.",
            {"kind": "changed", "field": "status"},
            ["row.owner"],
        ),
        (
            "Email the requester when it is done.",
            {"kind": "changed", "field": "status", "to": "done"},
            ["row.requester"],
        ),
        ("Tell managers about new requests.", {"kind": "created"}, ["manager"]),
        (
            "Notify the owner when a request is assigned to them.",
            {"kind": "changed", "field": "owner"},
            ["row.owner"],
        ),
    ],
)
def test_messages(words: str, when: dict[str, str], to: list[str]) -> None:
    plan = plan_of(f"Track requests with title, requester, owner and status (new, done). {words}")
    (automation,) = plan["automations"]
    assert automation["when"] == when
    assert automation["do"][0]["to"] == to


def test_messages_by_the_clock_are_left_out_with_the_reason() -> None:
    plan = plan_of("Track tasks with title, owner and due date. Send a digest every Monday.")
    assert any("by the clock" in found["reason"] for found in plan["left_out"])


@pytest.mark.parametrize(
    ("words", "most", "per"),
    [
        ("At most three bookings per person.", "3", ["created_by"]),
        ("At most 2 bookings per room and week.", "2", ["room", "week(start_time)"]),
        ("No more than five bookings a day.", "5", ["date(start_time)"]),
    ],
)
def test_at_most_so_many_for_each(words: str, most: str, per: list[str]) -> None:
    plan = plan_of(f"Let people book meeting rooms by start and end time. {words}")
    booking = next(one for one in plan["entities"] if one["id"] == "booking")
    (rule,) = [one for one in booking["rules"] if one["kind"] == "limit"]
    assert (rule["max"], rule["per"]) == (most, per)


def test_what_cannot_be_counted_together_is_left_out_with_the_reason() -> None:
    plan = plan_of("Track tasks with title and owner. At most three tasks per moon.")
    reasons = [found["reason"] for found in plan["left_out"]]
    assert "Which of them are counted together was not understood." in reasons
