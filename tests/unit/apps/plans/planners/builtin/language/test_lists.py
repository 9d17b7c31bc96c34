"""Enumerations cut into items."""

import pytest

from apps.plans.planners.builtin.language.lists import split_list, until_stop


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a, b and c", ["a", "b", "c"]),
        ("a; b or c", ["a", "b", "c"]),
        ("date and time, name", ["date and time", "name"]),
        ("size (s, m and l), colour", ["size", "colour"]),
        ("done or not, what", ["done or not", "what"]),
        ("", []),
    ],
)
def test_items_are_cut_at_joining_words_outside_brackets(text: str, items: list[str]) -> None:
    assert [item.text for item in split_list(text)] == items


def test_brackets_come_along_with_their_item() -> None:
    (item,) = split_list("condition (new, good, worn)")
    assert (item.text, item.inner) == ("condition", "new, good, worn")


def test_slashes_and_arrows_cut_where_asked() -> None:
    assert [item.text for item in split_list("low/medium/high", slashes=True)] == [
        "low",
        "medium",
        "high",
    ]
    assert [item.text for item in split_list("new -> in progress -> done", slashes=True)] == [
        "new",
        "in progress",
        "done",
    ]


def test_places_are_those_of_the_brief() -> None:
    text = "supplier,  amount"
    places = [item.span for item in split_list(text, 100)]
    assert [(span.start, span.end) for span in places] == [(100, 108), (111, 117)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a, b sorted by a", "a, b "),
        ("a, b for each row", "a, b "),
        ("a, b so that we know", "a, b "),
        ("a, b where people can see", "a, b "),
        ("who, when, where", "who, when, where"),
    ],
)
def test_a_list_stops_before_something_else(text: str, kept: str) -> None:
    assert until_stop(text) == kept
