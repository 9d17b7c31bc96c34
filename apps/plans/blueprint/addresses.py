"""Addresses: keys and ids joined by dots, from the whole down to one key or one entry of a list.

Works on plain canonical data, where edits write too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apps.plans.blueprint.errors import nearest
from apps.plans.blueprint.identity import NAMED_BY, identity
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import KeyOf, keys_of
from apps.plans.blueprint.whole import Blueprint


class NoSuchThing(LookupError):
    """An address that leads nowhere; the text is a sentence."""


@dataclass(slots=True)
class Located:
    """Where an address leads: a key of an object, or an entry of the list under that key.

    `owner` is the object as plain data, `shape` its shape; `index` is -1 where the key itself is
    meant.
    """

    owner: dict[str, Any]
    shape: type[Shape]
    key: KeyOf
    index: int = -1

    @property
    def is_entry(self) -> bool:
        """Whether one entry of a list is meant."""
        return self.index >= 0

    @property
    def value(self) -> Any:
        """What is there; of a key that is left out, an empty list or object, or its default."""
        if self.is_entry:
            return self.entries[self.index]
        if self.key.shapes and not self.key.lists:
            return self.owner.setdefault(self.key.key, {})
        return self.owner.get(self.key.key, [] if self.key.lists else self.key.default)

    @property
    def entries(self) -> list[Any]:
        """The list under the key, put there if it was left out."""
        found: list[Any] = self.owner.setdefault(self.key.key, [])
        return found

    @property
    def entry_shape(self) -> type[Shape] | None:
        """The shape of the entry or object that is meant; none of a whole list or a plain value."""
        is_one = self.is_entry or not self.key.lists
        return self.key.shape_of(self.value) if self.key.shapes and is_one else None


def locate(data: dict[str, Any], address: str) -> Located:
    """Where the address leads in a blueprint's plain data; raises `NoSuchThing`."""
    owner, parts = data, address.split(".")
    shape: type[Shape] = Blueprint
    while True:
        found, parts = _one_step(owner, shape, parts, address)
        if not parts:
            return found
        below = found.entry_shape
        if below is None or not isinstance(found.value, dict):
            raise NoSuchThing(f"nothing comes after “{found.key.key}” in {address}")
        owner, shape = found.value, below


def _one_step(
    owner: dict[str, Any], shape: type[Shape], parts: list[str], address: str
) -> tuple[Located, list[str]]:
    """Past one key, and past one entry of its list where the address names one."""
    key = keys_of(shape).get(parts[0])
    if key is None:
        raise NoSuchThing(
            f"there is no “{parts[0]}” at {address}; {nearest(parts[0], keys_of(shape))}"
        )
    found, rest = Located(owner, shape, key), parts[1:]
    if not rest or not key.lists:
        return found, rest
    index, used = _entry(found, rest)
    if index < 0:
        called = [_called(key, entry, i) for i, entry in enumerate(found.value)]
        raise NoSuchThing(f"there is nothing at {address}; {nearest(rest[0], called)}")
    return Located(owner, shape, key, index), rest[used:]


def _entry(found: Located, rest: list[str]) -> tuple[int, int]:
    """Which entry the rest of an address names, and how many parts that took; -1 if none."""
    whole = ".".join(rest)
    takes_all = found.key.is_text_list or any(NAMED_BY.get(s) == "quote" for s in found.key.shapes)
    wanted, used = (whole, len(rest)) if takes_all else (rest[0], 1)
    for index, entry in enumerate(found.value):
        if wanted in _names(found.key, entry, index):
            return index, used
    return -1, 0


def _names(key: KeyOf, entry: object, index: int) -> set[str]:
    """What an entry answers to: a text also by what is before its `=`, a sort without its `-`."""
    if not isinstance(entry, str):
        return {_called(key, entry, index)}
    before = entry.partition("=")[0].strip()
    return {entry, before, entry.removeprefix("-")}


def _called(key: KeyOf, entry: object, index: int) -> str:
    if isinstance(entry, str):
        return entry
    shape = key.shape_of(entry) if isinstance(entry, Mapping) else None
    return identity(shape or Shape, entry, index)
