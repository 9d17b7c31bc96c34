"""The state that a value shows: a hue with a shape, since colour alone says nothing.

A declared colour decides. Without one a status is read by its words, then by its place: open ones
in the middle are under way, end states are done.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from site_kit.fields import StatusField


@dataclass(frozen=True, slots=True)
class Tone:
    """`state` is the look's `data-s` (or ""), `icon` the shape that goes with it."""

    state: str
    icon: str


PLAIN = Tone("", "")
BY_COLOUR = {
    "green": Tone("ok", "ok"),
    "amber": Tone("warn", "warn"),
    "red": Tone("bad", "bad"),
    "blue": Tone("info", "wait"),
    "teal": Tone("teal", "wait"),
    "purple": Tone("purple", "clock"),
    "pink": Tone("pink", "clock"),
    "grey": Tone("", "ring"),
}
_WORDS = (
    ("grey", ("new", "draft", "todo", "to do", "backlog", "planned", "idea", "requested", "open")),
    ("red", ("reject", "declin", "refus", "fail", "block", "exception", "overdue", "lost", "bad")),
    ("red", ("cancel", "expired", "broken", "denied", "stopped", "missing", "urgent")),
    ("amber", ("flag", "hold", "pending", "wait", "warn", "risk", "late", "return", "changes")),
    ("green", ("done", "approv", "accept", "match", "paid", "complet", "resolv", "live", "active")),
    ("green", ("ship", "deliver", "receiv", "won", "signed", "ok", "ready", "publish", "closed")),
    ("blue", ("progress", "review", "doing", "started", "running", "assigned", "sent", "ordered")),
)


def _by_words(label: str) -> Tone | None:
    said = label.lower().replace("_", " ")
    for colour, stems in _WORDS:
        if any(said == stem or said.startswith(stem) or f" {stem}" in said for stem in stems):
            return BY_COLOUR[colour]
    return None


def tones_of(field: Any) -> dict[str, Tone]:
    """The tone of each value of a status, choice or choices field."""
    if not field.managed:
        return _declared_tones(field)
    return {one.id: BY_COLOUR.get(one.colour, PLAIN) for one in field.values.entries}


@cache
def _declared_tones(field: Any) -> dict[str, Tone]:
    labels = [(str(value), str(label)) for value, label in field.values.choices]
    colours = getattr(field, "colours", {})
    is_status = isinstance(field, StatusField)
    found = {}
    for place, (value, label) in enumerate(labels):
        declared = BY_COLOUR.get(colours.get(value, ""))
        found[value] = declared or (_of_status(field, place, value, label) if is_status else PLAIN)
    return found


def _of_status(field: Any, place: int, value: str, label: str) -> Tone:
    read = _by_words(label)
    if read is not None:
        return read
    if value in field.closed:
        return BY_COLOUR["green"]
    return BY_COLOUR["grey" if place == 0 else "blue"]
