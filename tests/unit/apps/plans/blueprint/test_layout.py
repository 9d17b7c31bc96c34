"""One layout: plain objects and what fits on one line, plain neighbours side by side."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from apps.plans.blueprint.layout import WIDTH, lay_out

PLAIN = st.text(max_size=30) | st.integers() | st.booleans()
DATA = st.dictionaries(
    st.text(max_size=10),
    st.recursive(
        PLAIN | st.lists(PLAIN, max_size=5),
        lambda below: (
            st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=8), below, max_size=4)
        ),
        max_leaves=25,
    ),
    max_size=5,
)


@given(DATA)
def test_the_text_is_the_data(data: dict[str, Any]) -> None:
    assert json.loads(lay_out(data)) == data


def test_plain_neighbours_share_a_line() -> None:
    assert (
        lay_out({"a": 1, "b": "two", "c": ["three"]})
        == '{\n  "a": 1, "b": "two", "c": ["three"]\n}\n'
    )


def test_an_object_of_plain_values_is_one_line_however_long() -> None:
    long = {"a": "x" * 200, "b": ["y" * 200]}
    assert len(lay_out({"list": [long]}).splitlines()) == 5


def test_an_entry_that_fits_is_one_line() -> None:
    inner = {"id": "a", "fields": [{"kind": "text", "id": "b"}]}
    assert (
        lay_out({"entities": [inner, inner]}).splitlines()[1]
        == f'  "entities": {json.dumps([inner, inner])}'
    )


def test_an_entry_that_does_not_fit_is_opened() -> None:
    inner = {"id": "a", "fields": [{"kind": "text", "id": "b" * 40}] * 4}
    assert lay_out({"entities": [inner]}) == (
        '{\n  "entities": [\n    {\n      "id": "a",\n      "fields": [\n'
        + ",\n".join(f'        {{"kind": "text", "id": "{"b" * 40}"}}' for _ in range(4))
        + "\n      ]\n    }\n  ]\n}\n"
    )


def test_plain_neighbours_do_not_share_more_than_a_line_holds() -> None:
    lines = lay_out({f"key{i}": "x" * 50 for i in range(6)}).splitlines()
    assert max(len(line) for line in lines) <= WIDTH
    assert len(lines) == 5


def test_lists_of_lists_are_laid_out_like_lists_of_objects() -> None:
    rows = [["a" * 60, "b"], ["c" * 60, "d"], ["e" * 60, "f"]]
    assert len(lay_out({"rows": rows}).splitlines()) == 7
    assert len(lay_out({"rows": [["a"], ["b"]]}).splitlines()) == 3
