"""The one way in: mended, shaped, filled, checked."""

import json
import subprocess
import sys
import time

import pytest

from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import load
from tests.unit.apps.plans.blueprint.made import (
    NAMES,
    example,
    field,
    library,
    put,
    refusal,
    text_of,
)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_loads_without_a_note_or_a_warning(name: str) -> None:
    loaded = load(text_of(name))
    assert (loaded.notes, loaded.warnings) == ((), ())


def test_text_bytes_and_data_load_alike() -> None:
    data = library()
    text = json.dumps(data)
    assert load(data).blueprint == load(text).blueprint == load(text.encode()).blueprint


def test_the_shortest_tool_loads() -> None:
    keys = {
        "name": "Office keys",
        "entities": [
            {
                "id": "key",
                "fields": [
                    {"kind": "text", "id": "label", "required": True, "unique": True},
                    {"kind": "person", "id": "holder"},
                ],
            }
        ],
    }
    assert load(keys).blueprint.name == "Office keys"


def test_errors_of_the_shape_come_before_errors_of_the_meaning() -> None:
    data = library(field(kind="txt"), put("roles", {"id": "admin"}))
    assert "“admin” is built in" not in refusal(data)
    assert "“admin” is built in" in refusal(library(put("roles", {"id": "admin"})))


def test_warnings_do_not_stop_a_blueprint() -> None:
    loose = {"kind": "integer", "id": "signed", "expr": "count(book, where=signed)"}
    film = {"id": "film", "fields": [{"kind": "text", "id": "name"}, loose]}
    loaded = load(library(put("entities", film)))
    assert [warning.id for warning in loaded.warnings] == ["counts-all-rows"]


def test_the_quotes_are_compared_with_the_brief_where_there_is_one() -> None:
    data = library(put("requirements", {"quote": "lend books", "provides": ["entities.book"]}))
    assert load(data).blueprint
    assert load(data, "Please let us “Lend  books”.").blueprint
    with pytest.raises(BlueprintErrors, match="not words of the brief"):
        load(data, "A list of films.")


def test_every_problem_has_an_address_an_id_and_a_sentence() -> None:
    with pytest.raises(BlueprintErrors) as refused:
        load(library(field(kind="integer", expr="nothing"), put("roles", {"id": "member"})))
    assert {(problem.where, problem.id) for problem in refused.value.problems} == {
        ("entities.book.fields.extra.expr", "expression"),
        ("roles.member", "reserved"),
    }
    assert "entities.book.fields.extra.expr: book has no field “nothing”" in str(refused.value)


def test_loading_takes_a_few_hundredths_of_a_second_at_most() -> None:
    text = text_of("room-free-example")
    load(text)
    started = time.perf_counter()
    load(text)
    assert time.perf_counter() - started < 0.2


def test_the_language_knows_no_django() -> None:
    program = (
        "import sys\n"
        "from apps.plans.blueprint import sent\n"
        "from apps.plans.blueprint.arrival.outcomes import read_outcome\n"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'django']\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_examples_are_told_apart() -> None:
    assert len({example(name) for name in NAMES}) == 4
