"""Rules that create rows, from the blueprint to a tool whose own tests find what is wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint, unsupported
from apps.plans.blueprint.loading import load, shaped

from .trees import small

Data = dict[str, Any]
ROOT = Path(__file__).parents[5]
NAME = {"kind": "text", "id": "name", "required": True}
HIRE = {"kind": "relation", "id": "hire", "to": "hire", "required": True}
RULES = [
    {
        "kind": "creates",
        "id": "steps",
        "entity": "task",
        "each": "step",
        "where": "not remote or row.remote",
        "set": ["hire = row", "name = each.name", "due = row.starts_on + days(each.after)"],
    },
    {
        "kind": "creates",
        "id": "usual",
        "entity": "task",
        "columns": ["name", "due", "done"],
        "rows": [["Keys", "=row.starts_on", "yes"], ["Desk", "", ""]],
        "set": ["hire = row"],
        "where": "remote == False",
    },
    {
        "kind": "creates",
        "id": "badge",
        "on": "arrive",
        "entity": "badge",
        "set": ["hire = row", "name = row.name"],
        "message": "There is a badge of this name.",
    },
    {
        "kind": "creates",
        "id": "notes",
        "entity": "note",
        "each": "person",
        "where": "each in row.crew",
        "set": ["hire = row", "name = each.name"],
    },
]
TOOL: Data = {
    "name": "Arrivals",
    "entities": [
        {
            "id": "step",
            "fields": [
                NAME,
                {"kind": "integer", "id": "after"},
                {"kind": "boolean", "id": "remote"},
            ],
        },
        {
            "id": "hire",
            "fields": [
                NAME,
                {"kind": "date", "id": "starts_on", "required": True},
                {"kind": "boolean", "id": "remote"},
                {"kind": "people", "id": "crew"},
                {"kind": "status", "id": "state", "values": [{"id": "due"}, {"id": "here"}]},
            ],
            "rules": RULES,
            "actions": [{"kind": "transition", "id": "arrive", "from": ["due"], "to": "here"}],
        },
        {
            "id": "task",
            "child_of": "hire",
            "fields": [
                HIRE,
                NAME,
                {"kind": "date", "id": "due"},
                {"kind": "boolean", "id": "done"},
            ],
        },
        {"id": "badge", "fields": [HIRE, NAME | {"unique": True}]},
        {"id": "note", "fields": [HIRE, NAME]},
    ],
}
TEST = "app.tests.test_requirements.RuleTests.test_a_hire_brings_its_"
WRONG = {
    f"{TEST}task_along": ('"name": kit.Of("each", "name"),', '"name": kit.Of("row", "name"),'),
    f"{TEST}task_along_2": ('{"name": "Desk"}', '{"name": "Door"}'),
    f"{TEST}badge_along_on_arrive": ('on="arrive"', 'on="created"'),
    f"{TEST}note_along": ("Q(pk__in=", "~Q(pk__in="),
}


def written(folder: Path, files: dict[str, str]) -> str:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return str(folder)


def test_the_rules_read_as_declarations() -> None:
    rules = compile_blueprint(load(TOOL).blueprint)["app/rules.py"]

    assert "from app.models import Badge, Hire, Note, Step, Task" in rules
    assert 'where=Q(pk__in=kit.Of("row", "crew")),' in rules
    assert '"due": kit.Later(kit.Of("row", "starts_on"), days=kit.Of("each", "after")),' in rules
    assert 'rows=({"name": "Keys", "due": kit.Of("row", "starts_on"), "done": True}' in rules
    assert 'message="There is a badge of this name.",' in rules


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The tests that fail in the tool as it is, then in each that is wrong."""
    home = tmp_path_factory.mktemp("tools")
    files = compile_blueprint(load(TOOL).blueprint)
    every = ["app.tests.test_requirements"]
    jobs: list[Data] = [
        {"tool": written(home / "right", files), "tests": every, "tables": "shared"}
    ]
    for number, (test, (there, instead)) in enumerate(WRONG.items()):
        rules = files["app/rules.py"]
        assert rules.count(there) == 1, there
        wrong = files | {"app/rules.py": rules.replace(there, instead)}
        tool = written(home / str(number), wrong)
        jobs.append({"tool": tool, "tests": [test], "tables": "same"})
    (home / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    runner = Path(__file__).with_name("run_tools.py")
    command = [sys.executable, str(runner), str(home / "jobs.json")]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_tool_passes_its_tests_and_a_wrong_one_does_not(failures: list[list[str]]) -> None:
    right, *wrong = failures

    assert right == []
    assert wrong == [[test] for test in WRONG]


def test_what_is_no_entity_of_the_tool_is_no_template() -> None:
    rule = {
        "kind": "creates",
        "id": "r",
        "entity": "thing",
        "each": "history",
        "set": ["name = 'x'"],
    }

    (problem,) = unsupported(shaped(small(rules=[rule])))

    assert problem.where == "entities.thing.rules.r.each"
    assert "person: name one." in problem.message
