"""How much of a compiled tool its own tests hold: one thing is taken out at a time, and some test
has to fail.

Not a part of CI, since it takes minutes a tool: `python -m portal.local exec -- python -m
tests.unit.apps.builds.compiler.removals invoice-matching ops-requests` prints, for each template of
the gallery, how many of the removals are noticed, and those that are not.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from apps.builds.compiler import compile_blueprint
from apps.plans.blueprint.loading import load

ROOT = Path(__file__).parents[5]
GALLERY = ROOT / "apps" / "plans" / "templates_gallery" / "tools"
EVERY = "app.tests.test_requirements"
WHOLE = ("actions", "automations", "pages")
NAMED = {
    "actions": ("when", "not_by", "needs", "sets", "by"),
    "automations": ("where",),
    "pages": ("scope", "sort", "open_to"),
    "permissions": ("edited_by", "seen_by"),
}
LISTED = {"pages": ("counts", "filters", "parts"), "models": ("constraints",)}


@dataclass(frozen=True, slots=True)
class Removal:
    """A tool without one thing: what is gone, of which file, and the text of that file."""

    what: str
    path: str
    text: str


def removals(files: dict[str, str]) -> Iterator[Removal]:
    """Each thing of a compiled tool that a person could take out of it."""
    for name in ("models", "rules", "permissions", "actions", "pages", "automations"):
        path = f"app/{name}.py"
        source = files.get(path, "")
        for klass in (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)):
            for what, node in _things(name, klass):
                yield Removal(f"{name}.{what}", path, _without(source, node))


def _things(module: str, klass: ast.ClassDef) -> Iterator[tuple[str, ast.AST]]:
    if module in WHOLE:
        yield klass.name, klass
    for statement in _assignments(klass):
        target = statement.targets[0]
        assert isinstance(target, ast.Name)
        label = f"{klass.name}.{target.id}"
        declared = module in ("rules", "permissions") and isinstance(statement.value, ast.Call)
        if declared or target.id in NAMED.get(module, ()):
            yield label, statement
        elif target.id in LISTED.get(module, ()) and isinstance(
            statement.value, ast.Tuple | ast.List
        ):
            for number, one in enumerate(statement.value.elts):
                yield f"{label}[{number}]", one


def _assignments(klass: ast.ClassDef) -> Iterator[ast.Assign]:
    """Those of a class, and of its `Meta`."""
    for node in klass.body:
        if isinstance(node, ast.Assign):
            yield node
        elif isinstance(node, ast.ClassDef) and node.name == "Meta":
            yield from _assignments(node)


def _without(source: str, node: ast.AST) -> str:
    """The source without a statement, or without an element and the comma behind it."""
    lines = source.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()) + 1)
    raw = source.encode()
    begin = starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
    end = starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]
    if isinstance(node, ast.stmt):
        return (raw[:begin] + b"pass" + raw[end:]).decode()
    rest = raw[end:].lstrip()
    return (raw[:begin] + rest.removeprefix(b",")).decode()


def unnoticed(files: dict[str, str], several: Iterable[Removal]) -> list[str]:
    """The removals after which all tests of the tool still pass; "" where the tool itself fails."""
    with tempfile.TemporaryDirectory(prefix="removals-") as home:
        jobs = [_job(Path(home) / "whole", files, "shared")]
        several = list(several)
        for number, one in enumerate(several):
            tables = "own" if one.path.endswith("models.py") else "same"
            jobs.append(_job(Path(home) / str(number), files | {one.path: one.text}, tables))
        (Path(home) / "jobs.json").write_text(json.dumps(jobs), "utf-8")
        script = Path(__file__).with_name("run_tools.py")
        done = subprocess.run(
            [sys.executable, str(script), f"{home}/jobs.json"],
            cwd=ROOT,
            env=os.environ,
            capture_output=True,
            text=True,
            check=True,
        )
    right, *found = json.loads(done.stdout.splitlines()[-1])
    missed = [one.what for one, failed in zip(several, found, strict=True) if not failed]
    return [*([""] if right else []), *missed]


def _job(folder: Path, files: dict[str, str], tables: str) -> dict[str, object]:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return {"tool": str(folder), "tests": [EVERY], "tables": tables, "at_once": True}


def main(names: list[str]) -> None:
    """Print the figures of these templates, or of all."""
    for name in names or sorted(one.stem for one in GALLERY.glob("*.json")):
        data = json.loads((GALLERY / f"{name}.json").read_text("utf-8"))
        files = compile_blueprint(load(data).blueprint)
        every = list(removals(files))
        missed = unnoticed(files, every)
        print(f"{name}: {len(every) - len(missed)} of {len(every)} noticed", flush=True)
        for what in missed:
            print(f"  {what or 'the tool as it is fails'}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
