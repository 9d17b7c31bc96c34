"""Purposes that are out, and near misses that are not."""

import pytest

from apps.plans.planners.builtin.language.source import Source
from apps.plans.planners.builtin.lexicon import lexicon
from apps.plans.planners.builtin.refusals import refused


def found(text: str) -> str:
    refusal = refused(Source(text), lexicon())
    return refusal.id if refusal else ""


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("Build me a payment page for our shop", "payments"),
        ("A list of our customers' card numbers and CVV codes", "cards"),
        ("A password manager for the office", "credentials"),
        ("Store the logins and passwords of our clients", "credentials"),
        ("Save each employee's password", "credentials"),
        ("Scrape LinkedIn profiles into a list", "scraping"),
        ("A crawler for competitors' sites", "scraping"),
        ("Secretly record what employees do", "watching"),
        ("Track the location of employees by GPS location tracking of staff", "watching"),
    ],
)
def test_what_is_out(text: str, identity: str) -> None:
    assert found(text) == identity


@pytest.mark.parametrize(
    "text",
    [
        "Track invoices and whether they are paid",
        "Track business cards we hand out",
        "Log password resets by the helpdesk",
        "Record password change requests",
        "A list of scrap metal dealers",
        "Track screenshots of bugs",
        "Track payment requests and their approval status",
        "Track course registrations with name and email; let them pay online by card.",
        "Track expenses without storing any passwords",
    ],
)
def test_near_misses(text: str) -> None:
    assert found(text) == ""


def test_capitals_and_breaks_change_nothing() -> None:
    assert found("A PASSWORD\n   manager") == "credentials"


def test_every_refusal_says_what_can_be_done_instead() -> None:
    for refusal in lexicon().refusals:
        assert refusal.reason.endswith(".")
        assert refusal.instead.endswith(".")
