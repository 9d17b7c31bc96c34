"""Manners of saying a change, brought to the plain one."""

import pytest

from apps.plans.planners.builtin.followups.wording import (
    further_wishes,
    is_one_wish,
    plainly,
    without_number,
)


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("can we also have a start date?", "add a start date"),
        ("could i get a filter", "add a filter"),
        ("priority is not needed any more", "remove priority"),
        ("the team is no longer used", "remove the team"),
        ("the board can go away", "remove the board"),
        ("the chart should be dropped please", "remove the chart"),
        ("take the team out of the list again", "remove the team from the list"),
        (
            "requests without an owner cannot be marked as done",
            "requests cannot be done without owner",
        ),
        (
            "a request with no due date can't be moved to done",
            "request cannot be done without due date",
        ),
        ("add a page that shows all rejected invoices", "add a page for rejected invoices"),
        ("create a new tab with only my requests", "add a page for my requests"),
        ("add a tab with everything that is blocked", "add a page for blocked keys"),
        ("add a board grouped by team", "add a board by team"),
        ("let members only see their own keys", "members can only see their own keys"),
        ("make the whole thing green", "use a green accent"),
        ("add, if possible, a small field for remarks", "add a field for remarks"),
        ("add a filter for team as well", "add a filter for team"),
        ("sort by it", "sort by budget"),
        ("make it required", "make budget required"),
        ("hide it again", "hide budget"),
    ],
)
def test_manners(said: str, plain: str) -> None:
    assert plainly(said, last="budget", thing="keys") == plain


@pytest.mark.parametrize(
    "said",
    [
        "add a filter for supplier name",
        "po number is not required",
        "requests may be deleted",
        "members can only see their own requests",
        "add a page for suppliers",
        "make the due date required",
        "make declined red",
        "it should be a line chart",
    ],
)
def test_a_plain_wish_stays_as_it_is(said: str) -> None:
    assert plainly(said) == said


def test_without_anything_spoken_of_it_stays_it() -> None:
    assert plainly("make it required") == "make it required"


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("add a cost field and sort by it", ["add a cost field", "sort by it"]),
        (
            "add a reason, rename approve to accept and let members edit",
            ["add a reason", "rename approve to accept", "let members edit"],
        ),
        ("first add a place, then filter by it", ["first add a place", "filter by it"]),
        ("add approve and reject buttons", ["add approve and reject buttons"]),
        (
            "add a button to close and move it to done",
            ["add a button to close and move it to done"],
        ),
        ("let people add and remove rows", ["let people add and remove rows"]),
        ('rename "a" to "b, add c"', ['rename "a" to "b, add c"']),
        ("add a field (cost, hide it)", ["add a field (cost, hide it)"]),
        ("members can add and remove rows", ["members can add and remove rows"]),
        ("add a, b and c", ["add a, b and c"]),
    ],
)
def test_several_changes_in_one_clause(text: str, wishes: list[str]) -> None:
    assert [text[start:end] for start, end in further_wishes(text)] == wishes


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("the person who entered an invoice may not approve it", True),
        ("an invoice cannot be approved by whoever entered it", True),
        ("an invoice must not be paid by its author", True),
        ("requests without an owner cannot be done", True),
        ("add a page that shows only open requests", True),
        ("add a page", False),
        ("add a filter and sort by due", False),
        ("members who are new may not delete requests", False),
    ],
)
def test_some_sentences_are_one_wish_as_a_whole(text: str, whole: bool) -> None:
    assert is_one_wish(text) is whole


def test_a_number_before_a_wish_is_none_of_it() -> None:
    assert without_number("first, add a place") == "add a place"
    assert without_number("first name must be unique") == "first name must be unique"
