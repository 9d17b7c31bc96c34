"""What pydantic found, in words: by ids, with the allowed keys and the nearest match."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from apps.plans.blueprint.arrival.near_misses import id_from_words
from apps.plans.blueprint.errors import Problem, nearest
from apps.plans.blueprint.flat import MISFIT, FlatShape
from apps.plans.blueprint.identity import identity, naming_key
from apps.plans.blueprint.limits import MAX_ID, MAX_TEXT
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import KeyOf, children_of, keys_of, kinds_of


def problems_of(
    error: ValidationError, data: Mapping[str, Any], shape: type[Shape]
) -> list[Problem]:
    """All that is wrong with the shape of the data, at once."""
    found = [_problem(detail, data, shape) for detail in error.errors() if _says_something(detail)]
    return [*found, *_misfits(data, shape, ())]


def _says_something(detail: ErrorDetails) -> bool:
    """Misfits have a walk of their own; a list is not short because its entries are wrong."""
    return detail["type"] != MISFIT and not (detail["type"] == "too_short" and detail["input"])


def _problem(detail: ErrorDetails, data: Mapping[str, Any], shape: type[Shape]) -> Problem:
    address, owner, key = _located(detail["loc"], data, shape)
    sentence = SENTENCES.get(detail["type"], _as_pydantic_says)
    return Problem(
        ".".join(address), detail["type"].replace("_", "-"), sentence(detail, owner, key)
    )


def _located(
    location: tuple[int | str, ...], data: Mapping[str, Any], shape: type[Shape]
) -> tuple[list[str], type[Shape], KeyOf | None]:
    """The address in ids, the shape that owns the last key, and that key."""
    address: list[str] = []
    node: Any = data
    owner, key = shape, None
    tag_follows = False
    for step in location:
        if tag_follows and isinstance(node, Mapping) and step == node.get("kind"):
            tag_follows = False
            continue
        tag_follows = False
        if isinstance(step, str):
            key = keys_of(owner).get(step)
            node = node.get(step) if isinstance(node, Mapping) else None
            address.append(step)
        else:
            node = node[step]
            address.append(_entry_name(node, step, key))
        if key and key.shapes and isinstance(node, Mapping):
            owner = key.shape_of(node) or owner
            tag_follows = len(key.shapes) > 1
    return address, owner, key


def _entry_name(entry: object, position: int, key: KeyOf | None) -> str:
    if isinstance(entry, str) and len(entry) <= MAX_ID:
        return entry
    shapes = key.shapes if key else ()
    shape = key.shape_of(entry) if key and shapes else None
    if shape is None and shapes and not any(naming_key(other) for other in shapes):
        return str(position + 1)
    return identity(shape or Shape, entry, position)


def _misfits(data: Mapping[str, Any], shape: type[Shape], at: tuple[str, ...]) -> Iterator[Problem]:
    """Keys that do not go with their kind, also in objects that have other faults."""
    if issubclass(shape, FlatShape) and data.get("kind") in kinds_of(shape):
        for sentence in shape.misfits(data):
            yield Problem(".".join(at), "misfit", sentence)
    for key, value in children_of(shape, data):
        entries = value if isinstance(value, list | tuple) else [value]
        for position, entry in enumerate(entries):
            below = key.shape_of(entry) if key.shapes else None
            if below and isinstance(entry, Mapping):
                name = (identity(below, entry, position),) if key.lists else ()
                yield from _misfits(entry, below, (*at, key.key, *name))


Sentence = Callable[[ErrorDetails, type[Shape], KeyOf | None], str]


def _as_pydantic_says(detail: ErrorDetails, owner: type[Shape], key: KeyOf | None) -> str:
    return detail["msg"]


def _missing(detail: ErrorDetails, owner: type[Shape], key: KeyOf | None) -> str:
    return f"“{detail['loc'][-1]}” is missing"


def _unknown_key(detail: ErrorDetails, owner: type[Shape], key: KeyOf | None) -> str:
    known = keys_of(owner)
    word = str(detail["loc"][-1])
    close = get_close_matches(word, known, n=1)
    meant = f" (did you mean “{close[0]}”?)" if close else ""
    return f"unknown key “{word}”{meant}; allowed: {', '.join(known)}"


def _unknown_word(detail: ErrorDetails, owner: type[Shape], key: KeyOf | None) -> str:
    word = str(detail["input"])
    return f"“{word}” is not known here; {nearest(word, key.allowed if key else ())}"


def _unknown_kind(detail: ErrorDetails, owner: type[Shape], key: KeyOf | None) -> str:
    word = str(detail["ctx"]["tag"])
    words = [kind for shape in (key.shapes if key else ()) for kind in kinds_of(shape)]
    return f"there is no kind “{word}” here; {nearest(word, words)}"


def _pattern(detail: ErrorDetails, owner: type[Shape], key: KeyOf | None) -> str:
    given = str(detail["input"])
    if key and key.key in ("key", "secret"):
        return f"“{given}” has to be in capitals, like “{id_from_words(given).upper()}”"
    rule = (
        f"small letters, digits and single underscores, beginning with a letter, at most {MAX_ID}"
    )
    return f"“{given}” is not an id ({rule}); write “{id_from_words(given)[:MAX_ID].strip('_')}”"


SENTENCES: Mapping[str, Sentence] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "literal_error": _unknown_word,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": lambda detail, owner, key: "“kind” is missing",
    "string_pattern_mismatch": _pattern,
    "string_type": lambda detail, owner, key: "this has to be a text",
    "string_too_long": lambda detail, owner, key: (
        f"a text has at most {MAX_TEXT:,} characters, an id {MAX_ID}"
    ),
    "tuple_type": lambda detail, owner, key: "this has to be a list",
    "model_type": lambda detail, owner, key: "this has to be an object",
    "model_attributes_type": lambda detail, owner, key: "this has to be an object",
    "too_long": lambda detail, owner, key: (
        f"at most {detail['ctx']['max_length']} are allowed here, "
        f"and there are {len(detail['input']):,}"
    ),
    "too_short": lambda detail, owner, key: "at least one is needed here",
    "bool_parsing": lambda detail, owner, key: "this has to be true or false",
    "int_parsing": lambda detail, owner, key: "this has to be a whole number",
    "value_error": lambda detail, owner, key: str(detail["ctx"]["error"]),
}
