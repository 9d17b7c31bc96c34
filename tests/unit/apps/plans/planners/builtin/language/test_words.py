"""Forms of words."""

import pytest

from apps.plans.planners.builtin.language import words


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("invoices", "invoice"),
        ("categories", "category"),
        ("statuses", "status"),
        ("people", "person"),
        ("boxes", "box"),
        ("leaves", "leave"),
        ("branches", "branch"),
        ("expenses", "expense"),
        ("photos", "photo"),
    ],
)
def test_plural_and_singular_go_both_ways(many: str, one: str) -> None:
    assert words.singular(many) == one
    assert words.plural(one) == many or one in {"person", "leave"}


@pytest.mark.parametrize(
    "word", ["status", "address", "analysis", "equipment", "bus", "is", "this"]
)
def test_words_that_only_look_like_plurals_stay(word: str) -> None:
    assert words.singular(word) == word


@pytest.mark.parametrize(
    ("verb", "third", "past", "gerund"),
    [
        ("approve", "approves", "approved", "approving"),
        ("reply", "replies", "replied", "replying"),
        ("ship", "ships", "shipped", "shipping"),
        ("edit", "edits", "edited", "editing"),
        ("pass", "passes", "passed", "passing"),
    ],
)
def test_verbs_have_their_forms(verb: str, third: str, past: str, gerund: str) -> None:
    assert words.third_person(verb) == third
    assert words.past(verb) == past
    assert words.gerund(verb) == gerund


@pytest.mark.parametrize(
    ("phrase", "identity"),
    [
        ("PO number", "po_number"),
        ("1st owner", "n1st_owner"),
        ("Who's next?", "whos_next"),
        ("---", "thing"),
        ("a__b", "a_b"),
        ("x" * 60, "x" * 40),
    ],
)
def test_ids_follow_the_pattern(phrase: str, identity: str) -> None:
    assert words.identifier(phrase) == identity


def test_lists_are_joined_as_people_do() -> None:
    assert words.enumeration(["a"]) == "a"
    assert words.enumeration(["a", "b", "c"], "or") == "a, b or c"
    assert words.enumeration([]) == ""
