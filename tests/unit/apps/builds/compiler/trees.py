"""Blueprints of these tests, and trees as one text, so that a change of them reads like a diff."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from apps.builds.compiler import compile_blueprint
from apps.plans.blueprint.loading import load
from apps.plans.blueprint.whole import Blueprint

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "plans" / "blueprint" / "examples"
EXPECTED = HERE / "expected"
COMPILED = ("request-dashboard", "invoice-matching", "workshop")


def data(name: str) -> dict[str, Any]:
    """A blueprint as plain data: an example of the language, or the workshop with everything."""
    folder = HERE if name == "workshop" else EXAMPLES
    found: dict[str, Any] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return found


def blueprint(name: str) -> Blueprint:
    """A blueprint that holds."""
    return load(data(name)).blueprint


@cache
def compiled(name: str) -> dict[str, str]:
    """The tree of a blueprint of these tests, made once."""
    return compile_blueprint(blueprint(name))


def small(**more: Any) -> dict[str, Any]:
    """A tool with one entity, which `more` changes."""
    entity = {"id": "thing", "fields": [{"kind": "text", "id": "name", "required": True}]}
    return {"name": "Things", "entities": [entity | more]}


def as_text(files: Mapping[str, str]) -> str:
    """A tree as one text."""
    return "".join(f"==== {path}\n{text}" for path, text in sorted(files.items()))
