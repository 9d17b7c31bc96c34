"""The gallery: whole tools with sample records, to start from instead of an empty box.

Each is data: `tools/<id>.json` is its blueprint, `tools/<id>.txt` the sentence that it answers. A
template becomes a plan like any other, read before anything is built. Not in charge of whether a
person may build.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TOOLS = Path(__file__).parent / "tools"


@dataclass(frozen=True, slots=True)
class Template:
    """A tool to start from: `brief` is what somebody would have asked for to get it."""

    id: str
    brief: str
    blueprint: dict[str, Any]

    @property
    def name(self) -> str:
        """What the tool is called."""
        return str(self.blueprint["name"])

    @property
    def summary(self) -> str:
        """What it is for, in a sentence."""
        return str(self.blueprint.get("summary", ""))


@cache
def templates() -> tuple[Template, ...]:
    """All of them, by name."""
    found = [_read(path) for path in TOOLS.glob("*.json")]
    return tuple(sorted(found, key=lambda template: template.name.casefold()))


def template_named(key: str) -> Template | None:
    """The one with this id, if there is one."""
    return next((template for template in templates() if template.id == key), None)


def _read(path: Path) -> Template:
    brief = path.with_suffix(".txt").read_text(encoding="utf-8").strip()
    return Template(path.stem, brief, json.loads(path.read_text(encoding="utf-8")))
