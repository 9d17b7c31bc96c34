"""The schema as sent stays within the providers' limits, and says the same language."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from apps.plans.blueprint.actions import Action
from apps.plans.blueprint.fields import Field
from apps.plans.blueprint.outcome import FirstOutcome, FollowUpOutcome
from apps.plans.blueprint.sent import measures_of, schema_as_sent
from apps.plans.blueprint.structure import keys_of
from tests.unit.apps.plans.blueprint.made import NAMES, follow_ups, text_of

EACH = [(first, strict) for first in (True, False) for strict in (True, False)]
BYTES = {(True, False): 19_000, (True, True): 21_200, (False, False): 22_500, (False, True): 24_600}


def nodes(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from nodes(value)
    elif isinstance(found, list):
        for part in found:
            yield from nodes(part)


def objects(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *(shape for shape in schema["$defs"].values() if "properties" in shape)]


@pytest.mark.parametrize(("first", "strict"), EACH)
def test_it_keeps_the_limits_on_keys_values_and_levels(first: bool, strict: bool) -> None:
    found = measures_of(schema_as_sent(first=first, strict=strict))
    assert found["keys"] <= 410
    assert found["values"] <= 190
    assert found["levels"] <= 5


@pytest.mark.parametrize(("first", "strict"), EACH)
def test_it_is_compact(first: bool, strict: bool) -> None:
    text = json.dumps(schema_as_sent(first=first, strict=strict), separators=(",", ":"))
    assert len(text) <= BYTES[first, strict]


@pytest.mark.parametrize(("first", "strict"), EACH)
def test_every_object_is_closed_and_strictly_every_key_is_required(
    first: bool, strict: bool
) -> None:
    for shape in objects(schema_as_sent(first=first, strict=strict)):
        assert shape["additionalProperties"] is False
        assert not strict or shape["required"] == list(shape["properties"])


@pytest.mark.parametrize(("first", "strict"), EACH)
def test_unions_are_told_apart_by_kind_as_first_key(first: bool, strict: bool) -> None:
    schema = schema_as_sent(first=first, strict=strict)
    for node in nodes(schema):
        members = [m for m in node.get("anyOf", []) if m != {"type": "null"}]
        kinds: list[str] = []
        for member in members if len(members) > 1 else []:
            keys = schema["$defs"][member["$ref"].rpartition("/")[2]]["properties"]
            assert next(iter(keys)) == "kind"
            kinds += keys["kind"]["enum"]
        assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize(("first", "strict"), EACH)
def test_null_is_for_the_roots_blueprint_and_command_alone(first: bool, strict: bool) -> None:
    schema = schema_as_sent(first=first, strict=strict)
    nullable = [
        k for k, v in schema["properties"].items() if {"type": "null"} in v.get("anyOf", [])
    ]
    assert nullable == (["blueprint", "command"] if first else ["command"])
    assert json.dumps(schema).count('"null"') == len(nullable)


@pytest.mark.parametrize(("first", "strict"), EACH)
def test_what_the_validator_keeps_for_itself_is_not_sent(first: bool, strict: bool) -> None:
    words = {
        "title",
        "default",
        "pattern",
        "maxLength",
        "minItems",
        "maximum",
        "const",
        "oneOf",
        "discriminator",
    }
    for node in nodes(schema_as_sent(first=first, strict=strict)):
        if "properties" not in node and not isinstance(node.get("type"), dict):
            assert not words & {key for key, value in node.items() if not isinstance(value, dict)}


@pytest.mark.parametrize(("first", "strict"), EACH)
def test_nothing_refers_to_itself_or_to_what_is_not_there(first: bool, strict: bool) -> None:
    definitions = schema_as_sent(first=first, strict=strict)["$defs"]

    def follow(name: str, above: tuple[str, ...]) -> None:
        assert name not in above
        for node in nodes(definitions[name]):
            if "$ref" in node:
                follow(node["$ref"].rpartition("/")[2], (*above, name))

    for name in definitions:
        follow(name, ())


def test_fields_and_actions_are_one_flat_object_each() -> None:
    definitions = schema_as_sent(first=True, strict=False)["$defs"]
    assert list(definitions["Field"]["properties"]) == list(keys_of(Field))
    assert list(definitions["Action"]["properties"]) == list(keys_of(Action))


def test_a_follow_up_writes_no_samples_and_no_source() -> None:
    text = json.dumps(schema_as_sent(first=False, strict=False))
    assert "add_sample" not in text
    assert "add_extension" not in text
    assert "add_page" in text


def test_a_caller_may_change_what_it_got() -> None:
    schema_as_sent(first=True, strict=True)["properties"].clear()
    assert schema_as_sent(first=True, strict=True)["properties"]


def fits(value: Any, schema: dict[str, Any], definitions: dict[str, Any]) -> bool:
    """Whether a value keeps to a schema: the few words that are sent."""
    if "$ref" in schema:
        return fits(value, definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in schema:
        return any(fits(value, part, definitions) for part in schema["anyOf"])
    if "enum" in schema:
        return value in schema["enum"]
    match schema["type"]:
        case "object":
            known = schema["properties"]
            return (
                isinstance(value, dict)
                and set(schema.get("required", ())) <= set(value) <= set(known)
                and all(fits(held, known[key], definitions) for key, held in value.items())
            )
        case "array":
            return isinstance(value, list) and all(
                fits(v, schema["items"], definitions) for v in value
            )
        case "null":
            return value is None
        case kind:
            types = {"string": str, "integer": int, "boolean": bool}
            return isinstance(value, types[kind])


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_are_answers_that_keep_to_it(name: str) -> None:
    answer = {"outcome": "plan", "blueprint": json.loads(text_of(name))}
    schema = schema_as_sent(first=True, strict=False)
    assert fits(answer, schema, schema["$defs"])


@pytest.mark.parametrize("said", follow_ups())
def test_the_follow_ups_are_answers_that_keep_to_it(said: dict[str, Any]) -> None:
    schema = schema_as_sent(first=False, strict=False)
    assert fits(said["outcome"], schema, schema["$defs"])


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_with_every_default_written_keeps_to_the_strict_one(name: str) -> None:
    answer = FirstOutcome.model_validate(
        {"outcome": "plan", "blueprint": json.loads(text_of(name))}
    )
    whole = strip_rules(answer.model_dump(mode="json", by_alias=True))
    schema = schema_as_sent(first=True, strict=True)
    assert fits(whole, schema, schema["$defs"])
    assert FirstOutcome.model_validate(whole) == answer


def strip_rules(whole: dict[str, Any]) -> dict[str, Any]:
    """Without the descriptions of rules, which are not sent."""
    for entity in whole["blueprint"]["entities"]:
        for rule in entity["rules"]:
            rule.pop("description")
    return whole


def test_the_strict_answer_of_a_follow_up_is_read_as_it_is_meant() -> None:
    answer = FollowUpOutcome.model_validate(follow_ups()[0]["outcome"])
    whole = answer.model_dump(mode="json", by_alias=True)
    schema = schema_as_sent(first=False, strict=True)
    assert fits(whole, schema, schema["$defs"])
