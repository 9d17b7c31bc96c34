"""The first look at what arrives: is it JSON, and small enough to read with care?"""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from apps.plans.blueprint.errors import BlueprintErrors, Problem
from apps.plans.blueprint.limits import MAX_BYTES, MAX_DEPTH, MAX_VALUES

SIZE = (
    f"A blueprint has at most {MAX_BYTES // 1024} KB; this one is larger. Divide the tool in two."
)
DEPTH = f"Objects and lists are nested at most {MAX_DEPTH} deep; this goes deeper."


def plain_data(arrived: Mapping[str, Any] | str | bytes) -> dict[str, Any]:
    """The arrived as a dict of JSON values, or a refusal in one sentence."""
    data = _parsed(arrived) if isinstance(arrived, str | bytes) else arrived
    if not isinstance(data, Mapping):
        _refuse("not-an-object", "This has to be one JSON object: { … }.")
    _measure(data)
    return dict(data)


def _parsed(text: str | bytes) -> object:
    if len(text) > MAX_BYTES:
        _refuse("too-large", SIZE)
    try:
        parsed: object = json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        _refuse("too-deep", DEPTH)
    except ValueError as error:
        _refuse("not-json", f"This is not JSON: {error}.")
    return parsed


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a JSON number")


def _measure(data: Mapping[str, Any]) -> None:
    """Counts without recursion, so that nothing that arrives can exhaust the stack."""
    waiting: list[tuple[object, int]] = [(data, 1)]
    values = letters = 0
    while waiting:
        value, depth = waiting.pop()
        values += 1
        letters += len(value) if isinstance(value, str) else 1
        if values > MAX_VALUES or letters > MAX_BYTES:
            _refuse("too-large", SIZE)
        if depth > MAX_DEPTH:
            _refuse("too-deep", DEPTH)
        if isinstance(value, Mapping):
            if not all(isinstance(key, str) for key in value):
                _refuse("not-json", "A key of an object has to be a text.")
            letters += sum(len(key) for key in value)
            waiting.extend((held, depth + 1) for held in value.values())
        elif isinstance(value, list | tuple):
            waiting.extend((held, depth + 1) for held in value)
        elif not isinstance(value, str | int | float | None):
            _refuse("not-json", f"A {type(value).__name__} is not a JSON value.")


def _refuse(problem: str, sentence: str) -> NoReturn:
    raise BlueprintErrors([Problem("", problem, sentence)])
