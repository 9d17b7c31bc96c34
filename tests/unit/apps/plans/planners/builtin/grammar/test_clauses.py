"""Clauses: where they begin, who does what in them."""

import pytest

from tests.unit.apps.plans.planners.said import INVOICES, REQUESTS, clauses_of


def test_one_frame_holds_for_all_its_verbs() -> None:
    said = clauses_of(REQUESTS)
    assert [clause.text for clause in said][1:5] == [
        "let team members submit requests",
        "see who owns each one",
        "update the status",
        "and filter the list",
    ]
    assert {clause.subject for clause in said[1:5]} == {"team members"}
    assert all(clause.frame.can for clause in said[1:5])


def test_verbs_that_wait_for_their_object_are_not_cut() -> None:
    said = [clause.text for clause in clauses_of(INVOICES)]
    assert "include approve and reject buttons on each row" in said
    assert len(said) == 5


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("A dashboard that shows loans and lets me return them", 3),
        ("Employees submit leave requests and their managers approve or reject them", 2),
        ("Requests can be created, edited and deleted by anyone", 1),
        ("When a loan is overdue, remind the borrower", 1),
        ("The list has name, order, supplier and dietary needs", 1),
        ("Rename owner to lead, put done after it, and drop priority", 3),
        ("Simple bug tracker: bugs have a title", 2),
    ],
)
def test_clauses_are_cut_where_something_new_is_said(text: str, pieces: int) -> None:
    assert len(clauses_of(text)) == pieces


@pytest.mark.parametrize(
    ("text", "subject", "verbs"),
    [
        ("Only HR can edit contracts", "only hr", ["edit"]),
        ("Managers approve or reject them", "managers", ["approve", "reject"]),
        ("Allow staff to check in visitors", "staff", ["check in"]),
        ("The trainer signs it off", "the trainer", ["sign off"]),
        ("We want people to log hours", "people", ["log"]),
        ("Each loan has an item", "each loan", ["have"]),
        ("nobody may approve their own", "nobody", ["approve"]),
    ],
)
def test_who_does_what(text: str, subject: str, verbs: list[str]) -> None:
    (clause,) = clauses_of(text)
    assert clause.subject == subject
    assert [verb.name for verb in clause.verbs] == verbs


def test_passive_clauses_know_by_whom() -> None:
    (clause,) = clauses_of("Invoices are approved by finance")
    assert (clause.subject, clause.frame.by, clause.frame.passive) == ("invoices", "finance", True)


@pytest.mark.parametrize(
    ("text", "only", "negated"),
    [
        ("Only admins may delete rows", True, False),
        ("Members cannot delete rows", False, True),
        ("No one can edit closed ones", False, True),
    ],
)
def test_only_and_not_are_heard(text: str, only: bool, negated: bool) -> None:
    (clause,) = clauses_of(text)
    assert (clause.frame.only, clause.frame.negated) == (only, negated)


def test_clauses_cover_every_word() -> None:
    text = " ".join(INVOICES.lower().replace("\n", " ").split())
    said = " ".join(clause.text for clause in clauses_of(INVOICES))
    assert set(text.replace(".", "").replace(",", "").split()) == set(said.replace(",", "").split())
