"""Edits that set a key, rename, move."""

from typing import Any

import pytest

from tests.unit.apps.plans.blueprint.edits.doing import after, bent, book, field, refused
from tests.unit.apps.plans.blueprint.made import entity, page, put


@pytest.mark.parametrize(
    ("at", "keys", "value"),
    [
        ("summary", {"to": "All books"}, "All books"),
        ("theme.accent", {"to": "teal"}, "teal"),
        ("entities.book.fields.pages.max", {"to": "9"}, "9"),
        ("entities.book.fields.pages.required", {"to": "true"}, True),
        (
            "entities.book.fields.reader.seen_by",
            {"list": ["keeper", "row.reader"]},
            ["keeper", "row.reader"],
        ),
        ("entities.book.fields.reader.seen_by", {"to": "keeper"}, ["keeper"]),
        ("entities.book.actions.lend.confirm", {"to": "Really?"}, "Really?"),
        ("pages.books.limit", {"to": "20"}, 20),
        ("pages.books.scope", {"to": "state = 'here'"}, "state == 'here'"),
        ("pages.books.sort", {"list": ["-bought", "name"]}, ["-bought", "name"]),
        ("pages.books.kind", {"to": "queue"}, "queue"),
    ],
)
def test_one_key_is_set(at: str, keys: dict[str, Any], value: object) -> None:
    found: Any = after({"kind": "set", "at": at, **keys})
    for part in at.split("."):
        if isinstance(found, list):
            found = next(thing for thing in found if thing["id"] == part)
        else:
            found = found[part]
    assert found == value


def test_an_empty_value_is_the_default() -> None:
    assert "min" not in field("pages", {"kind": "set", "at": "entities.book.fields.pages.min"})
    assert "required" not in field(
        "name", {"kind": "set", "at": "entities.book.fields.name.required", "to": "false"}
    )


@pytest.mark.parametrize(
    ("at", "keys", "said"),
    [
        ("entities.book.fields.pages.id", {"to": "leaves"}, "an id stays for ever"),
        ("roles.keeper.id", {"to": "boss"}, "an id stays for ever"),
        ("entities.book.fields.pages.kind", {"to": "text"}, "a field's kind is changed by convert"),
        ("entities.book.fields", {"to": "x"}, "set changes one plain key"),
        ("pages.books.columns.name", {"to": "x"}, "set changes one plain key"),
        ("samples.book.rows", {"list": ["x"]}, "set changes one plain key"),
        ("samples.book.entity", {"to": "film"}, "an id stays for ever"),
        ("pages.books.scope", {"list": ["x"]}, "“scope” is one value, not a list"),
        ("pages.books.nothing", {"to": "x"}, "there is no “nothing”"),
        ("pages.books.limit", {"to": "many"}, "pages.books.limit: this has to be a whole number"),
        ("entities.book.fields.pages.max", {"to": "name"}, "this has to be a number"),
        ("pages.books.scope", {"to": "pages"}, "not a condition"),
    ],
)
def test_what_cannot_be_set_is_refused(at: str, keys: dict[str, Any], said: str) -> None:
    assert said in refused({"kind": "set", "at": at, **keys})


def test_the_tool_is_renamed_by_an_empty_address() -> None:
    assert after({"kind": "rename", "at": "", "name": "Books"})["name"] == "Books"


@pytest.mark.parametrize(
    "at",
    [
        "entities.book",
        "entities.book.fields.state",
        "entities.book.fields.state.values.here",
        "entities.book.actions.lend",
        "pages.books",
        "roles.keeper",
    ],
)
def test_a_thing_is_renamed_and_keeps_its_id(at: str) -> None:
    found: Any = after({"kind": "rename", "at": at, "name": "Other"})
    for part in at.split("."):
        found = (
            next(t for t in found if t["id"] == part) if isinstance(found, list) else found[part]
        )
    assert (found["name"], found["id"]) == ("Other", at.split(".")[-1])


def test_a_plural_goes_with_the_old_name() -> None:
    named = bent(lambda data: entity(data).update(plural="Tomes"))
    found = book({"kind": "rename", "at": "entities.book", "name": "Volume"}, to=named)
    assert (found["name"], "plural" in found) == ("Volume", False)


@pytest.mark.parametrize(
    "at", ["entities.book.permissions.member", "samples.book", "pages.books.columns", "theme"]
)
def test_what_has_no_name_is_not_renamed(at: str) -> None:
    assert "nothing there has a name" in refused({"kind": "rename", "at": at, "name": "Other"})


def order(*edits: dict[str, Any]) -> list[str]:
    more = bent(page(id="board", kind="board", group_by=["state"]), page(id="all"))
    return [p["id"] for p in after(*edits, to=more)["pages"]]


@pytest.mark.parametrize(
    ("edit", "ids"),
    [
        ({"at": "pages.all"}, ["all", "books", "board"]),
        ({"at": "pages.all", "after": "books"}, ["books", "all", "board"]),
        ({"at": "pages.books", "after": "all"}, ["board", "all", "books"]),
        ({"at": "pages.books", "after": ""}, ["books", "board", "all"]),
    ],
)
def test_a_thing_moves_in_its_list(edit: dict[str, str], ids: list[str]) -> None:
    assert order({"kind": "move", **edit}) == ids


def test_an_entry_of_a_list_of_texts_moves_too() -> None:
    shown = bent(lambda data: data["pages"][0].update(columns=["name", "shelf", "pages"]))
    found = after({"kind": "move", "at": "pages.books.columns.pages", "after": "name"}, to=shown)
    assert found["pages"][0]["columns"] == ["name", "pages", "shelf"]


def test_moving_a_default_page_writes_the_default_pages_out() -> None:
    found = after({"kind": "move", "at": "pages.books"}, to=bent(put("pages", [])))
    assert [p["id"] for p in found["pages"]] == ["books", "shelves"]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"at": "pages"}, "only an entry of a list can be moved"),
        ({"at": "pages.books", "after": "film"}, "there is no “film” to come after"),
        ({"at": "pages.film"}, "there is nothing at pages.film"),
    ],
)
def test_what_cannot_be_moved_is_refused(edit: dict[str, str], said: str) -> None:
    assert said in refused({"kind": "move", **edit})


def test_the_source_of_an_extension_is_set_with_its_lines_as_they_are() -> None:
    source = "def run(row, person, asked):\n    if row.name:\n        return 'x'\n"
    code = {"id": "tidy", "kind": "action", "purpose": "Tidies", "source": "def run(): pass"}
    added = {"kind": "add_extension", "item": code}
    changed = [
        {"kind": "set", "at": "extensions.tidy.source", "to": source},
        {"kind": "set", "at": "extensions.tidy.purpose", "to": "Tidies up"},
    ]
    assert after(added, *changed)["extensions"] == [
        code | {"source": source, "purpose": "Tidies up"}
    ]
    assert "extensions" not in after(added, {"kind": "remove", "at": "extensions.tidy"})
