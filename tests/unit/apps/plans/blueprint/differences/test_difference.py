"""Two blueprints are told apart in words, with the risk to what is kept."""

from typing import Any

import pytest

from apps.plans.blueprint.differences import Change, changes_between, difference
from apps.plans.blueprint.edits import apply
from apps.plans.blueprint.whole import Blueprint
from tests.unit.apps.plans.blueprint.edits.doing import edits
from tests.unit.apps.plans.blueprint.made import (
    add,
    blueprint,
    entity,
    example,
    follow_ups,
    page,
    put,
)

BOOK = "entities.book"


def changes(*written: dict[str, Any], to: Blueprint | None = None) -> list[Change]:
    old = to or blueprint()
    return difference(old, apply(old, edits(*written)))


def words(*written: dict[str, Any], to: Blueprint | None = None) -> list[str]:
    return [f"{change.risk}: {change.words}" for change in changes(*written, to=to)]


def test_nothing_changes_between_a_blueprint_and_itself() -> None:
    assert difference(blueprint(), blueprint()) == []


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            {"kind": "add_field", "at": BOOK, "item": {"kind": "long_text", "id": "isbn_no"}},
            "adds: Adds the field “Isbn no” to “Book”.",
        ),
        ({"kind": "add_role", "item": {"id": "helper"}}, "adds: Adds the role “Helper”."),
        (
            {
                "kind": "add_entity",
                "item": {"id": "film", "fields": [{"kind": "text", "id": "name"}]},
            },
            "adds: Adds the record “Film”.",
        ),
        (
            {"kind": "add_entry", "at": "pages.books.filters", "item": "shelf.owner"},
            "adds: Adds the filter “Shelf / Owner” to the page “Books”.",
        ),
        (
            {"kind": "add_entry", "at": "pages.books.filters", "item": "state='here'"},
            "adds: Adds the filter “State”, at first 'here' to the page “Books”.",
        ),
        (
            {"kind": "add_entry", "at": "pages.books.sort", "item": "-bought"},
            "adds: Adds the order by “Bought”, descending to the page “Books”.",
        ),
        (
            {"kind": "add_value", "at": f"{BOOK}.fields.tags", "item": {"id": "new"}},
            "adds: Adds the value “New” to the field “Tags” of “Book”.",
        ),
        (
            {"kind": "rename", "at": BOOK, "name": "Volume"},
            "moves: Renames “Book” to “Volume”; every row stays.",
        ),
        (
            {"kind": "rename", "at": f"{BOOK}.fields.pages", "name": "Leaves"},
            "moves: Renames the field “Pages” of “Book” to “Leaves”; every row stays.",
        ),
        (
            {"kind": "rename", "at": "pages.books", "name": "All"},
            "moves: Renames the page “Books” to “All”.",
        ),
        (
            {"kind": "rename", "at": "", "name": "Films"},
            "moves: The tool: name changes from “Library” to “Films”.",
        ),
        (
            {"kind": "set", "at": "theme.accent", "to": "teal"},
            "moves: The tool: accent changes from nothing to “teal”.",
        ),
        (
            {"kind": "set", "at": f"{BOOK}.fields.pages.max", "to": "9"},
            "moves: The field “Pages” of “Book”: max changes from nothing to “9”.",
        ),
        (
            {"kind": "set", "at": f"{BOOK}.fields.pages.required", "to": "true"},
            "moves: The field “Pages” of “Book” is required; rows without it",
        ),
        (
            {"kind": "set", "at": f"{BOOK}.fields.pages.unique", "to": "true"},
            "moves: The field “Pages” of “Book” is unique; rows with the same value",
        ),
        (
            {"kind": "set", "at": f"{BOOK}.comments", "to": "true"},
            "moves: “Book”: comments changes from no to yes.",
        ),
        (
            {"kind": "remove", "at": f"{BOOK}.fields.notes"},
            "loses: Removes the field “Notes” from “Book”, with all that is kept in it.",
        ),
        (
            {"kind": "remove", "at": f"{BOOK}.fields.tags.values.rare", "to": "old"},
            "moves: Removes the value “Rare” from the field “Tags” of “Book”; its rows",
        ),
        (
            {
                "kind": "convert",
                "at": f"{BOOK}.fields.reader",
                "item": {"kind": "people", "id": "reader"},
            },
            "moves: The field “Reader” of “Book” turns from a person into a people",
        ),
    ],
)
def test_a_change_is_a_sentence_with_its_risk(edit: dict[str, Any], said: str) -> None:
    found = words(edit)
    assert any(line.startswith(said) for line in found) or said.replace("“true”", "yes") in found, (
        found
    )


def test_a_change_is_found_at_its_address() -> None:
    edit = {"kind": "add_entry", "at": "pages.books.filters", "item": "state='here'"}
    assert [change.where for change in changes(edit)] == ["pages.books.filters.state='here'"]


def test_a_computed_field_loses_nothing_when_it_goes() -> None:
    old = blueprint(add("fields", {"kind": "integer", "id": "twice", "expr": "pages * 2"}))
    found = words({"kind": "remove", "at": f"{BOOK}.fields.twice"}, to=old)
    assert found[0] == "moves: Removes the field “Twice” from “Book”."


def computed(data: dict[str, Any]) -> None:
    entity(data)["fields"][2] = {"kind": "integer", "id": "pages", "expr": "1 + 2"}


def test_a_field_that_is_computed_from_now_on_loses_what_was_typed() -> None:
    typed, worked_out = blueprint(), blueprint(computed)
    assert (
        "loses: The field “Pages” of “Book” is computed from now on; what was typed in is lost."
        in [f"{c.risk}: {c.words}" for c in difference(typed, worked_out)]
    )
    assert any("starts empty" in c.words for c in difference(worked_out, typed))


def test_texts_that_do_not_parse_are_lost() -> None:
    old = blueprint(add("fields", {"kind": "text", "id": "extra"}))
    edit = {
        "kind": "convert",
        "at": f"{BOOK}.fields.extra",
        "item": {"kind": "integer", "id": "extra"},
    }
    (said,) = words(edit, to=old)
    assert said.startswith("loses: The field “Extra” of “Book” turns from a text into an integer;")
    assert said.endswith("and what cannot be read is left empty.")


def test_a_thing_of_another_kind_is_replaced() -> None:
    old = blueprint(put("pages", {"kind": "text", "id": "extra"}))
    edit = {"kind": "add_page", "item": {"kind": "table", "id": "extra", "entity": "book"}}
    assert "moves: Replaces the page “Extra”." in words(edit, to=old)


def test_an_order_is_told_by_the_things_that_move() -> None:
    old = blueprint(page(id="board", kind="board", group_by=["state"]))
    assert words({"kind": "move", "at": "pages.board"}, to=old) == [
        "moves: Moves the page “Board” to the first place."
    ]


def test_an_order_of_texts_is_told() -> None:
    old = blueprint(page(columns=["name", "pages"]))
    edit = {"kind": "move", "at": "pages.extra.columns.pages"}
    assert words(edit, to=old) == ["moves: The page “Extra”: the order of columns changes."]


def test_a_page_without_columns_shows_a_new_field() -> None:
    old = blueprint(lambda data: entity(data).update(fields=entity(data)["fields"][:3], actions=[]))
    found = words(
        {"kind": "add_field", "at": BOOK, "item": {"kind": "date", "id": "lent_on"}}, to=old
    )
    assert "moves: The page “Books” also shows lent_on." in found


def test_a_page_with_columns_does_not() -> None:
    old = blueprint(lambda data: data["pages"][0].update(columns=["name"]))
    found = words(
        {"kind": "add_field", "at": BOOK, "item": {"kind": "date", "id": "lent_on"}}, to=old
    )
    assert found == ["adds: Adds the field “Lent on” to “Book”."]


def test_another_closed_value_changes_whatever_asks_for_closed() -> None:
    old = blueprint(
        page(counts=[{"id": "open", "where": "not state.closed"}]),
        add("rules", {"kind": "lock", "id": "sealed", "when": "state.closed"}),
    )
    value = {"id": "sold", "closed": True}
    sell = {"kind": "transition", "id": "sell", "to": "sold"}
    found = words(
        {"kind": "add_value", "at": f"{BOOK}.fields.state", "item": value},
        {"kind": "add_action", "at": BOOK, "item": sell},
        to=old,
    )
    where = "entities.book.rules.sealed.when, pages.extra.counts.open.where"
    assert f"moves: “state.closed” now means gone, sold; asked for at {where}." in found


def test_requirements_and_assumptions_are_no_changes_of_the_tool() -> None:
    wanted = {"kind": "add_requirement", "item": {"quote": "x", "provides": ["pages.books"]}}
    assert words(wanted, {"kind": "add_entry", "at": "assumptions", "item": "So."}) == []


def test_a_default_that_is_replaced_is_told() -> None:
    chart = {"kind": "chart", "id": "a", "entity": "book", "x": "bought"}
    old = blueprint(page(parts=[chart]))
    found = words(
        {"kind": "set", "at": "pages.extra.parts.a.measures", "list": ["sum(pages)"]}, to=old
    )
    assert found == [
        "moves: Removes the measure “count()” from the part “A” of the page “Extra”.",
        "adds: Adds the measure “sum(pages)” to the part “A” of the page “Extra”.",
    ]


def test_a_change_is_plain_data_for_storing() -> None:
    assert Change("name", "The name.", "moves").as_data() == {
        "where": "name",
        "text": "The name.",
        "risk": "moves",
    }


@pytest.mark.parametrize(
    "said", [said for said in follow_ups() if said["outcome"]["edits"][0]["kind"] != "undo"][:4]
)
def test_a_follow_up_of_the_examples_says_what_it_does(said: dict[str, Any]) -> None:
    old = example(said["to"])
    found = difference(old, apply(old, edits(*said["outcome"]["edits"])))
    assert found
    assert all(change.words.endswith(".") and change.where for change in found)


def test_everything_of_one_tool_against_another_can_be_told() -> None:
    found = difference(example("invoice-matching"), example("votes-ledger-approval"))
    assert any(change.risk == "loses" for change in found)


def test_what_was_kept_is_told_apart_though_it_would_be_refused_today() -> None:
    rule = {"kind": "validation", "id": "gone", "expr": "no_such_field > 1"}
    item = {"id": "item", "fields": [{"kind": "text", "id": "title"}], "rules": [rule]}
    old = {"name": "Old", "entities": [item]}
    changes = changes_between(old, {"name": "New", "entities": [item | {"rules": []}]})
    assert any("New" in change["text"] for change in changes)


def test_nothing_changes_where_there_was_nothing() -> None:
    assert changes_between(None, {"name": "New", "entities": []}) == []


def test_other_source_of_an_extension_is_a_difference_without_its_lines() -> None:
    code = {"id": "tidy", "kind": "action", "purpose": "Tidies", "source": "def run(): pass"}
    old = blueprint(put("extensions", code))
    edit = {"kind": "set", "at": "extensions.tidy.source", "to": "def run(): return 1"}
    assert words(edit, to=old) == [
        "moves: The source of the extension “Tidy” changes: it is code to be read."
    ]
