"""Buttons beyond a change of the row: what is written for them, and that the tests beside the tool
hold against a tool that is wrong in one of them.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint
from apps.plans.blueprint.loading import load

from .test_mutants import ROOT, written, wrong

Data = dict[str, Any]
NAME = {"kind": "text", "id": "name", "required": True}
STATUS = {"kind": "status", "id": "status", "values": [{"id": "open"}, {"id": "done"}]}
TO_IDEA = {"kind": "relation", "id": "idea", "to": "idea", "required": True}
VOTE = {"kind": "toggle", "id": "vote", "entity": "vote", "when": "status == 'open'"}
READ = {"kind": "toggle", "id": "acknowledge", "entity": "nod", "description": "Says: I read it."}
IDEA: Data = {"id": "idea", "fields": [NAME, STATUS], "actions": [VOTE, READ]}
MADE: list[Data] = [
    {"id": "vote", "fields": [TO_IDEA]},
    {"id": "nod", "append_only": True, "fields": [TO_IDEA]},
]
TRIP: Data = {
    "id": "trip",
    "fields": [
        NAME,
        {"kind": "text", "id": "code", "unique": True},
        {"kind": "integer", "id": "seats", "required": True},
        {"kind": "person", "id": "guide", "default": "me"},
        {"kind": "status", "id": "state", "values": [{"id": "planned"}, {"id": "over"}]},
    ],
    "actions": [
        {"kind": "transition", "id": "finish", "to": "over"},
        {"kind": "print", "id": "label", "body": "# {name}\n\nOpen: {link}", "bulk": True},
        {
            "kind": "duplicate",
            "id": "copy",
            "clear": ["code"],
            "with_children": True,
            "set": ["name = text(row.name, 'again')"],
        },
    ],
}
SHIFT: Data = {
    "id": "shift",
    "fields": [
        NAME,
        {"kind": "date", "id": "day", "required": True},
        {"kind": "person", "id": "worker"},
        {"kind": "date", "id": "last"},
    ],
    "actions": [
        {"kind": "repeat", "id": "again", "date": "day", "end": "last", "each": ["worker"]}
    ],
    "rules": [{"kind": "unique", "fields": ["day", "worker"]}],
}
STOP: Data = {
    "id": "stop",
    "child_of": "trip",
    "fields": [{"kind": "relation", "id": "trip", "to": "trip", "required": True}, NAME],
}
ASKED = {"label": "trip", "vote": "idea", "acknowledge": "idea", "copy": "trip", "again": "shift"}
TOOL: Data = {
    "name": "Ideas",
    "requirements": [
        {"quote": one, "provides": [f"entities.{entity}.actions.{one}"]}
        for one, entity in ASKED.items()
    ],
    "entities": [IDEA, *MADE, TRIP, STOP, SHIFT],
    "pages": [
        {"kind": "table", "id": f"{one}s", "entity": one} for one in ("idea", "trip", "shift")
    ],
}
CASE = "app.tests.test_requirements.RequirementTests.test_"
MUTANTS: dict[str, tuple[str, str, str]] = {
    f"{CASE}vote": ("actions", "entity = Vote\n", 'entity = Vote\n    by = ("nobody",)\n'),
    f"{CASE}acknowledge": ("models", "append_only = True", "append_only = False"),
    f"{CASE}label": ("actions", "# {name}", "# {code}"),
    f"{CASE}again": ("actions", '    date = "day"\n', '    date = "last"\n'),
    f"{CASE}copy": ("actions", "    with_children = True\n", ""),
}


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The tests that fail in the tool as it is (under ""), and in each that is wrong."""
    home = tmp_path_factory.mktemp("deeds")
    files = compile_blueprint(load(TOOL).blueprint)
    every = "app.tests.test_requirements"
    jobs: list[Data] = [{"tool": written(home / "right", files), "tests": [every], "tables": "own"}]
    for number, (test, mutant) in enumerate(MUTANTS.items()):
        tool = written(home / f"wrong_{number}", wrong(files, mutant))
        jobs.append({"tool": tool, "tests": [test], "tables": "own"})
    (home / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    runner = Path(__file__).with_name("run_tools.py")
    command = [sys.executable, str(runner), str(home / "jobs.json")]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(zip(["", *MUTANTS], json.loads(done.stdout.splitlines()[-1]), strict=True))


def test_the_tool_as_it_is_passes_its_tests(failures: dict[str, list[str]]) -> None:
    assert failures[""] == []
    written = compile_blueprint(load(TOOL).blueprint)["app/tests/test_requirements.py"]
    assert [one for one in ASKED if f"def test_{one}(" not in written] == []


@pytest.mark.parametrize("test", MUTANTS)
def test_a_tool_whose_button_does_something_else_fails(
    test: str, failures: dict[str, list[str]]
) -> None:
    assert failures[test]


def source(data: Data, file: str) -> str:
    """What is written for a tool, with single spaces."""
    return " ".join(compile_blueprint(load(data).blueprint)[f"app/{file}.py"].split())


def test_what_is_pressed_is_there_once_a_person_and_goes_with_its_target() -> None:
    models = source(TOOL, "models")

    assert 'name="vote_idea_once", fields=["idea", "created_by"]' in models
    assert 'violation_error_message="Your vote is here already."' in models
    cascade, protect = (f"ForeignKey(Idea, models.{one}" for one in ("CASCADE", "PROTECT"))
    assert models.index(cascade) < models.index("class Nod") < models.index(protect)


def test_only_the_target_that_is_pressed_takes_its_rows_along() -> None:
    season = {"kind": "relation", "id": "season", "to": "season"}
    entities = [{"id": "season", "fields": [NAME]}, IDEA, MADE[1]]
    entities += [{"id": "vote", "fields": [TO_IDEA, season]}, TRIP, STOP, SHIFT]
    data = TOOL | {"entities": entities}

    models = source(data, "models")

    assert "season = models.ForeignKey(Season, models.SET_NULL" in models
    assert models.count("_once") == 2


def test_a_sheet_says_what_is_on_it() -> None:
    actions = source(TOOL, "actions")

    assert '"""A sheet of a trip, to be printed."""' in actions
    assert "bulk = True" in actions
    assert 'body = "# {name}\\n\\nOpen: {link}"' in actions


def test_a_series_says_by_what_and_for_whom() -> None:
    actions = source(TOOL, "actions")

    assert 'date = "day" end = "last" each = ("worker",)' in actions
    assert "by its day, and for each worker that is ticked" in actions


def test_a_copy_says_what_it_leaves_away_and_sets() -> None:
    actions = source(TOOL, "actions")

    assert "class CopyTrip(kit.Duplicate):" in actions
    assert '"""Copy a trip with its lines, without code."""' in actions
    assert 'clear = ("code",) with_children = True sets = {"name": kit.' in actions


def test_a_button_says_what_it_is_for() -> None:
    actions = source(TOOL, "actions")

    assert '"""One\'s own vote for an idea: make it or take it back."""' in actions
    assert '"""Says: I read it."""' in actions
