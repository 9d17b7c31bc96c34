"""How much of a compiled tool its own tests hold: one thing is taken out at a time, and some test
has to fail.

Not a part of CI: `python -m portal.local exec -- python -m
tests.unit.apps.builds.compiler.removals invoice-matching ops-requests` prints, for each template of
the gallery, how many of the removals are noticed, kind by kind, and those that are not: of rights,
rules, buttons, automations and computed values, and with `--all` of pages and defaults too.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from apps.builds.compiler import compile_blueprint
from apps.plans.blueprint.loading import load

ROOT = Path(__file__).parents[5]
GALLERY = ROOT / "apps" / "plans" / "templates_gallery" / "tools"
EVERY = "app.tests.test_requirements"
WHOLE = {"actions": "action", "automations": "automation", "pages": "page"}
NAMED = {
    "actions": ("when", "not_by", "needs", "sets", "by", "from_"),
    "automations": ("where",),
    "pages": ("scope", "sort", "open_to", "public"),
    "permissions": ("edited_by", "seen_by"),
}
LISTED = {
    "pages": ("counts", "filters", "parts"),
    "models": ("constraints",),
    "automations": ("do",),
}
KEYWORDS = {
    "permissions": ("where",),
    "rules": ("where", "not_by", "unless_by", "when"),
    "models": ("default", "unique"),
}
MATTERS = ("permission", "rule", "action", "automation", "computed")


@dataclass(frozen=True, slots=True)
class Removal:
    """A tool without one thing: what is gone, of which file, and the text of that file."""

    what: str
    path: str
    text: str
    model: str = ""

    @property
    def kind(self) -> str:
        """`permission`, `permission where`, `action by`, `rule`, `computed`, `page` …"""
        return self.what.partition(":")[0]

    @property
    def about(self) -> str:
        """What a test names that may notice it: the model, or a row of it."""
        row = re.sub(r"(?<!^)(?=[A-Z])", "_", self.model).lower()
        return rf"\b{self.model}\b|(\b|_){row}(_row)?\b" if self.model else "."

    @property
    def matters(self) -> bool:
        """Whether it is of a right, a rule, a button, an automation or a computed value."""
        return self.kind.split()[0] in MATTERS


def removals(files: dict[str, str]) -> Iterator[Removal]:
    """Each thing of a compiled tool that a person could take out of it."""
    for name in ("models", "rules", "permissions", "actions", "pages", "automations"):
        path = f"app/{name}.py"
        source = files.get(path, "")
        for klass in (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)):
            model = klass.name if name == "models" else _model_of(klass)
            for kind, what, node, instead in _things(name, klass):
                text = _without(source, node, instead)
                yield Removal(f"{kind}: {name}.{what}", path, text, model)


def _model_of(klass: ast.ClassDef) -> str:
    found = (one.value for one in _assignments(klass) if ast.unparse(one.targets[0]) == "model")
    return next(map(ast.unparse, found), "")


Thing = tuple[str, str, ast.AST, str]
"""Its kind, what it is called, where it stands, and what stands there without it."""


def _things(module: str, klass: ast.ClassDef) -> Iterator[Thing]:
    if module in WHOLE:
        yield WHOLE[module], klass.name, klass, "pass"
    one = WHOLE.get(module, module.removesuffix("s"))
    for statement in _assignments(klass):
        target, value = statement.targets[0], statement.value
        assert isinstance(target, ast.Name)
        label = f"{klass.name}.{target.id}"
        if module in ("rules", "permissions") and isinstance(value, ast.Call):
            yield one, label, statement, "pass"
        elif target.id in NAMED.get(module, ()):
            yield f"{one} {target.id.strip('_')}", label, statement, "pass"
        elif target.id in LISTED.get(module, ()) and isinstance(value, ast.Tuple | ast.List):
            kind = "rule" if module == "models" else f"{one} {target.id}"
            for number, element in enumerate(value.elts):
                yield kind, f"{label}[{number}]", element, ""
        for keyword in _keywords(module, value):
            called = keyword.arg or ""
            sort = {"unique": "rule", "default": "default"}.get(called, f"{one} {called}")
            yield sort, f"{label}.{called}", keyword, ""
        if module == "models" and isinstance(value, ast.Call):
            yield from _computed(label, value)


def _keywords(module: str, value: ast.expr) -> Iterator[ast.keyword]:
    if isinstance(value, ast.Call):
        yield from (one for one in value.keywords if one.arg in KEYWORDS.get(module, ()))


def _computed(label: str, value: ast.Call) -> Iterator[Thing]:
    """Each case of what is worked out, and each condition of what is counted."""
    if ast.unparse(value.func) != "kit.Computed":
        return
    found = 0
    for node in ast.walk(value.args[0]):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "models.When":
            found += 1
            yield "computed case", f"{label}.case[{found}]", node, ""
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            if keyword.arg == "where":
                found += 1
                yield "computed where", f"{label}.where[{found}]", keyword, ""
    if not found:
        field = ast.unparse(value.args[1])
        yield "computed", label, value.args[0], f"models.Value(None, output_field={field})"


def _assignments(klass: ast.ClassDef) -> Iterator[ast.Assign]:
    """Those of a class, and of its `Meta`."""
    for node in klass.body:
        if isinstance(node, ast.Assign):
            yield node
        elif isinstance(node, ast.ClassDef) and node.name == "Meta":
            yield from _assignments(node)


def _without(source: str, node: ast.AST, instead: str) -> str:
    """The source with this in the place of a node; without anything, without the comma too."""
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line.encode()) + 1)
    raw = source.encode()
    begin = starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
    end = starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]
    if instead:
        return (raw[:begin] + instead.encode() + raw[end:]).decode()
    return (raw[:begin] + raw[end:].lstrip().removeprefix(b",")).decode()


def unnoticed(files: dict[str, str], several: Iterable[Removal]) -> list[Removal]:
    """The removals after which all tests of the tool still pass. Raises where the tool fails."""
    with tempfile.TemporaryDirectory(prefix="removals-") as home:
        jobs = [_job(Path(home) / "whole", files, "shared")]
        several = list(several)
        for number, one in enumerate(several):
            tables = "own" if one.kind == "rule" and one.path.endswith("models.py") else "same"
            folder = Path(home) / str(number)
            jobs.append(_job(folder, files | {one.path: one.text}, tables) | {"about": one.about})
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
    if right:
        raise AssertionError(f"the tool as it is fails: {right}")
    return [one for one, failed in zip(several, found, strict=True) if not failed]


def _job(folder: Path, files: dict[str, str], tables: str) -> dict[str, object]:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return {"tool": str(folder), "tests": [EVERY], "tables": tables}


def main(names: Sequence[str], everything: bool) -> None:
    """Print the figures of these templates, or of all."""
    for name in names or sorted(one.stem for one in GALLERY.glob("*.json")):
        data = json.loads((GALLERY / f"{name}.json").read_text("utf-8"))
        files = compile_blueprint(load(data).blueprint)
        every = [one for one in removals(files) if everything or one.matters]
        _say(name, every, unnoticed(files, every))


def _say(name: str, every: list[Removal], missed: list[Removal]) -> None:
    ours, gone = (Counter(one.kind for one in several) for several in (every, missed))
    of, without = (sum(one.matters for one in several) for several in (every, missed))
    share = f"{of - without} of {of} of what matters, {100 * (of - without) // max(of, 1)} %"
    print(f"{name}: {len(every) - len(missed)} of {len(every)} noticed ({share})")
    for kind, number in ours.items():
        print(f"  {kind}: {number - gone[kind]} of {number}")
    for one in missed:
        print(f"    {'- ' if one.matters else '. '}{one.what}", flush=True)


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--all", action="store_true", dest="everything")
    asked = parser.parse_args()
    main(asked.names, asked.everything)
