"""The fewest moves that explain a new order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.plans.blueprint.differences.order import moved


@pytest.mark.parametrize(
    ("old", "new", "moves"),
    [
        ("abc", "abc", []),
        ("abc", "cab", [("c", "")]),
        ("abc", "bca", [("a", "c")]),
        ("abc", "axbyc", []),
        ("abcd", "bd", []),
        ("abcd", "acbd", [("c", "a")]),
    ],
)
def test_the_fewest_are_moved(old: str, new: str, moves: list[tuple[str, str]]) -> None:
    assert moved(old, new) == moves


@given(st.permutations(list("abcdef")))
def test_moving_what_is_named_gives_the_new_order(new: list[str]) -> None:
    now = list("abcdef")
    moves = moved(now, new)
    for name, after in moves:
        now.remove(name)
        now.insert(now.index(after) + 1 if after else 0, name)
    assert now == new
