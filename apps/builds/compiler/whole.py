"""Puts the files of a tool together: the story of a compilation, in order."""

from __future__ import annotations

from collections.abc import Sequence

from apps.builds.compiler import (
    actions_py,
    apps_py,
    automations_py,
    extensions_py,
    models_py,
    not_built,
    pages_py,
    permissions_py,
    readme,
    rules_py,
    tests_py,
)
from apps.builds.compiler.formatting import format_sources
from apps.builds.compiler.stocks import with_balances
from apps.builds.compiler.tool import Tool
from apps.plans.blueprint.canonical import canonical
from apps.plans.blueprint.errors import Problem
from apps.plans.blueprint.filling import with_ids
from apps.plans.blueprint.whole import Blueprint

WRITERS = (
    ("app/apps.py", apps_py.write),
    ("app/models.py", models_py.write),
    ("app/rules.py", rules_py.write),
    ("app/permissions.py", permissions_py.write),
    ("app/actions.py", actions_py.write),
    ("app/pages.py", pages_py.write),
    ("app/automations.py", automations_py.write),
)
TESTS = "app/tests/test_requirements.py"


class NotBuiltYet(Exception):
    """A blueprint that says more than can be compiled so far: a sentence for each thing."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def compile_blueprint(blueprint: Blueprint) -> dict[str, str]:
    """The tree of a tool: path -> text, the same bytes for the same blueprint.

    Migrations are not in it: Django's autodetector writes them in the site's own process. Raises
    `NotBuiltYet` with everything that cannot be written yet.
    """
    tool, sources = _sources(blueprint)
    if tool.refused:
        raise NotBuiltYet(tool.refused)
    files = {"blueprint.json": canonical(with_ids(blueprint)), "app/__init__.py": "", **sources}
    files[TESTS] = tests_py.write(tool)
    files["app/tests/__init__.py"] = ""
    files["README.md"] = readme.write(tool, files)
    own = {path: text for path, text in files.items() if path.startswith(extensions_py.FOLDER)}
    return dict(sorted({**format_sources(files), **own}.items()))


def unsupported(blueprint: Blueprint) -> list[Problem]:
    """Everything that cannot be compiled yet: its address, and a sentence with the way out."""
    tool, _ = _sources(blueprint)
    return tool.refused


def _sources(blueprint: Blueprint) -> tuple[Tool, dict[str, str]]:
    tool = Tool(with_balances(with_ids(blueprint)))
    not_built.note(tool)
    written = ((path, write(tool)) for path, write in WRITERS)
    sources = {path: source for path, source in written if source}
    return tool, {**sources, **extensions_py.files(tool)}
