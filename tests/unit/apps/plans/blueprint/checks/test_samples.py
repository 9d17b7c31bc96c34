"""Samples are rows that the tool would take."""

from typing import Any

import pytest

from tests.unit.apps.plans.blueprint.made import add, entity, field, says

COLUMNS = {
    "pages": ["", "300"],
    "bought": ["today", "today-3", "today+2", "2026-02-28", "-3"],
    "seen": [
        "now",
        "today 10:00",
        "today-1 09:30",
        "2026-02-28 10:00",
        "2026-02-28T10:00",
        "today",
    ],
    "signed": ["true", "false", "Yes"],
    "reader": ["Ada Brook", "me"],
    "fans": ["Ada Brook; me"],
    "contact": ["ada@example.com"],
    "tags": ["old", "old; rare"],
    "state": ["here", "gone"],
    "shelf": ["Top", "Low"],
    "created_at": ["today-3"],
    "created_by": ["me"],
}


def row(column: str, cell: str) -> str:
    def bend(data: dict[str, Any]) -> None:
        columns = dict.fromkeys(["name", "shelf", column])
        cells = {"name": "Persuasion", "shelf": "Top", column: cell}
        data["samples"][1] = {
            "entity": "book",
            "columns": list(columns),
            "rows": [[cells[c] for c in columns]],
        }

    return says(bend)


@pytest.mark.parametrize(
    ("column", "cell"), [(c, cell) for c, cells in COLUMNS.items() for cell in cells]
)
def test_a_cell_as_people_type_it_is_let_through(column: str, cell: str) -> None:
    assert row(column, cell) == ""


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("pages", "many", "“many” is not a number"),
        ("pages", "2.5", "“2.5” is not a whole number"),
        ("pages", "nan", "“nan” is not a number"),
        ("bought", "yesterday", "“yesterday” is not a date"),
        ("bought", "2026-13-01", "there is no day 2026-13-01"),
        ("bought", "today 10:00", "is not a date"),
        ("seen", "today 26:00", "“26:00” is not a time"),
        ("signed", "perhaps", "neither true nor false"),
        ("contact", "ada", "is not an e-mail address"),
        ("tags", "old; new", "“tags” has no value “new”"),
        ("state", "Here", "“state” has no value “Here”; did you mean “here”?"),
        ("shelf", "Middle", "no sample of shelf is called “Middle”; there are Low, Top"),
        ("name", "", "“name” is required"),
        ("nothing", "x", "there is no field of book “nothing”"),
    ],
)
def test_a_cell_that_the_tool_would_refuse_is_told(column: str, cell: str, said: str) -> None:
    assert said in row(column, cell)


def sample(**keys: Any) -> Any:
    return lambda data: data["samples"][1].update(keys)


def test_a_row_has_a_cell_for_each_column() -> None:
    said = says(sample(rows=[["Emma"]]))
    assert "cells samples.book.rows.1: 1 cells for 2 columns" in said


def test_a_required_field_has_a_column() -> None:
    said = says(sample(columns=["name"], rows=[["Emma"]]))
    assert "samples.book: a sample leaves shelf of book empty" in said


def test_files_stay_empty_and_defaults_fill_themselves() -> None:
    assert says(field(kind="image", required=True)) == ""
    assert says(field(kind="date", required=True, default="today")) == ""


def test_a_computed_field_has_no_cells() -> None:
    said = says(
        lambda data: data["samples"][0].update(columns=["name", "books"], rows=[["Top", "3"]])
    )
    assert "“books” is computed and has no cells" in said


def test_an_unknown_entity_is_told() -> None:
    assert "there is no entity “film”" in says(
        lambda data: data["samples"][1].update(entity="film")
    )


def test_unique_cells_are_there_once() -> None:
    said = says(lambda data: data["samples"][0].update(rows=[["Top"], ["Top"]]))
    assert "unique samples.shelf.rows: “Top” is there twice, and name is unique" in said


@pytest.mark.parametrize("title", ["text(name, owner)", "format('{name} of {owner}')", "name", ""])
def test_a_row_answers_to_the_first_part_of_its_title(title: str) -> None:
    def bend(data: dict[str, Any]) -> None:
        entity(data, "shelf").update(title=title)
        entity(data, "shelf")["fields"][0].pop("unique")

    assert says(bend) == ""


def test_a_row_answers_to_any_unique_text() -> None:
    def bend(data: dict[str, Any]) -> None:
        entity(data, "shelf").update(title="created_at")

    assert says(bend) == ""
    assert "no sample of shelf is called “Top”" in says(
        bend, lambda data: entity(data, "shelf")["fields"][0].pop("unique")
    )


def test_a_relation_may_lead_to_a_row_of_its_own_entity() -> None:
    part = add("fields", {"kind": "relation", "id": "sequel_of", "to": "book"})
    rows = [["Emma", "Top", ""], ["Emma again", "Top", "Emma"]]
    assert says(part, sample(columns=["name", "shelf", "sequel_of"], rows=rows)) == ""
