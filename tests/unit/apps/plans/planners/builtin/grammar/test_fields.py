"""Fields as briefs name them."""

import pytest

from apps.plans.planners.builtin.grammar.wishes import HasFields
from tests.unit.apps.plans.planners.said import wishes_of


def named(text: str) -> list[str]:
    return [phrase.text for wish in wishes_of(text, HasFields) for phrase in wish.fields]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "A table of visitors with columns for name, company and host",
            ["name", "company", "host"],
        ),
        ("Each loan has an item, a borrower and a due date", ["item", "borrower", "due date"]),
        ("Track orders: customer name, phone, price", ["customer name", "phone", "price"]),
        ("Log visits (name, company, host)", ["name", "company", "host"]),
        (
            "Record the date, the place and what happened for each incident",
            ["date", "place", "what happened"],
        ),
        (
            "Contracts with title, owner and end date sorted by end date",
            ["title", "owner", "end date"],
        ),
        (
            "app for it assets. who has it, serial no, warranty until, price",
            ["holder", "serial no", "warranty until", "price"],
        ),
        ("Simple time tracking: people log hours per project", ["hours", "project"]),
    ],
)
def test_lists_of_fields(text: str, fields: list[str]) -> None:
    assert named(text) == fields


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("who requested it", "requester"),
        ("when it is due", "due"),
        ("how many seats there are", "number of seats"),
        ("where it happened", "location"),
        ("the name of the customer", "customer name"),
        ("by when", "due"),
        ("an optional description", "description"),
    ],
)
def test_clauses_become_field_names(said: str, name: str) -> None:
    assert named(f"Each request has a title, {said} and notes")[1] == name


def test_what_stands_in_brackets_says_values_and_kinds() -> None:
    (wish,) = wishes_of(
        "Each asset has a condition (new, good, worn), insured (yes/no), a code (unique) and a "
        "score from 1 to 5",
        HasFields,
    )
    condition, insured, code, score = wish.fields
    assert condition.values == ("new", "good", "worn")
    assert insured.kind == "boolean"
    assert code.unique
    assert (score.low, score.high) == ("1", "5")


def test_whether_and_as_a_file_are_kinds() -> None:
    (wish,) = wishes_of(
        "Each course has a title, whether it is mandatory and the certificate as a file", HasFields
    )
    assert [(phrase.text, phrase.kind) for phrase in wish.fields[1:]] == [
        ("mandatory", "boolean"),
        ("certificate", "file"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Requests with a filter by owner",
        "People sign in with their workspace account",
        "A list with search, filters and a chart",
        "Let managers approve, reject and comment on requests",
    ],
)
def test_pages_and_deeds_are_no_fields(text: str) -> None:
    assert named(f"Track requests. {text}") == []
