"""The brief with its clauses marked: every letter stays, in its place, once."""

import pytest

from apps.workbench.drawing.clauses import Segment, marked

BRIEF = "Let members submit requests, see who owns each one, and approve them."


@pytest.mark.parametrize(
    ("quotes", "left_out"),
    [
        ([], []),
        (["Let members submit requests"], ["approve them"]),
        (["submit", "members submit requests", "requests, see"], ["see who", "each one"]),
        (["LET MEMBERS", "not there", ""], ["   ", "them."]),
        ([BRIEF], [BRIEF]),
        (["e"] * 5, ["e"]),
    ],
)
def test_no_letter_is_lost_or_said_twice(quotes: list[str], left_out: list[str]) -> None:
    segments = marked(BRIEF, quotes, left_out)
    assert "".join(segment.text for segment in segments) == BRIEF
    assert all(segment.text for segment in segments)


def test_the_case_of_a_quote_does_not_matter() -> None:
    assert Segment("Let members", (1,)) in marked(BRIEF, ["let MEMBERS"], [])


def test_what_is_built_and_left_out_at_once_counts_as_built() -> None:
    assert marked("a list", ["list"], ["a list"]) == [Segment("a list", (1,))]


def test_what_touches_without_overlapping_stays_apart() -> None:
    assert marked("ab", ["a", "b"], []) == [Segment("a", (1,)), Segment("b", (2,))]


def test_a_quote_inside_another_shares_its_mark() -> None:
    segments = marked("a list of keys", ["a list of keys", "keys"], [])
    assert segments == [Segment("a list of keys", (1, 2))]


def test_only_the_first_place_of_a_quote_is_marked() -> None:
    assert marked("key, key", ["key"], []) == [Segment("key", (1,)), Segment(", key")]
