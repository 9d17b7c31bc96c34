"""Texts with paths in braces, as declarations have them: attributes for ids."""

from __future__ import annotations

from apps.builds.compiler.expressions import Reading
from apps.plans.blueprint.expressions import Path, parse_template

IN_TEXTS = frozenset(("title", "link"))


def template(reading: Reading, text: str, where: str) -> str:
    """A text, with attributes for the ids in its braces."""
    parts = parse_template(text, reading.place, reading.tool.world, IN_TEXTS)
    return "".join(
        part if isinstance(part, str) else _placeholder(reading, part, where) for part in parts
    )


def _placeholder(reading: Reading, path: Path, where: str) -> str:
    before = f"{path.root}." if path.root else ""
    return "{" + before + reading.written(where, lambda: reading.scope.dotted(path)) + "}"
