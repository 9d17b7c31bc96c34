"""Names, plurals and colours where nobody said one."""

import pytest

from apps.plans.blueprint.fields import Value
from apps.plans.blueprint.resolved.colours import colours_of
from apps.plans.blueprint.resolved.names import id_of, in_words, plural_of


@pytest.mark.parametrize(
    ("called", "words"),
    [("in_progress", "In progress"), ("po_number", "Po number"), ("q_1", "Q 1")],
)
def test_a_name_is_the_id_in_words(called: str, words: str) -> None:
    assert in_words(called) == words


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("Request", "Requests"),
        ("Variety", "Varieties"),
        ("Key", "Keys"),
        ("Box", "Boxes"),
        ("Batch", "Batches"),
        ("Class", "Classes"),
        ("Tour type", "Tour types"),
        ("PO", "POs"),
        ("Top shelf", "Top shelves"),
        ("Person", "People"),
        ("Lab equipment", "Lab equipment"),
    ],
)
def test_a_plural_follows_the_end_of_the_word(name: str, plural: str) -> None:
    assert plural_of(name) == plural


def test_an_id_comes_from_words_if_they_give_one() -> None:
    assert id_of("Tour types", "x") == "tour_types"
    assert id_of("設定", "setting") == "setting"
    assert id_of("3 days", "days") == "days"


def test_a_colour_follows_the_meaning_then_the_place_and_what_was_said_stays() -> None:
    ids = ["approved", "rejected", "in_review", "in_progress", "new", "alpha", "beta"]
    found = list(colours_of([*(Value(id=i) for i in ids), Value(id="done", colour="pink")]))
    assert found[:5] == ["green", "red", "amber", "blue", "grey"]
    assert found[5] != found[6]
    assert found[7] == "pink"
    assert "auto" not in found
