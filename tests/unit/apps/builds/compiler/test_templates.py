"""Every template of the gallery compiles to source that the inspector lets pass."""

from pathlib import Path

import pytest

from apps.builds.compiler import compile_blueprint
from apps.builds.inspection import inspect_source
from apps.plans import templates_gallery
from apps.plans.blueprint.loading import load

TOOLS = sorted(Path(*templates_gallery.__path__, "tools").glob("*.json"))


def test_there_are_twelve() -> None:
    assert len(TOOLS) == 12


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.stem)
def test_its_source_passes_the_inspector(tool: Path) -> None:
    assert inspect_source(compile_blueprint(load(tool.read_text("utf-8")).blueprint)) == []
