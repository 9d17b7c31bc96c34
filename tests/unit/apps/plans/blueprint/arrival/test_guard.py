"""What arrives is measured before it is read: a sentence for each excess, quickly."""

import time
from typing import Any

import pytest

from apps.plans.blueprint.arrival.guard import plain_data
from apps.plans.blueprint.errors import BlueprintErrors
from tests.unit.apps.plans.blueprint.made import LIBRARY, refusal


def nested(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = {}
    for _ in range(depth - 1):
        inner = {"a": inner}
    return inner


@pytest.mark.parametrize("arrived", [b'{"name": "x"}', '{"name": "x"}', {"name": "x"}])
def test_text_bytes_and_objects_are_taken(arrived: Any) -> None:
    assert plain_data(arrived) == {"name": "x"}


@pytest.mark.parametrize(
    ("arrived", "sentence"),
    [
        ("", "This is not JSON"),
        ("{", "This is not JSON"),
        ("x" * 1000, "This is not JSON"),
        ('{"name": NaN}', "NaN is not a JSON number"),
        ('{"name": Infinity}', "Infinity is not a JSON number"),
        (b"\xff\xfe\x00", "This is not JSON"),
        ("[]", "one JSON object"),
        ("null", "one JSON object"),
        ('"text"', "one JSON object"),
        (b"x" * 600_000, "at most 512 KB"),
        ({"name": "x" * 600_000}, "at most 512 KB"),
        ({"k" * 600_000: "x"}, "at most 512 KB"),
        ({"name": [0] * 200_000}, "at most 512 KB"),
        ("[" * 200_000, "nested at most 12 deep"),
        ('{"a":' * 50_000, "nested at most 12 deep"),
        (nested(13), "nested at most 12 deep"),
        ({"name": {1, 2}}, "a set is not a JSON value"),
        ({1: "x"}, "A key of an object has to be a text"),
    ],
)
def test_whatever_else_arrives_gets_one_sentence(arrived: Any, sentence: str) -> None:
    started = time.perf_counter()
    with pytest.raises(BlueprintErrors) as refused:
        plain_data(arrived)
    assert len(refused.value.problems) == 1
    assert sentence.lower() in str(refused.value).lower()
    assert time.perf_counter() - started < 1


def test_twelve_levels_are_allowed() -> None:
    assert plain_data(nested(12))


def test_the_data_that_arrived_is_not_changed() -> None:
    before = str(LIBRARY)
    assert plain_data(LIBRARY) == LIBRARY
    assert str(LIBRARY) == before


def test_ten_thousand_fields_are_refused_with_a_sentence() -> None:
    fields = [{"kind": "text", "id": f"f{i}"} for i in range(10_000)]
    started = time.perf_counter()
    said = refusal({"name": "x", "entities": [{"id": "e", "fields": fields}]})
    assert "entities.e.fields: at most 80 are allowed here, and there are 10,000" in said
    assert time.perf_counter() - started < 2
