"""Texts that never end are read in reasonable time, and nothing of them is lost."""

import itertools

import pytest

from apps.plans.planners.builtin.grammar.clauses import LONGEST
from tests.unit.apps.plans.planners.said import answer_to, clauses_of

ENDLESS = (
    "Track keys with name and " + "and ".join(["colour "] * 900),
    "Track " + "very " * 1500 + "old keys",
    "x" * 8000,
    "Track keys. " + "a, " * 2500,
)


@pytest.mark.parametrize("text", ENDLESS)
def test_no_clause_is_longer_than_can_be_read(text: str) -> None:
    assert all(len(clause.text) <= LONGEST for clause in clauses_of(text))


@pytest.mark.parametrize("text", ENDLESS)
def test_clauses_stand_in_order_and_do_not_overlap(text: str) -> None:
    spans = [clause.span for clause in clauses_of(text)]
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))


def test_a_long_clause_is_cut_between_words() -> None:
    words = {
        word for clause in clauses_of("very " * 1500 + "old keys") for word in clause.text.split()
    }
    assert words == {"very", "old", "keys"}


@pytest.mark.parametrize("text", ENDLESS)
def test_every_endless_text_gets_an_answer(text: str) -> None:
    assert answer_to(text).outcome in {"plan", "clarify"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Amounts above 1,000 should stand out", 1),
        ("Only clerks and admins should approve invoices", 1),
        ("The managers and the clerks can edit tasks", 1),
        ("A trip list where parents enter pupils", 2),
        ("A person who entered a claim may not approve it", 1),
    ],
)
def test_clauses_end_where_they_should(text: str, said: int) -> None:
    assert len(clauses_of(text)) == said
