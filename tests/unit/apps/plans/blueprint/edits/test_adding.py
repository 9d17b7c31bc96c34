"""Edits that add."""

from typing import Any

import pytest

from tests.unit.apps.plans.blueprint.edits.doing import after, bent, book, field, refused
from tests.unit.apps.plans.blueprint.made import add, put

FILM: dict[str, Any] = {"id": "film", "fields": [{"kind": "text", "id": "name"}]}
SEEN = {"kind": "boolean", "id": "borrowed"}
BOOK = "entities.book"


def ids(things: list[dict[str, Any]]) -> list[str]:
    return [thing["id"] for thing in things]


@pytest.mark.parametrize(
    ("edit", "key", "item"),
    [
        ("add_role", "roles", {"id": "helper"}),
        ("add_entity", "entities", FILM),
        ("add_page", "pages", {"kind": "table", "id": "shelves", "entity": "shelf"}),
        (
            "add_automation",
            "automations",
            {
                "id": "a",
                "entity": "book",
                "when": {"kind": "created"},
                "do": [{"kind": "action", "action": "lose"}],
            },
        ),
        ("add_left_out", "left_out", {"quote": "films", "reason": "Later."}),
        ("add_setting", "settings_needed", {"key": "CHAT", "kind": "secret", "why": "x"}),
        ("add_extension", "extensions", {"id": "x", "kind": "value", "purpose": "y"}),
        ("add_requirement", "requirements", {"quote": "books", "provides": ["entities.book"]}),
    ],
)
def test_an_item_goes_to_the_end_of_its_list(edit: str, key: str, item: dict[str, Any]) -> None:
    assert after({"kind": edit, "item": item})[key][-1] == item


@pytest.mark.parametrize(
    ("edit", "key", "item"),
    [
        ("add_field", "fields", SEEN),
        ("add_rule", "rules", {"kind": "lock", "id": "sealed", "when": "signed"}),
        ("add_action", "actions", {"kind": "print", "id": "label"}),
    ],
)
def test_an_item_goes_into_its_entity(edit: str, key: str, item: dict[str, Any]) -> None:
    assert book({"kind": edit, "at": BOOK, "item": item})[key][-1] == item


def test_an_item_goes_after_another() -> None:
    found = book({"kind": "add_field", "at": BOOK, "item": SEEN, "after": "name"})
    assert ids(found["fields"])[:3] == ["name", "borrowed", "shelf"]


def test_a_value_goes_into_its_field() -> None:
    edit = {"kind": "add_value", "at": f"{BOOK}.fields.tags", "after": "old", "item": {"id": "new"}}
    assert ids(field("tags", edit)["values"]) == ["old", "new", "rare"]


def test_counts_and_parts_go_into_their_page() -> None:
    page = after(
        {"kind": "add_count", "at": "pages.books", "item": {"id": "signed", "where": "signed"}},
        {"kind": "add_part", "at": "pages.books", "item": {"kind": "text", "id": "a", "body": "x"}},
    )["pages"][0]
    assert (ids(page["counts"]), ids(page["parts"])) == (["signed"], ["a"])


def test_an_item_whose_id_is_there_is_replaced_in_its_place() -> None:
    action = {"kind": "transition", "id": "lend", "to": "lent", "bulk": True}
    found = book({"kind": "add_action", "at": BOOK, "item": action})
    assert ids(found["actions"]) == ["lend", "lose"]
    assert found["actions"][0] == action


def test_a_requirement_is_replaced_by_its_quote() -> None:
    first = {"quote": "books. All of them.", "provides": ["entities.book"]}
    second = {"quote": "books. All of them.", "provides": ["pages.books"]}
    edits = [{"kind": "add_requirement", "item": item} for item in (first, second)]
    assert after(*edits)["requirements"] == [second]


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "add_field", "at": BOOK, "item": {"kind": "text", "id": "pages"}},
        {"kind": "add_entity", "item": {**FILM, "id": "book"}},
    ],
)
def test_a_field_or_entity_is_never_replaced(edit: dict[str, Any]) -> None:
    assert "is there already; change it by set or convert" in refused(edit)


def test_a_rule_and_a_permission_without_an_id_get_one() -> None:
    lock = {"kind": "lock", "when": "signed"}
    found = book(*({"kind": "add_rule", "at": BOOK, "item": lock} for _ in range(2)))
    assert ids(found["rules"]) == ["lock", "lock_2"]


def test_a_permission_joins_the_default_ones() -> None:
    item = {"by": ["keeper"], "can": ["delete"]}
    found = book({"kind": "add_permission", "at": BOOK, "item": item})
    assert found["permissions"] == [
        {"id": "member", "by": ["member"], "can": ["view", "create", "edit"]},
        {"id": "keeper", **item},
    ]


def test_a_page_joins_the_default_ones() -> None:
    bare = bent(put("pages", []))
    page = {"kind": "board", "id": "board", "entity": "book", "group_by": ["state"]}
    found = after({"kind": "add_page", "item": page}, to=bare)
    assert ids(found["pages"]) == ["shelves", "books", "board"]


@pytest.mark.parametrize(
    ("key", "item", "entries"),
    [
        (
            "columns",
            "notes",
            ["name", "shelf", "pages", "price", "bought", "seen", "signed", "reader", "notes"],
        ),
        ("search", "shelf.name", ["name", "notes", "contact", "shelf.name"]),
        ("filters", "state", ["state"]),
        ("sort", "-bought", ["-bought"]),
        ("totals", "sum(pages)", ["sum(pages)"]),
    ],
)
def test_an_entry_joins_what_the_page_shows_by_default(
    key: str, item: str, entries: list[str]
) -> None:
    found = after({"kind": "add_entry", "at": f"pages.books.{key}", "item": item})
    assert found["pages"][0][key] == entries


def test_an_action_joins_all_that_the_page_shows_by_default() -> None:
    found = after(
        {"kind": "add_action", "at": BOOK, "item": {"kind": "print", "id": "label"}},
        {"kind": "add_entry", "at": "pages.books.actions", "item": "label"},
    )
    assert found["pages"][0]["actions"] == ["lend", "lose", "label"]


def test_an_entry_goes_after_another_and_one_of_the_same_path_is_replaced() -> None:
    def entry(item: str, **keys: str) -> dict[str, str]:
        return {"kind": "add_entry", "at": "pages.books.filters", "item": item, **keys}

    found = after(
        entry("state"), entry("shelf"), entry("pages", after="state"), entry("shelf=empty")
    )
    assert found["pages"][0]["filters"] == ["state", "pages", "shelf=empty"]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (
            {"kind": "add_field", "at": "entities.film", "item": SEEN},
            "edit 1: there is nothing at entities.film",
        ),
        ({"kind": "add_field", "at": "pages.books", "item": SEEN}, "add_field does not go there"),
        (
            {"kind": "add_value", "at": f"{BOOK}.actions.lend", "item": {"id": "a"}},
            "add_value does not go there",
        ),
        (
            {"kind": "add_role", "item": {"id": "helper"}, "after": "boss"},
            "there is no “boss” to come after",
        ),
        (
            {"kind": "add_entry", "at": "pages.books.kind", "item": "x"},
            "add_entry goes with lists of texts",
        ),
        (
            {"kind": "add_entry", "at": "pages.books.counts", "item": "x"},
            "add_entry goes with lists of texts",
        ),
        (
            {"kind": "add_entry", "at": "pages.books.columns", "item": "x"},
            "pages.books.columns.x: book has no field “x”",
        ),
        (
            {"kind": "add_count", "at": "pages.books", "item": {"id": "a", "where": "pages"}},
            "not a condition",
        ),
    ],
)
def test_what_does_not_fit_is_refused(edit: dict[str, Any], said: str) -> None:
    assert said in refused(edit)


def test_a_new_required_field_gets_sample_cells_by_its_kind() -> None:
    item = {
        "kind": "choice",
        "id": "size",
        "required": True,
        "values": [{"id": "big"}, {"id": "small"}],
    }
    found = after({"kind": "add_field", "at": BOOK, "item": item})
    assert found["samples"][1] == {
        "entity": "book",
        "columns": ["name", "shelf", "size"],
        "rows": [["Emma", "Top", "big"]],
    }


@pytest.mark.parametrize(
    "keys",
    [
        {"kind": "text", "unique": True},
        {"kind": "email", "unique": True},
        {"kind": "integer", "unique": True},
        {"kind": "money"},
        {"kind": "date"},
        {"kind": "datetime"},
        {"kind": "time"},
        {"kind": "person"},
        {"kind": "boolean"},
        {"kind": "url"},
        {"kind": "phone"},
        {"kind": "rating"},
        {"kind": "relation", "to": "shelf", "pick": "1 < 2"},
        {"kind": "file"},
        {"kind": "reference", "pattern": "{random}"},
        {"kind": "text", "default": "x"},
    ],
)
def test_a_new_required_field_of_any_kind_leaves_samples_that_hold(keys: dict[str, Any]) -> None:
    item = {"id": "extra", "required": True, **keys}
    film = {**FILM, "fields": [*FILM["fields"], {"kind": "text", "id": "x"}]}
    many = put("samples", {"entity": "film", "columns": ["name"], "rows": [["a"], ["b"], ["c"]]})
    found = after(
        {"kind": "add_field", "at": "entities.film", "item": item},
        to=bent(put("entities", film), many),
    )
    assert any(sample["entity"] == "film" for sample in found["samples"])


def test_a_sample_that_cannot_be_filled_goes() -> None:
    empty = {"id": "room", "fields": [{"kind": "text", "id": "name", "required": True}]}
    item = {"kind": "relation", "id": "room", "to": "room", "required": True}
    found = after(
        {"kind": "add_entity", "item": empty}, {"kind": "add_field", "at": BOOK, "item": item}
    )
    assert [sample["entity"] for sample in found["samples"]] == ["shelf"]


def test_a_follow_up_may_add_its_own_rule_to_a_bent_tool() -> None:
    locked = bent(add("rules", {"kind": "lock", "when": "signed"}))
    item = {"kind": "lock", "when": "state == 'gone'"}
    assert ids(book({"kind": "add_rule", "at": BOOK, "item": item}, to=locked)["rules"]) == [
        "lock",
        "lock_2",
    ]


def test_a_second_status_leaves_the_transitions_of_the_first_clear() -> None:
    phase = {"kind": "status", "id": "phase", "values": [{"id": "new"}, {"id": "old"}]}
    found = book({"kind": "add_field", "at": BOOK, "item": phase})
    assert [action["field"] for action in found["actions"]] == ["state", "state"]
