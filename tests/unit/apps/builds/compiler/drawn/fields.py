"""Fields of every kind, with every key that goes with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from apps.plans.blueprint.fields import Colour

from .chance import Chance, Data
from .sketch import MANY, NUMBERS

COLOURS = get_args(Colour)
KINDS = (
    *("text", "long_text", "integer", "decimal", "money", "percent", "rating", "duration"),
    *("boolean", "date", "datetime", "time", "week", "month", "status", "choice", "choices"),
    *("person", "people", "relation", "relations", "file", "image", "email", "phone", "url"),
    "reference",
)
DEFAULTS = {
    "text": "as usual",
    "integer": "3",
    "rating": "3",
    "money": "2.50",
    "percent": "2",
    "duration": "1.5",
    "decimal": "=2 + 1",
    "boolean": "true",
    "date": "today",
    "week": "today+7",
    "month": "2026-03-01",
    "datetime": "now",
    "time": "09:30",
    "choice": "low",
    "person": "me",
    "email": "a@b.example",
    "url": "https://b.example/x",
    "long_text": "**so**",
    "choices": "low",
    "phone": "+45 1234",
    "people": "=owner",
    "status": "high",
    "relation": "=belongs",
    "relations": "=belongs",
}
SELDOM_REQUIRED = (*MANY, "boolean", "file", "image", "status", "relation")
PATTERNS = ("A-{number}", "{year}/{number:4}", "X{random}", "{month}{day}-{number}")


def drawn_field(chance: Chance, called: str, targets: list[str], kinds: tuple[str, ...]) -> Data:
    """A field that is kept; of a relation, to one of the targets."""
    kind = chance.one(kinds)
    if kind in ("relation", "relations") and not targets:
        kind = "text"
    more = {"name": chance.text, "help": chance.text}
    return {
        "kind": kind,
        "id": called,
        **chance.keys(1, 4, **more),
        **_stored(chance, kind),
        **(PECULIAR[kind](chance, targets) if kind in PECULIAR else {}),
    }


def _stored(chance: Chance, kind: str) -> Data:
    """Keys of every kept field. One that is compulsory is not also left to a condition."""
    found: Data = {}
    if kind in DEFAULTS:
        found |= chance.keys(1, 4, default=lambda: DEFAULTS[kind])
    if chance.hits(1, 12 if kind in SELDOM_REQUIRED else 4):
        found |= {"required": True}
    else:
        found |= chance.keys(1, 6, show_if=lambda: "size != 3")
    if kind not in (*MANY, "file", "image") and chance.hits(1, 8):
        found |= {"unique": True}
    if not found.get("required"):
        found |= chance.keys(1, 8, readonly=lambda: True)
    return found


def _values(chance: Chance) -> list[Data]:
    colours = {"colour": lambda: chance.one(COLOURS), "name": chance.text}
    low = {"id": "low", **chance.keys(1, 3, **colours)}
    closed = chance.keys(1, 4, closed=lambda: True)
    return [low, {"id": "high", **chance.keys(1, 3, **colours), **closed}, {"id": "none"}]


def _closed_list(chance: Chance, targets: list[str]) -> Data:
    return {"values": _values(chance)}


def _choice(chance: Chance, targets: list[str]) -> Data:
    return {"values": _values(chance), **chance.keys(1, 6, managed=lambda: True)}


def _number(chance: Chance, targets: list[str]) -> Data:
    return chance.keys(
        min_=lambda: chance.one(("0", "-5", "size - 1000")),
        max_=lambda: chance.one(("500", "size + 1000")),
        unit=lambda: chance.one(("kg", "%", "€/m²")),
    )


def _money(chance: Chance, targets: list[str]) -> Data:
    found = _number(chance, targets)
    return found | chance.keys(currency=lambda: "DKK")


def _rating(chance: Chance, targets: list[str]) -> Data:
    return chance.keys(min_=lambda: chance.one(("0", "2")), max_=lambda: "10", unit=lambda: "★")


def _relation(chance: Chance, targets: list[str]) -> Data:
    return {
        "to": chance.one(targets),
        **chance.keys(
            1, 4, pick=lambda: chance.one(("size != 77", "size > 0 or row.size > 3 or it == it"))
        ),
        **chance.keys(1, 4, shows=lambda: chance.several(("size", "owner", "owner.email"), 2)),
    }


def _person(chance: Chance, targets: list[str]) -> Data:
    picks = ("name != 'Otto'", "active", "'Finance' in groups or it != row.owner")
    return chance.keys(1, 4, pick=lambda: chance.one(picks))


def _file(chance: Chance, targets: list[str]) -> Data:
    return chance.keys(types=lambda: ["pdf", "png"], max_mb=lambda: 3) | chance.keys(
        1, 6, many=lambda: True
    )


def _reference(chance: Chance, targets: list[str]) -> Data:
    return {"pattern": chance.one(PATTERNS)}


def _boolean(chance: Chance, targets: list[str]) -> Data:
    return chance.keys(colour=lambda: chance.one(COLOURS))


PECULIAR: dict[str, Callable[[Chance, list[str]], Data]] = {
    **dict.fromkeys(NUMBERS, _number),
    "money": _money,
    "rating": _rating,
    "status": _closed_list,
    "choice": _choice,
    "choices": _choice,
    **dict.fromkeys(("relation", "relations"), _relation),
    **dict.fromkeys(("person", "people"), _person),
    **dict.fromkeys(("file", "image"), _file),
    "reference": _reference,
    "boolean": _boolean,
}
