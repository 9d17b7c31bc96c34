"""Lays source out as ruff does, in one subprocess for all files, with no configuration but ours."""

import re
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ruff import find_ruff_bin  # type: ignore[import-untyped]

LINE_LENGTH = 100
COMMAND = (
    "format",
    "--isolated",
    "--no-cache",
    "--target-version=py311",
    f"--line-length={LINE_LENGTH}",
)
SECONDS = 30
BRACKETED = re.compile(r'^( +(?:[a-z_]+=)?)\(("(?:[^"\\\n]|\\.)*")\)(,?)$', re.MULTILINE)


class NotFormatted(Exception):
    """The formatter refused source that we wrote: a fault of the compiler, with ruff's words."""


def format_sources(files: Mapping[str, str]) -> dict[str, str]:
    """The same files with every Python file laid out; all others, and the order, untouched.

    Raises `NotFormatted` where a file does not parse.
    """
    python = {path: source for path, source in files.items() if path.endswith(".py")}
    if not python:
        return dict(files)
    with tempfile.TemporaryDirectory(prefix="format-") as folder:
        places = _write(python, Path(folder))
        _run_ruff(Path(folder))
        formatted = {path: _bared(place.read_text("utf-8")) for path, place in places.items()}
    return {path: formatted.get(path, source) for path, source in files.items()}


def _bared(source: str) -> str:
    """Without the brackets around a text that came to stand on one line."""
    return BRACKETED.sub(r"\1\2\3", source)


def _write(python: Mapping[str, str], folder: Path) -> dict[str, Path]:
    """One flat folder of numbered files: a path of a blueprint never names a file here."""
    places = {path: folder / f"{number}.py" for number, path in enumerate(python)}
    for path, place in places.items():
        place.write_text(python[path], "utf-8")
    return places


def _run_ruff(folder: Path) -> None:
    command = [find_ruff_bin(), *COMMAND, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        raise NotFormatted(done.stderr.replace(f"{folder}/", ""))
