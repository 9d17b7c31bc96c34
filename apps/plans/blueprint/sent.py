"""The schema as sent to a model: the same language in as few tokens as the providers' limits allow.

One root, every object closed, unions told apart by `kind` as first key, no recursion, no free maps,
no null but the root's. Titles, defaults, patterns and lengths stay with the validator.
"""

import copy
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal

from apps.plans.blueprint.outcome import FirstOutcome, FollowUpOutcome

DROPPED = frozenset(
    {
        "title", "default", "description", "discriminator", "pattern", "minLength", "maxLength",
        "minItems", "maxItems", "minimum", "maximum",
    }
)  # fmt: skip
NOT_IN_FOLLOW_UPS = ("AddSample", "AddExtension", "Sample", "Extension")
RULES = (
    "Validation", "Conditional", "Unique", "NoOverlap", "Limit", "Lock", "Stock", "Creates",
    "Approval",
)  # fmt: skip
TEXTS: Mapping[str, Any] = {"type": "array", "items": {"type": "string"}}


def schema_as_sent(*, first: bool, strict: bool) -> dict[str, Any]:
    """The schema for the answer to a first prompt, or to a follow-up.

    `strict`: every key required, as OpenAI-like providers want it; replies then fill in defaults.
    """
    return copy.deepcopy(_schema(first, strict))


@lru_cache(maxsize=4)
def _schema(first: bool, strict: bool) -> dict[str, Any]:
    model = FirstOutcome if first else FollowUpOutcome
    whole = model.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = whole.pop("$defs")
    if not first:
        _leave_out(whole, definitions)
    for name in RULES:  # a rule's message says why; its description is for people who edit
        definitions[name]["properties"].pop("description", None)
    lean = {name: _lean(shape, strict) for name, shape in definitions.items()}
    return {**_lean(whole, strict), "$defs": {"Texts": dict(TEXTS), **lean}}


def _leave_out(whole: dict[str, Any], definitions: dict[str, Any]) -> None:
    """A follow-up writes no samples and no source."""
    union = whole["properties"]["edits"]["items"]
    gone = {f"#/$defs/{name}" for name in NOT_IN_FOLLOW_UPS}
    union["oneOf"] = [shape for shape in union["oneOf"] if shape["$ref"] not in gone]
    for name in NOT_IN_FOLLOW_UPS:
        definitions.pop(name, None)


def _lean(node: Any, strict: bool) -> Any:
    """One node without what the validator keeps for itself."""
    if isinstance(node, list):
        return [_lean(part, strict) for part in node]
    if not isinstance(node, dict):
        return node
    slim: dict[str, Any] = {}
    for key, value in node.items():
        if key == "properties":
            slim[key] = {name: _lean(shape, strict) for name, shape in value.items()}
        elif key == "oneOf":
            slim["anyOf"] = _lean(value, strict)
        elif key == "const":
            slim["enum"] = [value]
        elif key not in DROPPED:
            slim[key] = _lean(value, strict)
    return _finished(slim, strict)


def _finished(slim: dict[str, Any], strict: bool) -> dict[str, Any]:
    if "enum" in slim:
        slim.pop("type", None)
    if strict and "properties" in slim:
        slim["required"] = list(slim["properties"])
    return {"$ref": "#/$defs/Texts"} if slim == TEXTS else slim


def measures_of(schema: Mapping[str, Any]) -> dict[Literal["keys", "values", "levels"], int]:
    """How large a schema is by the providers' counts: keys, enum values, levels of objects."""
    shapes = [schema, *schema["$defs"].values()]
    return {
        "keys": sum(len(shape.get("properties", ())) for shape in shapes),
        "values": sum(len(node.get("enum", ())) for node in _nodes(schema)),
        "levels": _levels(schema, schema["$defs"]),
    }


def _nodes(found: Any) -> Iterable[Mapping[str, Any]]:
    if isinstance(found, Mapping):
        yield found
        for value in found.values():
            yield from _nodes(value)
    elif isinstance(found, list):
        for part in found:
            yield from _nodes(part)


def _levels(node: Any, definitions: Mapping[str, Any]) -> int:
    if isinstance(node, list):
        return max((_levels(part, definitions) for part in node), default=0)
    if not isinstance(node, Mapping):
        return 0
    if "$ref" in node:
        return _levels(definitions[node["$ref"].rpartition("/")[2]], definitions)
    below = (_levels(value, definitions) for key, value in node.items() if key != "$defs")
    return (node.get("type") == "object") + max(below, default=0)
