"""What stands at the addresses that are said to provide a clause: its words, numbers and kinds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.plans.blueprint.addresses import NoSuchThing, locate
from apps.plans.planners.builtin.witness.words import numbers, stems

# What an entity or a page only holds: a clause that is about one of these gives its own address.
_HELD = {
    "entities": {"fields", "permissions", "actions", "rules", "samples"},
    "pages": {"columns", "counts", "filters", "parts"},
    "roles": set[str](),
}
_SAYS_KIND = {"kind", "can", "grain"}
_ABOUT_WORDS = ("add_requirement", "add_left_out")
_NAMED = ("relation", "person")
_RATINGS = {1.0, 5.0}
_CALLED = re.compile(r"[a-z_]+(?=\()")
_IDS = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(slots=True)
class Evidence:
    """Everything that speaks for a clause."""

    words: set[str] = field(default_factory=set)
    numbers: set[float] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)

    def add(self, other: "Evidence") -> None:
        """What other evidence holds, too."""
        self.words |= other.words
        self.numbers |= other.numbers
        self.kinds |= other.kinds

    def add_text(self, text: str) -> None:
        """Words and numbers of a text."""
        self.words |= stems(text)
        self.numbers |= numbers(text)


def gather(data: dict[str, Any], addresses: Iterable[str]) -> Evidence:
    """What all these addresses hold together; `data` is a copy, since `locate` fills in keys."""
    found = Evidence()
    found.add_text(data.get("name", ""))
    for address in addresses:
        head, _, rest = address.partition(".")
        parts = address.split(".")
        found.kinds |= set(parts[::2])
        found.add_text(address.replace(".", " "))
        if head == "platform":
            found.kinds.add(rest)
        else:
            _hear(found, data, address, parts)
    return found


def gather_edits(edits: Sequence[dict[str, Any]]) -> Evidence:
    """What edits say that they do: what is gone from a tool can be heard nowhere else."""
    found = Evidence(kinds={"edits"} if edits else set())
    for edit in edits:
        if edit.get("kind") in _ABOUT_WORDS:
            continue
        found.kinds |= {str(edit.get("kind", ""))} | set(str(edit.get("at", "")).split(".")[::2])
        _take(found, edit, set())
    return found


def _hear(found: Evidence, data: dict[str, Any], address: str, parts: Sequence[str]) -> None:
    """The thing at an address, what it stands in, and what it names."""
    node = _at(data, address)
    held = _HELD.get(parts[0], set()) if len(parts) <= 2 else set()
    _take(found, node, held)
    if len(parts) > 4:
        _take(found, _at(data, ".".join(parts[:4])), set())
    if len(parts) > 2:
        owner = _called(data, parts[0], parts[1])
        _names(found, owner)
        if owner is not None and parts[0] == "pages":
            entity = _called(data, "entities", owner.get("entity", ""))
            _names(found, entity)
            _fields_of(found, entity, address, node)
    for key in set(_named_by(node)):
        _names(found, _called(data, "entities", key))
        _names(found, _called(data, "roles", key))


def _at(data: dict[str, Any], address: str) -> Any:
    try:
        return locate(data, address).value
    except (NoSuchThing, TypeError, AttributeError):
        return None


def _take(found: Evidence, node: Any, held: set[str]) -> None:
    """Every text, number and key of a thing."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in held or value in (None, "", [], {}, False):
                continue
            found.kinds.add(key)
            found.words |= stems(key)
            if key in _SAYS_KIND:
                found.kinds |= {value} if isinstance(value, str) else set(map(str, value))
                found.numbers |= _RATINGS if value == "rating" else set()
                found.words |= stems("name") if value in _NAMED else set()
            _take(found, value, set())
    elif isinstance(node, list):
        for entry in node:
            _take(found, entry, set())
    elif isinstance(node, str):
        found.add_text(node)
        found.kinds |= set(_CALLED.findall(node))
    elif isinstance(node, (int, float)) and not isinstance(node, bool):
        found.numbers |= {float(node), abs(float(node))}  # two days before is -2


def _names(found: Evidence, node: Any) -> None:
    if isinstance(node, dict):
        for key in ("id", "name", "plural", "title"):
            found.add_text(str(node.get(key, "")))


def _fields_of(found: Evidence, entity: Any, address: str, node: Any) -> None:
    """Names and expressions of the fields that a part of a page speaks of."""
    said = set(_IDS.findall(f"{address} {node}"))
    for one in entity.get("fields", ()) if isinstance(entity, dict) else ():
        if one.get("id") in said:
            _names(found, one)
            found.add_text(one.get("kind", ""))
            found.words |= stems("name") if one.get("kind") in _NAMED else set()
            _take(found, one.get("expr", ""), set())


def _named_by(node: Any) -> Iterator[str]:
    """Ids of other things that a thing names: its entity, who may, where a relation leads."""
    if isinstance(node, dict):
        for key in ("entity", "to", "by", "not_by", "edited_by"):
            value = node.get(key, ())
            yield from [value] if isinstance(value, str) else value


def _called(data: dict[str, Any], head: str, key: str) -> dict[str, Any] | None:
    """The entity, page or role of that id."""
    return next((one for one in data.get(head, ()) if one.get("id") == key), None)
