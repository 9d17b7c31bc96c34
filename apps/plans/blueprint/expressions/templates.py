"""Texts with paths in braces: `format('{a} / {b.c}')`, messages, sheets."""

import re

from apps.plans.blueprint.expressions.nodes import Path
from apps.plans.blueprint.expressions.paths import path_at
from apps.plans.blueprint.expressions.places import Place
from apps.plans.blueprint.expressions.problems import Faults
from apps.plans.blueprint.world import World

BRACES = re.compile(r"\{([^{}]*)\}")
PATH = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")


def parts_of(
    text: str, place: Place, world: World, faults: Faults, also: frozenset[str] = frozenset()
) -> tuple[str | Path, ...]:
    """The text in pieces: words, and the paths between them; names of `also` stay words."""
    parts: list[str | Path] = []
    for number, piece in enumerate(BRACES.split(text)):
        if number % 2 == 0 or piece in also:
            parts.append(piece if number % 2 == 0 else f"{{{piece}}}")
        elif PATH.fullmatch(piece):
            parts.append(path_at(piece.split("."), place, world, faults))
        else:
            faults.say(f"“{{{piece}}}” is not a path")
    return tuple(part for part in parts if part != "")
