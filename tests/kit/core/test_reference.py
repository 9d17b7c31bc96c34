"""The kit is read in one sitting: every public name is documented, and the figures hold."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import site_kit as kit
from site_kit import NAMES, extensions, reference

HERE = Path(reference.__file__).parent
INSPECTED = HERE.parent / "apps/builds/inspection/rules/extensions.py"
PUBLIC = [(module, name) for module, names in NAMES.items() for name in names.split()]


@pytest.mark.parametrize(("module", "name"), PUBLIC, ids=[name for _, name in PUBLIC])
def test_every_public_name_is_there_and_documented(module: str, name: str) -> None:
    home = "directory.models" if name == "Person" else module
    assert getattr(kit, name).__module__ == f"site_kit.{home}"
    assert reference.docstrings(module)[name], f"kit.{name} has no docstring."


def test_the_reference_and_the_types_are_of_this_source() -> None:
    behind = "Run `python -m site_kit.reference`."
    assert reference.REFERENCE.read_text() == reference.reference(), behind
    assert reference.TYPES.read_text() == reference.types(), behind


def test_the_namespace_lists_its_names() -> None:
    assert {name for _, name in PUBLIC} <= set(dir(kit))


def lines(name: str) -> int:
    return len((HERE / name).read_text().splitlines())


def test_safety_fits_in_eight_hundred_lines() -> None:
    assert sum(lines(f"{name}.py") for name in ("models", "permissions", "write")) < 800


def test_no_module_is_above_four_hundred_lines() -> None:
    long = {p.name: n for p in HERE.rglob("*.py") if (n := lines(str(p.relative_to(HERE)))) > 400}
    assert long == {}


def test_the_kit_imports_neither_the_portal_nor_the_runtime() -> None:
    forbidden = ("portal", "apps", "site_runtime", "app")
    for path in HERE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            assert not [n for n in names if n.split(".")[0] in forbidden], path


def test_one_list_says_what_code_of_a_tools_own_may_import() -> None:
    assert reference.SURFACE == extensions.SURFACE
    assert f"{{{', '.join(map(repr, extensions.SURFACE))}}}" in INSPECTED.read_text().replace(
        '"', "'"
    )
