"""Writes `extensions/<id>.py`: the source as it was given, below its purpose.

It is looked at before it is written: whoever plans hears of what the inspector would refuse when a
plan can still be changed. Nothing of it is run here.
"""

from __future__ import annotations

from collections.abc import Iterator

from apps.builds.compiler import literals, words
from apps.builds.compiler.tool import Tool
from apps.builds.inspection import inspect_source
from apps.plans.blueprint.whole import Extension

HOOKS = {
    "action": "run(row, person, asked)",
    "page": "show(request)",
    "job": "job(rows)",
    "value": "value(row)",
}
FOLDER = "app/extensions/"


def files(tool: Tool) -> dict[str, str]:
    """The files of the extensions by their paths; nothing where there is none."""
    found = {path_of(one): source_of(one) for one in tool.blueprint.extensions}
    return {f"{FOLDER}__init__.py": "", **found} if found else {}


def path_of(one: Extension) -> str:
    """Where its source stands."""
    return f"{FOLDER}{one.id}.py"


def source_of(one: Extension) -> str:
    """The file: what was given, with a docstring where it has none."""
    given = one.source.replace("\r\n", "\n").strip("\n")
    if given.lstrip().startswith(('"""', "'''", '"', "'")):
        return f"{given}\n"
    begins = "\n\n" if given.startswith(("import ", "from ")) else "\n\n\n"
    return f"{literals.docstring(words.sentence(one.purpose))}{begins}{given}\n"


def problems(tool: Tool) -> Iterator[tuple[str, str]]:
    """What is wrong with the source of an extension: its address, and a sentence."""
    for one in tool.blueprint.extensions:
        yield from _problems(one)


def _problems(one: Extension) -> Iterator[tuple[str, str]]:
    at, hook = f"extensions.{one.id}.source", HOOKS[one.kind]
    if not one.source.strip():
        yield at, f"The extension “{one.id}” has no source: write def {hook}."
        return
    if f"def {hook.partition('(')[0]}(" not in one.source:
        yield at, f"The extension “{one.id}” has no function of its kind: write def {hook}."
        return
    path = path_of(one)
    for finding in inspect_source({path: source_of(one)}):
        yield at, f"{path}, line {finding.line} ({finding.rule}): {finding.message}"
