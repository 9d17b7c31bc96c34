"""What is nearly right is put right and noted, never sent back."""

from typing import Any

import pytest

from apps.plans.blueprint.arrival.near_misses import Mended, id_from_words
from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.loading import load
from apps.plans.blueprint.whole import Blueprint
from tests.unit.apps.plans.blueprint.made import add, entity, field, library, page, put


def mended(data: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    look = Mended()
    return look.mend(data, Blueprint), look.notes


def test_label_is_read_as_name() -> None:
    data, notes = mended({"entities": [{"id": "book", "label": "Volume", "fields": []}]})
    assert data["entities"][0] == {"id": "book", "name": "Volume", "fields": []}
    assert notes == ["“label” was read as “name”"]


def test_a_label_beside_a_name_is_left_for_the_shape_to_refuse() -> None:
    data, _ = mended({"entities": [{"id": "book", "name": "Book", "label": "Volume"}]})
    assert data["entities"][0]["label"] == "Volume"


def test_color_is_read_as_colour() -> None:
    values = [{"id": "low", "color": "red"}]
    data, _ = mended({"entities": [{"fields": [{"kind": "choice", "values": values}]}]})
    assert data["entities"][0]["fields"][0]["values"] == [{"id": "low", "colour": "red"}]


@pytest.mark.parametrize("key", ["options", "choices"])
def test_options_and_choices_of_a_field_are_its_values_plain_texts_too(key: str) -> None:
    given = {"kind": "choice", "id": "size", key: ["small", "Very large", 3]}
    data, _ = mended({"entities": [{"fields": [given]}]})
    assert data["entities"][0]["fields"][0]["values"] == [
        {"id": "small"},
        {"id": "very_large", "name": "Very large"},
        {"id": "v_3", "name": "3"},
    ]


def test_type_is_read_as_kind_wherever_a_kind_belongs() -> None:
    data, _ = mended(
        {
            "entities": [{"fields": [{"type": "text", "id": "a"}], "rules": [{"type": "lock"}]}],
            "pages": [{"type": "table", "label": "All"}],
        }
    )
    assert data["entities"][0]["fields"][0]["kind"] == "text"
    assert data["entities"][0]["rules"][0]["kind"] == "lock"
    assert data["pages"][0] == {"kind": "table", "name": "All"}


def test_fields_of_a_sample_are_its_columns() -> None:
    data, _ = mended({"samples": [{"entity": "book", "fields": ["name"], "rows": []}]})
    assert data["samples"][0]["columns"] == ["name"]


def test_a_text_for_a_list_of_texts_is_its_only_entry() -> None:
    loaded = load(library(add("permissions", {"by": "member", "can": "all"})))
    assert canonical_data(loaded.blueprint.entities[1].permissions[0])["can"] == ["all"]
    assert any("is a list" in note for note in loaded.notes)


def test_an_empty_text_for_a_list_is_an_empty_list() -> None:
    data, _ = mended({"pages": [{"kind": "table", "filters": ""}]})
    assert data["pages"][0]["filters"] == []


def test_null_is_dropped_everywhere() -> None:
    data, _ = mended(
        {"name": "x", "summary": None, "pages": [None, {"kind": "text", "body": None}]}
    )
    assert data == {"name": "x", "pages": [{"kind": "text"}]}


def test_the_role_key_from_stays_one_text() -> None:
    data, _ = mended({"roles": [{"id": "guide", "from": "group:Guides"}]})
    assert data["roles"][0]["from"] == "group:Guides"


@pytest.mark.parametrize(
    ("key", "written", "meant"),
    [
        ("scope", "state = 'here'", "state == 'here'"),
        ("scope", "is_empty(price)", "price == empty"),
        ("filters", ["state == 'here'"], ("state='here'",)),
    ],
)
def test_a_page_may_write_one_sign_for_the_other(key: str, written: Any, meant: Any) -> None:
    loaded = load(library(page(**{key: written})))
    assert getattr(loaded.blueprint.pages[1], key) == meant
    assert any("was read as" in note for note in loaded.notes)


def test_an_action_may_write_a_comparison_for_an_assignment() -> None:
    action = {"kind": "update", "id": "sign", "set": ["signed == True", "bought=today"]}
    loaded = load(library(add("actions", action)))
    assert loaded.blueprint.entities[1].actions[2].set == ("signed = True", "bought = today")


def test_the_expression_of_a_default_is_mended_and_its_first_sign_stays() -> None:
    loaded = load(library(field(kind="boolean", default="=pages = 3")))
    assert loaded.blueprint.entities[1].fields[-1].default == "=pages == 3"


def test_a_provides_entry_that_names_nothing_is_dropped_with_a_note() -> None:
    wanted = {"quote": "books", "provides": ["entities.book", "pages.nowhere", "platform.magic"]}
    loaded = load(library(put("requirements", wanted)))
    assert loaded.blueprint.requirements[0].provides == ("entities.book",)
    assert [note for note in loaded.notes if "nothing is at" in note] == [
        "“books”: nothing is at “pages.nowhere”",
        "“books”: nothing is at “platform.magic”",
    ]


def test_what_needs_no_mending_is_noted_nowhere() -> None:
    data, notes = mended(library())
    assert data == library()
    assert notes == []


def test_the_data_that_arrived_is_not_changed() -> None:
    given = library(lambda data: entity(data)["fields"].append({"type": "text", "id": "extra"}))
    before = str(given)
    mended(given)
    assert str(given) == before


@pytest.mark.parametrize(
    ("words", "called"),
    [("Very large", "very_large"), ("3 days", "v_3_days"), ("—", "v"), ("Ä b", "b")],
)
def test_an_id_is_made_from_words(words: str, called: str) -> None:
    assert id_from_words(words) == called
