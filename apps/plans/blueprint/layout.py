"""How plain data is laid out as JSON for people to read and machines to compare: one way only.

An object of plain values is one line; other entries too where they fit; neighbouring plain keys
share a line. Order and content are the caller's.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 160
STEP = "  "


def lay_out(data: Mapping[str, Any]) -> str:
    """The data as JSON text with a newline at its end; the outermost object is always opened."""
    return _opened(data, "") + "\n"


def _value(value: object, indent: str, room: int) -> str:
    """The value in one line if it is plain or fits into the room, else opened."""
    line = _line(value)
    if _is_plain_object(value) or _is_plain(value) or len(line) <= room:
        return line
    return _opened(value, indent)


def _opened(value: object, indent: str) -> str:
    inner = indent + STEP
    if isinstance(value, Mapping):
        entries, (start, end) = list(_filled(list(_members(value, inner)), inner)), "{}"
    else:
        assert isinstance(value, list | tuple)
        room = WIDTH - len(inner) - 1
        entries, (start, end) = [_value(entry, inner, room) for entry in value], "[]"
    lines = ",\n".join(inner + entry for entry in entries)
    return f"{start}\n{lines}\n{indent}{end}"


def _members(value: Mapping[str, Any], indent: str) -> Iterator[tuple[bool, str]]:
    """Each key with its value, and whether it may share a line with its neighbours."""
    for key, held in value.items():
        name = json.dumps(key, ensure_ascii=False) + ": "
        room = WIDTH - len(indent) - len(name) - 1
        yield _is_plain(held), name + _value(held, indent, room)


def _filled(members: Sequence[tuple[bool, str]], indent: str) -> Iterator[str]:
    """The members, plain neighbours joined as long as the line has room."""
    line, shares = "", False
    for is_plain, text in members:
        joined = f"{line}, {text}"
        if shares and is_plain and len(indent) + len(joined) + 1 <= WIDTH:
            line = joined
            continue
        if line:
            yield line
        line, shares = text, is_plain
    if line:
        yield line


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _is_plain(value: object) -> bool:
    if isinstance(value, list | tuple):
        return not any(isinstance(entry, Mapping | list | tuple) for entry in value)
    return not isinstance(value, Mapping)


def _is_plain_object(value: object) -> bool:
    return isinstance(value, Mapping) and all(_is_plain(held) for held in value.values())
