"""The small drawing of a page: what of its plan can be seen in it."""

import re
from typing import Any

import pytest

from apps.workbench.drawing.picture import picture

STATUS = {
    "id": "status",
    "kind": "status",
    "values": [{"id": "new"}, {"id": "done", "colour": "green"}, {"id": "lost", "colour": "red"}],
}
LIST = {"kind": "table", "id": "requests", "columns": ["title", "owner", "status"]}


def boxes(page: dict[str, Any], choices: list[dict[str, Any]] | None = None) -> list[list[str]]:
    """Class, left, top, width and height of each box."""
    drawn = picture(page, [STATUS] if choices is None else choices)
    return [list(found) for found in re.findall(BOX, drawn)]


BOX = r'class="(\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"'


def test_the_same_page_is_always_the_same_drawing() -> None:
    assert picture(LIST, [STATUS]) == picture(dict(LIST), [STATUS])


def test_two_lists_of_one_shape_and_other_names_do_not_look_alike() -> None:
    one = picture(LIST, [STATUS])
    assert picture(LIST | {"id": "repairs"}, [STATUS]) != one
    assert picture(LIST | {"columns": ["title", "holder", "status"]}, [STATUS]) != one


@pytest.mark.parametrize("columns", [2, 3, 5])
def test_a_list_has_the_columns_of_its_page(columns: int) -> None:
    drawn = boxes(LIST | {"columns": [f"column_{n}" for n in range(columns)]}, [])
    first = [left for colour, left, top, *_ in drawn if colour in "kt" and top == "27.0"]
    assert len(first) == columns


def test_a_list_has_the_counts_that_stand_above_it() -> None:
    counts = [{"id": "matched"}, {"id": "flagged"}]
    assert sum(box[0] == "g" for box in boxes(LIST | {"counts": counts})) == 2


def test_a_board_has_a_lane_for_each_value_in_its_colour() -> None:
    drawn = boxes({"kind": "board", "id": "board", "group_by": ["status"]})
    assert [colour for colour, *_, height in drawn if height == "2.5"] == ["y", "o", "r"]


def test_a_list_shows_no_colours_where_the_tool_has_no_states() -> None:
    assert {box[0] for box in boxes(LIST, [])} == {"p", "k", "a", "t"}


@pytest.mark.parametrize("shape", ["bar", "line", "donut"])
def test_charts_are_drawn_in_their_shape(shape: str) -> None:
    part = {"kind": "chart", "id": "trend", "shape": shape}
    page = {"kind": "dashboard", "id": "figures", "parts": [part, {"kind": "stat", "id": "open"}]}
    others = [page | {"parts": [part | {"shape": other}]} for other in {"bar", "line"} - {shape}]
    assert all(boxes(page) != boxes(other) for other in others)
    assert any(box[0] == "a" for box in boxes(page))


@pytest.mark.parametrize(
    "kind", ["queue", "calendar", "matrix", "detail", "form", "text", "extension", "report"]
)
def test_every_kind_of_page_has_a_drawing_that_stays_on_its_sheet(kind: str) -> None:
    drawn = boxes({"kind": kind, "id": "page"})
    assert len(drawn) > 5
    assert all(float(left) + float(wide) <= 150 for _, left, _, wide, _ in drawn)
    assert all(float(wide) > 0 and float(high) > 0 for *_, wide, high in drawn)
