"""Ids and names made from words of a brief."""

import pytest

from apps.plans.planners.builtin.compose.names import (
    RESERVED_FIELDS,
    field_id,
    free,
    in_sentence,
    name_of,
    quoted,
    value_id,
    with_article,
)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("po number", "PO number"),
        ("due date", "Due date"),
        ("vat id", "VAT ID"),
        ("name of the cv", "Name of the CV"),
    ],
)
def test_names_begin_large_and_keep_abbreviations(phrase: str, name: str) -> None:
    assert name_of(phrase) == name


@pytest.mark.parametrize(
    ("name", "inside"), [("PO number", "PO number"), ("Due date", "due date"), ("", "")]
)
def test_names_inside_a_sentence(name: str, inside: str) -> None:
    assert in_sentence(name) == inside


@pytest.mark.parametrize(
    ("name", "said"), [("Invoice", "an invoice"), ("Loan", "a loan"), ("Order", "an order")]
)
def test_articles(name: str, said: str) -> None:
    assert with_article(name) == said


@pytest.mark.parametrize(
    ("phrase", "identity"),
    [
        ("invoice number", "number"),
        ("invoice date", "invoice_date"),
        ("invoice name", "name"),
        ("the supplier's name", "supplier_name"),
        ("amount", "amount"),
        ("2nd owner", "n2nd_owner"),
        ("%", "field"),
    ],
)
def test_field_ids_go_without_their_entity(phrase: str, identity: str) -> None:
    assert field_id(phrase, {"invoice"}) == identity


@pytest.mark.parametrize("word", ["id", "link", "comment", "today", "created_by"])
def test_reserved_words_become_others(word: str) -> None:
    assert field_id(word.replace("_", " "), set()) == RESERVED_FIELDS[word]
    assert RESERVED_FIELDS[word] not in RESERVED_FIELDS


def test_taken_ids_get_the_next_number() -> None:
    assert free("note", set()) == "note"
    assert free("note", {"note"}) == "note_2"
    assert free("note", {"note", "note_2"}) == "note_3"


def test_values_and_literals() -> None:
    assert value_id("In progress!") == "in_progress"
    assert value_id("100 %") == "n100"
    assert quoted("in_progress") == "'in_progress'"
    assert quoted("o'clock; drop") == "'oclockdrop'"
