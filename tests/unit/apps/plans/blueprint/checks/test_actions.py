"""Actions: what they ask, write and make, and whether that can ever succeed."""

from typing import Any

import pytest

from tests.unit.apps.plans.blueprint.made import add, put, says

LIKE = {
    "id": "like",
    "fields": [{"kind": "relation", "id": "book", "to": "book", "required": True}],
}


def action(**keys: Any) -> str:
    return says(put("entities", LIKE), add("actions", {"id": "extra", **keys}))


@pytest.mark.parametrize(
    "keys",
    [
        {
            "kind": "transition",
            "from": ["here", "lent"],
            "to": "gone",
            "by": ["keeper", "row.reader"],
            "not_by": ["row.created_by"],
            "when": "pages > 3",
            "set": ["seen = now"],
        },
        {"kind": "update", "needs": ["reader"], "asks": ["notes"], "set": ["bought = today"]},
        {"kind": "update", "set": ["shelf.owner = reader"]},
        {"kind": "create", "entity": "shelf", "needs": ["name"], "set": ["owner = row.reader"]},
        {"kind": "create", "asks": ["notes"], "set": ["name = row.name", "shelf = row.shelf"]},
        {"kind": "toggle", "entity": "like"},
        {"kind": "duplicate", "clear": ["notes"], "set": ["seen = now"]},
        {"kind": "duplicate", "clear": ["name"], "set": ["name = text(row.name, 'copy')"]},
        {"kind": "repeat", "date": "bought", "each": ["fans", "tags"]},
        {"kind": "repeat", "date": "bought", "end": "bought"},
        {"kind": "print", "body": "# {name} on {shelf.name}", "bulk": True},
    ],
)
def test_an_action_that_makes_sense_is_let_through(keys: dict[str, Any]) -> None:
    assert action(**keys) == ""


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"kind": "transition", "to": "away"}, "there is no value of state “away”"),
        (
            {"kind": "transition", "to": "gone", "from": ["nowhere"]},
            "there is no value of state “nowhere”",
        ),
        ({"kind": "transition", "to": "gone", "from": ["gone"]}, "nothing would change"),
        (
            {"kind": "transition", "to": "gone", "field": "pages"},
            "say which status of book is meant",
        ),
        (
            {"kind": "transition", "to": "gone", "set": ["state = 'here'"]},
            "“state” changes only by its transitions",
        ),
        ({"kind": "update", "set": ["state = 'here'"]}, "“state” changes only by its transitions"),
        (
            {"kind": "update", "needs": ["state"]},
            "“state” changes only by its transitions and is not asked for",
        ),
        ({"kind": "update"}, "an update needs something to ask for or to set"),
        ({"kind": "update", "needs": ["nothing"]}, "there is no field of book “nothing”"),
        (
            {"kind": "update", "needs": ["notes"], "asks": ["notes"]},
            "“notes” is in needs and in asks",
        ),
        ({"kind": "update", "set": ["pages = 1", "pages = 2"]}, "“pages” is written twice"),
        ({"kind": "update", "set": ["pages"]}, "is not an assignment"),
        ({"kind": "update", "set": ["pages = it.pages"]}, "“it” has no meaning here"),
        ({"kind": "print", "by": ["boss"]}, ".by: there is no role “boss”"),
        ({"kind": "print", "not_by": ["row.name"]}, "“row.name” is a text, not a person"),
        ({"kind": "print", "when": "pages"}, ".when: “pages” is a number, not a condition"),
        ({"kind": "print", "body": "{nothing}"}, ".body: book has no field “nothing”"),
        ({"kind": "create", "entity": "film"}, "there is no entity “film”"),
        ({"kind": "create", "entity": "shelf"}, "this action leaves name of shelf empty"),
        (
            {"kind": "create", "entity": "shelf", "needs": ["pages"]},
            "there is no field of shelf “pages”",
        ),
        ({"kind": "create", "entity": "shelf", "set": ["name = name"]}, "names here are row, it"),
        ({"kind": "toggle", "entity": "shelf"}, "shelf needs exactly one relation to book"),
        ({"kind": "toggle", "entity": "film"}, "there is no entity “film”"),
        ({"kind": "duplicate", "clear": ["name"]}, "“name” is required"),
        ({"kind": "duplicate", "with_children": True}, "no entity is child_of book"),
        ({"kind": "duplicate", "clear": ["nothing"]}, "there is no field of book “nothing”"),
        ({"kind": "repeat", "date": "pages"}, "“pages” is no date"),
        ({"kind": "repeat", "date": "bought", "each": ["times"]}, "“times” is a word of the form"),
        ({"kind": "repeat", "date": "bought", "each": ["notes"]}, "“notes” has no values to tick"),
        (
            {"kind": "extension", "hook": "magic"},
            "there is no extension of the kind action “magic”",
        ),
    ],
)
def test_an_action_that_makes_no_sense_is_told(keys: dict[str, Any], said: str) -> None:
    assert said in action(**keys)


def test_a_copy_of_something_unique_is_told() -> None:
    copy = add("actions", {"kind": "duplicate", "id": "extra"})
    once = add("fields", {"kind": "text", "id": "isbn", "unique": True})
    assert "“isbn” is unique, so no copy could be kept: clear it or set it" in says(copy, once)


def test_an_action_may_run_an_extension_of_its_kind() -> None:
    run = add("actions", {"kind": "extension", "id": "extra", "hook": "magic"})
    for kind, is_good in (("action", True), ("page", False)):
        extension = put("extensions", {"id": "magic", "kind": kind, "purpose": "x"})
        assert (says(run, extension) == "") is is_good


def test_rows_of_a_toggle_have_no_table_or_form_of_their_own() -> None:
    toggle = add("actions", {"kind": "toggle", "id": "extra", "entity": "like"})
    table = put("pages", {"kind": "table", "id": "likes", "entity": "like"})
    said = says(put("entities", LIKE), toggle, table)
    assert "toggle pages.likes: rows of like are made and taken back by the toggle alone" in said


def test_a_toggle_can_fill_nothing_but_its_relation() -> None:
    more = {**LIKE, "fields": [*LIKE["fields"], {"kind": "text", "id": "why", "required": True}]}
    toggle = add("actions", {"kind": "toggle", "id": "extra", "entity": "like"})
    assert "a toggle leaves why of like empty" in says(put("entities", more), toggle)


def test_a_required_field_with_a_default_is_not_left_empty() -> None:
    film = {
        "id": "film",
        "fields": [{"kind": "person", "id": "owner", "required": True, "default": "me"}],
    }
    make = add("actions", {"kind": "create", "id": "extra", "entity": "film"})
    assert says(put("entities", film), make) == ""
