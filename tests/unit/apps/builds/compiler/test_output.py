"""What is written parses, is laid out, is in isort's order, and passes the inspector."""

import ast
import subprocess
from pathlib import Path

import pytest
from ruff import find_ruff_bin  # type: ignore[import-untyped]

from apps.builds.compiler import format_sources
from apps.builds.compiler.formatting import NotFormatted
from apps.builds.inspection import inspect_source

from .trees import COMPILED, compiled

CHECK = (
    "check",
    "--isolated",
    "--no-cache",
    "--line-length=100",
    "--select=E,F,I,B,UP,C4",
    'lint.isort.known-first-party=["app"]',
    'lint.isort.known-third-party=["site_kit"]',
)


@pytest.mark.parametrize("name", COMPILED)
def test_the_inspector_has_nothing_against_it(name: str) -> None:
    assert inspect_source(compiled(name)) == []


@pytest.mark.parametrize("name", COMPILED)
def test_the_linter_has_nothing_against_it(name: str, tmp_path: Path) -> None:
    for path, text in compiled(name).items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    options = [f"--config={one}" if one.startswith("lint.") else one for one in CHECK]

    done = subprocess.run(
        [find_ruff_bin(), *options, str(tmp_path)], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", COMPILED)
def test_generated_files_are_declarations_without_flow(name: str) -> None:
    for path, text in compiled(name).items():
        if path.endswith(".py") and "/tests/" not in path:
            kinds = {type(node) for node in ast.walk(ast.parse(text))}
            assert not kinds & {ast.FunctionDef, ast.For, ast.If, ast.Lambda, ast.Try}, path


def test_what_is_laid_out_stays_as_it_is() -> None:
    files = compiled("workshop")

    assert format_sources(files) == files


def test_other_files_are_not_touched() -> None:
    files = {"README.md": "#   a\n", "app/x.py": "x=1"}

    assert format_sources(files) == {"README.md": "#   a\n", "app/x.py": "x = 1\n"}
    assert format_sources({"README.md": "x"}) == {"README.md": "x"}


def test_source_that_does_not_parse_is_refused_with_the_formatters_words() -> None:
    with pytest.raises(NotFormatted, match=r"0\.py"):
        format_sources({"app/x.py": "def ("})
