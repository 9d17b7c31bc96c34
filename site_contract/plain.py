"""Frozen dataclasses to and from JSON, read strictly: the other side of a wall is never trusted.

Fields may be texts, numbers, booleans, tuples of them, maps of text to text, other such
dataclasses, any of these or None, or `Any` for a value that the reader checks by itself.
"""

from __future__ import annotations

import dataclasses
import types
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Shape = TypeVar("Shape")


class BadShape(ValueError):
    """What came is not what was agreed. The sentence names the place and the reason."""


def to_plain(value: Any) -> dict[str, Any]:
    """A dataclass as what `json.dumps` takes."""
    return dataclasses.asdict(value)


def from_plain(shape: type[Shape], data: Any) -> Shape:
    """Make a `shape` of what came as JSON.

    Raises `BadShape`: a missing, strange or wrong value is not guessed.
    """
    made: Shape = _read(shape, data, shape.__name__)
    return made


def _read(kind: Any, data: Any, where: str) -> Any:
    if kind is Any:
        return data
    if dataclasses.is_dataclass(kind):
        return _read_fields(kind, data, where)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return (
            None
            if data is None
            else _read(next(one for one in inner if one is not types.NoneType), data, where)
        )
    if origin is tuple and isinstance(data, list | tuple):
        return tuple(_read(inner[0], one, f"{where}[{at}]") for at, one in enumerate(data))
    if origin is dict and isinstance(data, dict):
        return {
            _read(inner[0], key, where): _read(inner[1], one, f"{where}.{key}")
            for key, one in data.items()
        }
    return _read_scalar(origin or kind, data, where)


def _read_scalar(kind: type, data: Any, where: str) -> Any:
    if kind is float and type(data) is int:
        return float(data)
    if type(data) is not kind:
        raise BadShape(f"{where} must be {kind.__name__}, not {type(data).__name__}.")
    return data


def _read_fields(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise BadShape(f"{where} must be an object, not {type(data).__name__}.")
    hints = get_type_hints(kind)
    strange = sorted(set(data) - set(hints))
    if strange:
        raise BadShape(f"{where} has no {strange[0]!r}.")
    given = {
        name: _read(hints[name], data[name], f"{where}.{name}") for name in hints if name in data
    }
    try:
        return kind(**given)
    except TypeError as error:
        raise BadShape(f"{where} is not complete: {error}.") from error
