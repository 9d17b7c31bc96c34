"""Conditions as Django writes them: `Q(a=1, b=2) | ~Q(c=3)`, put together and printed.

Knows how Q objects combine and read best; nothing of the language that they come from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apps.builds.compiler.source import call

OR, AND, NOT = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Lookups:
    """One `Q(…)`: expressions that are conditions themselves, then lookups and their values."""

    lookups: tuple[tuple[str, str], ...] = ()
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Negated:
    """`~…`"""

    piece: Piece


@dataclass(frozen=True, slots=True)
class Every:
    """`… & …`"""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """`… | …`"""

    pieces: tuple[Piece, ...]


Piece = Lookups | Negated | Every | Some

ALWAYS = Lookups((("pk__isnull", "False"),))
NEVER = Lookups((("pk__isnull", "True"),))
OPPOSITE = {"True": "False", "False": "True"}


def lookup(key: str, value: str) -> Lookups:
    """`Q(key=value)`."""
    return Lookups(((key, value),))


def test(expression: str) -> Lookups:
    """`Q(expression)`, where the expression is true or false by itself."""
    return Lookups((), (expression,))


def is_true(value: str) -> Lookups:
    """`Q(value is true)`, where the value is a flag that may be empty."""
    return test(call("models.lookups.Exact", value, "True"))


def every(pieces: Iterable[Piece]) -> Piece:
    """All of them; what can stand in one `Q` does."""
    flat: list[Piece] = []
    for piece in pieces:
        flat += piece.pieces if isinstance(piece, Every) else [piece]
    merged: list[Piece] = []
    for piece in flat:
        first = next((one for one in merged if isinstance(one, Lookups)), None)
        if isinstance(piece, Lookups) and first is not None and _fit(first, piece):
            merged[merged.index(first)] = Lookups(
                (*first.lookups, *piece.lookups), (*first.conditions, *piece.conditions)
            )
        else:
            merged.append(piece)
    return merged[0] if len(merged) == 1 else Every(tuple(merged))


def _fit(one: Lookups, other: Lookups) -> bool:
    return not {key for key, _ in one.lookups} & {key for key, _ in other.lookups}


def some(pieces: Iterable[Piece]) -> Piece:
    """Any of them."""
    flat: list[Piece] = []
    for piece in pieces:
        flat += piece.pieces if isinstance(piece, Some) else [piece]
    return flat[0] if len(flat) == 1 else Some(tuple(flat))


def negated(piece: Piece) -> Piece:
    """Not this; a flag is turned round instead."""
    if isinstance(piece, Negated):
        return piece.piece
    if isinstance(piece, Lookups) and len(piece.lookups) == 1 and not piece.conditions:
        key, value = piece.lookups[0]
        if value in OPPOSITE and _is_of_the_row(key):
            return lookup(key, OPPOSITE[value])
    return Negated(piece)


def _is_of_the_row(key: str) -> bool:
    """Whether nothing on the way can be empty, so that "not true" is the same as "false"."""
    return key.endswith("__isnull") or "__" not in key.removesuffix("__closed")


def printed(piece: Piece, around: int = 0) -> str:
    """The source of a condition; in brackets where what is around it binds closer."""
    if isinstance(piece, Lookups):
        return call("Q", *piece.conditions, **dict(piece.lookups))
    if isinstance(piece, Negated):
        return "~" + printed(piece.piece, NOT)
    own, sign = (AND, " & ") if isinstance(piece, Every) else (OR, " | ")
    # `a | b & c` is right as it is and reads wrong, so that what stands in an "or" has brackets.
    source = sign.join(printed(one, NOT) for one in piece.pieces)
    return f"({source})" if around > own else source
