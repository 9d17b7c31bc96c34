"""Code of a tool's own for a test: real files where the tool's process looks for them."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType

from site_kit.apps import tool


@contextmanager
def own_code(sources: Mapping[str, str]) -> Iterator[None]:
    """The tool has these extensions: id -> source."""
    package = f"{tool().name}.extensions"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "extensions"
        place.mkdir()
        for called, source in sources.items():
            (place / f"{called}.py").write_text(source)
        found = ModuleType(package)
        found.__path__ = [str(place)]
        sys.modules[package] = found
        try:
            yield
        finally:
            for name in [one for one in sys.modules if one.startswith(package)]:
                del sys.modules[name]


KEPT = ExitStack()
"""Holds what is open until the process ends."""


def open_own_code(sources: Mapping[str, str]) -> None:
    """The tool has these extensions from now on, in a process that serves nothing else."""
    KEPT.enter_context(own_code(sources))
