"""Statuses: what the brief says, else what it speaks of, else what is usual."""

import pytest

from tests.unit.apps.plans.planners.said import INVOICES, entity, field, plan_of, values


@pytest.mark.parametrize(
    ("brief", "path", "expected"),
    [
        ("Track tasks. Status: new, open, done", "task.status", ["new", "open", "done*"]),
        (
            "Track tickets with status (new, confirmed, fixed, closed)",
            "ticket.status",
            ["new", "confirmed", "fixed", "closed*"],
        ),
        (
            "Track samples. Status: received, in analysis, reported",
            "sample.status",
            ["received", "in_analysis", "reported*"],
        ),
        (
            "Let staff submit purchase requests. Managers approve or reject them.",
            "purchase_request.status",
            ["requested", "approved", "rejected*", "ordered*"],
        ),
        (INVOICES, "invoice.match_status", ["unmatched", "matched", "flagged", "exception"]),
        (INVOICES, "invoice.decision", ["pending", "approved*", "rejected*"]),
        (
            "Track flurbs. Let people update the status.",
            "flurb.status",
            ["open", "in_progress", "done*"],
        ),
        (
            "Track flurbs. A committee accepts or declines them.",
            "flurb.status",
            ["pending", "accepted*", "declined*"],
        ),
    ],
)
def test_values_and_their_ends(brief: str, path: str, expected: list[str]) -> None:
    assert values(plan_of(brief), path) == expected


def test_a_decision_beside_another_status_is_its_own() -> None:
    plan = plan_of(
        "Track invoices with status (draft, sent, paid) and amount. Managers approve or reject "
        "them."
    )
    statuses = [
        found["id"] for found in entity(plan, "invoice")["fields"] if found["kind"] == "status"
    ]
    assert statuses == ["status", "decision"]


def test_other_closed_lists_are_choices() -> None:
    plan = plan_of("Track incidents with title, place and severity (low, medium, high)")
    found = field(plan, "incident.severity")
    assert (found["kind"], [value["id"] for value in found["values"]]) == (
        "choice",
        ["low", "medium", "high"],
    )


def test_colours_say_how_it_stands() -> None:
    plan = plan_of("Track tasks. Status: open, blocked, done, cancelled")
    colours = {value["id"]: value.get("colour") for value in field(plan, "task.status")["values"]}
    assert (colours["blocked"], colours["done"]) == ("red", "green")


def test_a_plain_list_has_no_status() -> None:
    plan = plan_of("Keep a list of suppliers with name, email and phone")
    assert "status" not in {found["kind"] for found in entity(plan, "supplier")["fields"]}
