"""The glossary names things that are there: each name in its last column is looked for in the code,
and what people meet on the pages has a row.
"""

import ast
import importlib.util
import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.source import ROOT

ROW = re.compile(
    r"^\| \*\*(?P<word>[^|]+)\*\*[^|]* \| (?P<what>[^|]+) \| (?P<code>[^|]+) \|$", re.M
)
NAME = re.compile(r"`([^`]+)`")
TEXT = (ROOT / "docs/glossary.md").read_text()
ROWS = list(ROW.finditer(TEXT))
OUTSIDE_PYTHON = {"ws_…", "public", "directory"}
"""Schemas of the database."""


def names_in(path: Path) -> set[str]:
    """What a file defines, and what it brings in."""
    tree = ast.parse(path.read_text())
    found = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    found |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    return found


def is_there(name: str) -> bool:
    """Whether a dotted name is a module, a class of a room's models, or a field of one."""
    path = ROOT / name.replace(".", "/")
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    where, _, last = name.rpartition(".")
    models = {model.__name__: model for model in apps.get_models()}
    if not where:
        return last in models
    if where in models:
        return last in {field.name for field in models[where]._meta.get_fields()}
    package = ROOT / where.replace(".", "/")
    files = [*package.rglob("*.py")] if package.is_dir() else [package.with_suffix(".py")]
    return any(last in names_in(file) for file in files if file.is_file())


def test_every_row_is_read() -> None:
    rows = [line for line in TEXT.splitlines() if line.startswith("| **")]
    assert len(ROWS) == len(rows) > 25


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["word"]))
def test_its_names_are_in_the_code(row: re.Match[str]) -> None:
    names = set(NAME.findall(row["code"])) - OUTSIDE_PYTHON
    assert {name for name in names if not is_there(name)} == set()


def test_the_words_are_in_no_order_that_hides_one() -> None:
    words = [word for row in ROWS for word in re.split(r"\*\*, \*\*", row["word"])]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    "model",
    sorted(
        model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("apps.")
        and model.__name__ != "Domain"  # django-tenants' own
    ),
)
def test_every_thing_that_is_kept_is_explained(model: str) -> None:
    assert re.search(rf"\b{model}\b", TEXT), f"{model} is kept, and the glossary does not know it."


def test_a_name_that_is_gone_is_seen() -> None:
    assert is_there("apps.versions.Version")
    assert is_there("Version.digest")
    assert not is_there("apps.versions.Edition")
    assert not is_there("Version.colour")
    assert not is_there("apps.nowhere")
    assert importlib.util.find_spec("apps.versions") is not None
