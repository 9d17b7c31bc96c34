"""The least and the most a number may be."""

import pytest

from apps.plans.planners.builtin.grammar.bounds import Bound, read_bound


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the quantity must be at most 50", Bound("quantity", most="50")),
        ("the quantity of an order cannot be more than 50", Bound("quantity", most="50")),
        ("the weight must be 30 or less", Bound("weight", most="30")),
        ("the price must not exceed 1,000 euros", Bound("price", most="1000")),
        ("the price has to be less than 10", Bound("price", most="9")),
        ("hours must be at least two", Bound("hours", least="2")),
        ("the score should be 1 or more", Bound("score", least="1")),
        ("the age must be between 18 and 70", Bound("age", "18", "70")),
        ("the maximum quantity is 12", Bound("quantity", most="12")),
        ("limit the quantity to 40", Bound("quantity", most="40")),
        ("nobody may order more than 50 of anything", Bound("", most="50", of_anything=True)),
        ("you can't take more than 5 pieces", Bound("", most="5", of_anything=True)),
        ("a course can have no more than 12 participants", Bound("participant", most="12")),
        ("nobody may enter more than 20 parcels", Bound("parcel", most="20")),
        ("max 3 per person", None),
        ("at most 4 open tasks per person", None),
        ("a loan may not be longer than 21 days", None),
        ("if the temperature is above 8 it is too warm", None),
        ("show the newest first", None),
    ],
)
def test_a_bound_is_read_with_what_it_is_of(text: str, expected: Bound | None) -> None:
    assert read_bound(text) == expected
