"""A field becomes another sort of field, with its rows; the samples show how."""

from typing import Any

import pytest

from apps.plans.blueprint.whole import Blueprint
from tests.unit.apps.plans.blueprint.edits.doing import after, bent, cells, field, refused
from tests.unit.apps.plans.blueprint.made import add, put

AT = "entities.book.fields.extra"
PLACE = {
    "id": "place",
    "fields": [{"kind": "text", "id": "name", "required": True, "unique": True}],
}
SIZES = [{"id": "big", "name": "Very big"}, {"id": "small"}]


def library_with(kind: str, texts: list[str], **keys: Any) -> Blueprint:
    rows = [[f"Book {i}", "Top", text] for i, text in enumerate(texts)]
    return bent(
        add("fields", {"kind": kind, "id": "extra", **keys}),
        put("entities", PLACE),
        lambda data: data["samples"][1].update(columns=["name", "shelf", "extra"], rows=rows),
    )


def convert(item: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {"kind": "convert", "at": AT, "item": {"id": "extra", **item}, **keys}


TO_PLACE = convert({"kind": "relation", "to": "place"})


def test_texts_become_rows_of_their_own_list() -> None:
    tool = library_with("text", ["North", "South", "", "North"])
    assert field("extra", TO_PLACE, to=tool) == {"kind": "relation", "id": "extra", "to": "place"}
    assert cells("place", "name", TO_PLACE, to=tool) == ["North", "South"]
    assert cells("book", "extra", TO_PLACE, to=tool) == ["North", "South", "", "North"]


def test_rows_that_are_there_are_matched_without_case() -> None:
    tool = library_with("text", ["north", "East"])
    more = {
        "kind": "add_sample",
        "item": {"entity": "place", "columns": ["name"], "rows": [["North"]]},
    }
    assert "no sample of place is called “north”" in refused(more, TO_PLACE, to=tool)


def test_a_choice_becomes_rows_called_by_its_shown_names() -> None:
    tool = library_with("choice", ["big", "small"], values=SIZES)
    assert cells("place", "name", TO_PLACE, to=tool) == ["Very big", "Small"]
    assert cells("book", "extra", TO_PLACE, to=tool) == ["Very big", "Small"]


@pytest.mark.parametrize("kind", ["choice", "status"])
def test_texts_become_values_by_map_then_by_name(kind: str) -> None:
    tool = library_with("text", ["Huge", "small", "Very big", "odd"])
    edit = convert({"kind": kind, "values": SIZES}, map=["Huge = big"])
    assert cells("book", "extra", edit, to=tool) == ["big", "small", "big", ""]


def test_values_become_other_values_by_map_then_by_name() -> None:
    tool = library_with("choice", ["large", "small"], values=[{"id": "large"}, {"id": "small"}])
    edit = convert({"kind": "status", "values": SIZES}, map=["large = big"])
    assert cells("book", "extra", edit, to=tool) == ["big", "small"]


@pytest.mark.parametrize(
    ("kind", "texts", "read"),
    [
        ("integer", ["3", "three", "2.5"], ["3", "", ""]),
        ("decimal", ["3", "2.5", "x"], ["3", "2.5", ""]),
        ("money", ["10.00"], ["10.00"]),
        ("date", ["2026-02-28", "soon", "today-3"], ["2026-02-28", "", "today-3"]),
    ],
)
def test_what_does_not_parse_is_left_empty(kind: str, texts: list[str], read: list[str]) -> None:
    assert cells("book", "extra", convert({"kind": kind}), to=library_with("text", texts)) == read


@pytest.mark.parametrize(
    ("old", "keys", "new"),
    [
        ("relation", {"to": "shelf", "pick": "1 < 2"}, {"kind": "relations", "to": "shelf"}),
        ("person", {}, {"kind": "people"}),
        ("integer", {}, {"kind": "decimal"}),
        ("text", {}, {"kind": "long_text"}),
        ("date", {}, {"kind": "text"}),
        ("boolean", {}, {"kind": "text"}),
        ("choice", {"values": SIZES}, {"kind": "text"}),
    ],
)
def test_one_becomes_several_and_anything_becomes_text(
    old: str, keys: dict[str, Any], new: dict[str, Any]
) -> None:
    plain = bent(
        add("fields", {"kind": old, "id": "extra", **keys}),
        lambda d: d["entities"][0]["fields"].pop(2),
    )
    assert field("extra", convert(new), to=plain)["kind"] == new["kind"]


def test_the_shown_name_stays_unless_another_is_given() -> None:
    tool = library_with("text", ["3"], name="Length", help="In pages")
    assert field("extra", convert({"kind": "integer"}), to=tool)["name"] == "Length"
    assert field("extra", convert({"kind": "integer", "name": "Size"}), to=tool)["name"] == "Size"


@pytest.mark.parametrize(
    ("old", "keys", "edit", "said"),
    [
        (
            "date",
            {},
            convert({"kind": "integer"}),
            "date does not become integer; it can become text",
        ),
        (
            "text",
            {},
            convert({"kind": "boolean"}),
            "text does not become boolean; it can become choice, date",
        ),
        ("file", {}, convert({"kind": "text"}), "file does not become text; it can become nothing"),
        ("text", {}, convert({"kind": "integer", "id": "other"}), "the id stays “extra”"),
        (
            "integer",
            {"expr": "pages"},
            convert({"kind": "text"}),
            "a computed field has no rows to convert",
        ),
        (
            "text",
            {},
            convert({"kind": "text", "expr": "name"}),
            "a computed field has no rows to convert",
        ),
        (
            "text",
            {},
            convert({"kind": "choice", "values": SIZES}, map=["x = huge"]),
            "map: there is no value “huge”",
        ),
        ("text", {}, {**TO_PLACE, "at": "entities.book"}, "only a field can be converted"),
        ("text", {}, {**TO_PLACE, "at": f"{AT}.name"}, "only a field can be converted"),
    ],
)
def test_what_cannot_be_converted_is_refused(
    old: str, keys: dict[str, Any], edit: dict[str, Any], said: str
) -> None:
    tool = bent(add("fields", {"kind": old, "id": "extra", **keys}), put("entities", PLACE))
    assert said in refused(edit, to=tool)


def test_rows_are_made_only_where_a_text_is_their_title() -> None:
    numbered = {"id": "place", "fields": [{"kind": "integer", "id": "no", "required": True}]}
    tool = library_with("text", ["North"])
    said = refused(
        {"kind": "remove", "at": "entities.place"},
        {"kind": "add_entity", "item": numbered},
        TO_PLACE,
        to=tool,
    )
    assert "its title has to be a text field" in said


def test_rows_are_made_only_where_a_text_says_all_that_they_need() -> None:
    other = {"kind": "date", "id": "opened", "required": True}
    named = {"id": "place", "fields": [{"kind": "text", "id": "name", "required": True}, other]}
    said = refused(
        {"kind": "remove", "at": "entities.place"},
        {"kind": "add_entity", "item": named},
        TO_PLACE,
        to=library_with("text", ["North"]),
    )
    assert "which say nothing of its opened: make them optional first" in said


def test_expressions_that_no_longer_fit_are_told() -> None:
    tool = bent(
        add("fields", {"kind": "text", "id": "extra"}),
        put("entities", PLACE),
        lambda d: d["pages"][0].update(scope="extra == 'x'"),
    )
    assert "pages.books.scope: a place and a text do not mix" in refused(TO_PLACE, to=tool)


def test_nothing_else_of_the_tool_changes() -> None:
    tool = library_with("text", ["North"])
    before, now = after(to=tool), after(TO_PLACE, to=tool)
    assert before["pages"] == now["pages"]
    assert before["entities"][0] == now["entities"][0]
