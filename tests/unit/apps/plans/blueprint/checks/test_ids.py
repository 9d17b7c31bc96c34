"""Ids are there once, and none that the language keeps for itself."""

import pytest

from apps.plans.blueprint.words import GRAMMAR, NAMES, RESERVED_FIELDS, other_word
from tests.unit.apps.plans.blueprint.made import Bend, add, entity, field, found, page, put, says

LOCK = {"kind": "lock", "id": "sealed", "when": "signed"}
TEXTS = [{"kind": "text", "id": "name"}]


def test_the_library_itself_has_no_problem() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("bend", "said"),
    [
        (put("roles", {"id": "keeper"}), "id-twice roles.keeper: the id “keeper” is there 2 times"),
        (put("entities", {"id": "book", "fields": TEXTS}), "id-twice entities.book"),
        (add("fields", {"kind": "text", "id": "pages"}), "id-twice entities.book.fields.pages"),
        (lambda d: [add("rules", LOCK)(d) for _ in "ab"], "id-twice entities.book.rules.sealed"),
        (add("actions", {"kind": "print", "id": "lend"}), "id-twice entities.book.actions.lend"),
        (put("pages", {"kind": "text", "id": "books"}), "id-twice pages.books"),
        (page(counts=[{"id": "a"}, {"id": "a"}]), "id-twice pages.extra.counts.a"),
        (
            page(parts=[{"kind": "text", "id": "a", "body": "x"}] * 2),
            "id-twice pages.extra.parts.a",
        ),
        (
            field(kind="choice", values=[{"id": "a"}, {"id": "a"}]),
            "id-twice entities.book.fields.extra.values.a",
        ),
        (
            put("samples", {"entity": "book", "columns": ["name"], "rows": []}),
            "id-twice samples.book",
        ),
        (put("roles", {"id": "member"}), "reserved roles.member: “member” is built in"),
        (
            put("entities", {"id": "person", "fields": TEXTS}),
            "“person” is reserved; call it “employee”",
        ),
        (put("entities", {"id": "history", "fields": TEXTS}), "“history” is reserved"),
        (put("entities", {"id": "kit_lock", "fields": TEXTS}), "do not begin with kit_"),
        (put("entities", {"id": "django_site", "fields": TEXTS}), "do not begin with django_"),
        (
            put("entities", {"id": "bo_ok", "fields": TEXTS}),
            "“bo_ok” and “book” differ by underscores alone",
        ),
    ],
)
def test_a_clash_of_ids_is_told(bend: Bend, said: str) -> None:
    assert said in says(bend)


@pytest.mark.parametrize("called", sorted(RESERVED_FIELDS))
def test_a_reserved_word_is_refused_with_another_proposed(called: str) -> None:
    said = says(field(kind="text", id=called))
    assert f"“{called}” is reserved; call it “{other_word(called)}”" in said
    assert other_word(called) not in RESERVED_FIELDS


@pytest.mark.parametrize(
    "called", ["title", "comments", "from", "class", "check", "objects", "clean"]
)
def test_words_that_only_python_or_django_mind_are_free(called: str) -> None:
    assert says(field(kind="text", id=called)) == ""


def test_row_becomes_row_no() -> None:
    assert other_word("row") == "row_no"
    assert RESERVED_FIELDS >= NAMES | GRAMMAR


def test_an_entity_called_like_one_that_a_rule_brings_is_refused() -> None:
    approval = {
        "kind": "approval",
        "pending": "here",
        "approved": "lent",
        "rejected": "gone",
        "steps": [{"id": "first", "by": ["keeper"]}],
    }
    said = says(
        lambda data: entity(data).pop("actions"),
        add("rules", approval),
        put("entities", {"id": "book_approval", "fields": TEXTS}),
    )
    assert "reserved entities.book_approval: a rule of another entity brings" in said


def test_a_count_may_be_called_like_a_field_of_its_entity() -> None:
    assert says(page(counts=[{"id": "signed", "where": "signed"}])) == ""
