"""Fields: relations, defaults, computed values, patterns."""

from typing import Any

import pytest

from tests.unit.apps.plans.blueprint.made import add, field, put, says

CHOICE = {"kind": "choice", "values": [{"id": "low"}, {"id": "high"}]}


@pytest.mark.parametrize(
    "keys",
    [
        {
            "kind": "relation",
            "to": "shelf",
            "pick": "owner == me",
            "shows": ["books", "owner.name"],
        },
        {"kind": "relation", "to": "book", "pick": "it != row.extra and shelf == row.shelf"},
        {"kind": "person", "pick": "'Keepers' in groups", "default": "me"},
        {"kind": "text", "default": "nothing special"},
        {"kind": "rating", "min": "0", "max": "100"},
        {"kind": "integer", "default": "25", "min": "0", "max": "pages"},
        {"kind": "percent", "default": "2.5"},
        {"kind": "boolean", "default": "true"},
        {"kind": "date", "default": "today"},
        {"kind": "date", "default": "today+3"},
        {"kind": "date", "default": "2026-02-28"},
        {"kind": "date", "default": "=bought + days(3)"},
        {"kind": "datetime", "default": "now"},
        {"kind": "time", "default": "09:30"},
        {**CHOICE, "default": "low"},
        {"kind": "choices", "values": CHOICE["values"], "default": "low; high"},
        {"kind": "integer", "expr": "pages * 2"},
        {"kind": "money", "expr": "price * pages"},
        {"kind": "boolean", "expr": "bought < today"},
        {"kind": "date", "expr": "max(bought, today)"},
        {**CHOICE, "expr": "'low' if pages < 9 else 'high'"},
        {"kind": "person", "expr": "shelf.owner"},
        {"kind": "relation", "to": "shelf", "expr": "shelf"},
        {"kind": "text", "expr": "hook('x')"},
        {"kind": "text", "show_if": "signed", "seen_by": ["keeper"], "edited_by": ["row.reader"]},
        {"kind": "file", "types": ["pdf", "png"], "max_mb": 10, "many": True},
        {"kind": "reference", "pattern": "B-{year}-{number:4}"},
        {"kind": "reference", "pattern": "{random}"},
        {"kind": "money", "currency": "EUR"},
        {"kind": "url", "default": "https://example.com"},
    ],
)
def test_a_field_that_makes_sense_is_let_through(keys: dict[str, Any]) -> None:
    assert says(field(**keys)) == ""


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (
            {"kind": "relation", "to": "shef"},
            ".to: there is no entity “shef”; did you mean “shelf”?",
        ),
        (
            {"kind": "relation", "to": "person"},
            "no relation leads to person: the kind of such a field is person",
        ),
        ({"kind": "relations", "to": "person"}, "the kind of such a field is people"),
        ({"kind": "relation", "to": "history"}, "no relation leads to history"),
        (
            {"kind": "relation", "to": "shelf", "pick": "pages > 3"},
            ".pick: shelf has no field “pages”",
        ),
        ({"kind": "relation", "to": "shelf", "pick": "owner"}, "not a condition"),
        (
            {"kind": "relation", "to": "shelf", "shows": ["left"]},
            ".shows.left: shelf has no field “left”",
        ),
        (
            {"kind": "relation", "to": "shelf", "default": "Top"},
            "the default of a relation is an expression",
        ),
        ({"kind": "person", "default": "Ada"}, "the default of a person is me"),
        ({"kind": "integer", "default": "many"}, ".default: “many” is not a number"),
        ({"kind": "integer", "default": "2.5"}, "“2.5” is not a whole number"),
        ({"kind": "boolean", "default": "perhaps"}, "“perhaps” is neither true nor false"),
        ({"kind": "date", "default": "tomorrow"}, "“tomorrow” is not a date"),
        ({"kind": "date", "default": "now"}, "“now” is not a date"),
        ({"kind": "date", "default": "2026-02-30"}, "there is no day 2026-02-30"),
        ({"kind": "datetime", "default": "noon"}, "“noon” is not a date"),
        ({"kind": "time", "default": "25:00"}, "“25:00” is not a time"),
        ({**CHOICE, "default": "middle"}, "“extra” has no value “middle”"),
        ({"kind": "date", "default": "=pages"}, ".default: this has to be a date"),
        ({"kind": "email", "default": "nobody"}, "is not an e-mail address"),
        ({"kind": "url", "default": "example"}, "is not an address"),
        ({"kind": "integer", "min": "name"}, ".min: this has to be a number"),
        ({"kind": "integer", "expr": "pages +"}, ".expr: “pages +” is not an expression"),
        ({"kind": "integer", "expr": "name"}, "this has to be a number"),
        ({"kind": "date", "expr": "now"}, "write date(…) around the moment"),
        ({"kind": "boolean", "expr": "pages"}, "this has to be yes or no"),
        ({**CHOICE, "expr": "'low' if signed else 'middle'"}, "“extra” has no value “middle”"),
        ({"kind": "text", "show_if": "pages"}, ".show_if: “pages” is a number, not a condition"),
        (
            {"kind": "text", "seen_by": ["kepper"]},
            ".seen_by: there is no role “kepper”; did you mean “keeper”?",
        ),
        ({"kind": "text", "edited_by": ["reader"]}, "a person of the row is written row.reader"),
        ({"kind": "people", "unique": True}, "a people field cannot be unique"),
        ({"kind": "rating", "min": "-1"}, ".min: the ends of a rating are plain numbers from 0"),
        ({"kind": "rating", "max": "pages"}, ".max: the ends of a rating are plain numbers from 0"),
        ({"kind": "rating", "max": "101"}, "from 0 to 100"),
        ({"kind": "file", "types": [".pdf"]}, "“.pdf” is not an ending: write pdf"),
        ({"kind": "money", "currency": "euro"}, "“euro” is no ISO code"),
        ({"kind": "reference", "pattern": "B-{year}"}, "a pattern needs {number} or {random}"),
        ({"kind": "reference", "pattern": "{numbr}"}, "“{numbr}” is not known in a pattern"),
    ],
)
def test_a_field_that_makes_no_sense_is_told(keys: dict[str, Any], said: str) -> None:
    assert said in says(field(**keys))


def test_edited_by_on_a_status_with_transitions_says_nothing() -> None:
    def bend(data: dict[str, Any]) -> None:
        data["entities"][1]["fields"][-1]["edited_by"] = ["keeper"]

    assert "status-by-actions entities.book.fields.state.edited_by" in says(bend)


def test_an_aggregate_tied_to_nothing_is_a_warning() -> None:
    film = {"id": "film", "fields": [{"kind": "text", "id": "name"}]}
    counted = {"kind": "integer", "id": "signed", "expr": "count(book, where=signed)"}
    said = says(put("entities", film), add("fields", counted, "film"))
    assert "counts-all-rows entities.film.fields.signed.expr" in said
    tied = {**counted, "expr": "count(book, where=name == row.name)"}
    assert says(put("entities", film), add("fields", tied, "film")) == ""
