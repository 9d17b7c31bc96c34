"""What a date or the clock starts, from the blueprint to the tests of the compiled tool."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint
from apps.plans.blueprint.loading import load

Data = dict[str, Any]
ROOT = Path(__file__).parents[5]
TESTS = "app/tests/test_requirements.py"
THING = {
    "id": "thing",
    "fields": [
        {"kind": "text", "id": "name", "required": True},
        {"kind": "date", "id": "due"},
        {"kind": "datetime", "id": "starts"},
        {"kind": "date", "id": "stamped", "readonly": True},
        {"kind": "person", "id": "owner"},
        {"kind": "boolean", "id": "late"},
        {"kind": "status", "id": "state", "values": [{"id": "open"}, {"id": "shut"}]},
    ],
    "actions": [{"kind": "update", "id": "shut_it", "set": ["late = True"]}],
}
SHEET = {
    "id": "sheet",
    "fields": [
        {"kind": "person", "id": "employee", "required": True},
        {"kind": "week", "id": "period"},
    ],
}
TELL = {"kind": "notify", "to": ["row.owner"], "text": "{title} is due: {link}"}
OPEN = "state == 'open'"
MISSING = "not exists(sheet, where=employee == row and period == week_start(today))"


def every(length: str, **more: Any) -> Data:
    return {"kind": "schedule", "every": length, **more}


def on(field: str, **more: Any) -> Data:
    return {"kind": "date", "field": field, **more}


def does(identifier: str, when: Data, *steps: Data, entity: str = "thing", where: str = "") -> Data:
    one = {"id": identifier, "entity": entity, "when": when, "where": where, "do": list(steps)}
    return {key: value for key, value in one.items() if value}


def tool(*automations: Data) -> dict[str, str]:
    data = {"name": "Things", "roles": [{"id": "keeper"}], "entities": [THING, SHEET]}
    return compile_blueprint(load(data | {"automations": list(automations)}).blueprint)


REPORT = {
    "kind": "digest",
    "to": ["row.owner", "keeper"],
    "text": "{count} are late. {link}",
    "columns": ["due", "owner.name"],
}
LATE = does("late", on("due", offset=1), {"kind": "update", "set": ["late = True"]}, where=OPEN)
SEVERAL = (
    does("remind", on("due", offset=-14, again_days=7), TELL, where=OPEN),
    does("soon", on("starts", offset=-30, unit="hours"), TELL),
    does("month", on("due", offset=-2, unit="months"), TELL),
    does("stamp", on("stamped"), TELL),
    does("report", every("week", on="friday", at="15:00"), REPORT, where=OPEN),
    does("nag", every("workday"), TELL | {"to": ["row"]}, entity="person", where=MISSING),
    does(
        "sheets",
        every("month"),
        {"kind": "create", "entity": "sheet", "set": ["employee = row"]},
        entity="person",
    ),
    does(
        "yearly",
        every("year", on="01-31"),
        {"kind": "notify", "to": ["keeper"], "text": "Count. {link}"},
        entity="",
    ),
)
SOURCE = [
    'when = kit.OnDate("due", -14, again_days=7)',
    'when = kit.OnDate("starts", -30, unit="hours")',
    'when = kit.OnDate("stamped")',
    'when = kit.Every("week", on="friday", at="15:00")',
    'columns=("due", "owner.name")',
    'model = "person"\n    when = kit.Every("workday")',
    'kit.Make(Sheet, {"employee": kit.Of("row")})',
    'class Yearly(kit.Automation):\n    """Tell keepers every year on 31 January at 08:00."""\n\n'
    '    when = kit.Every("year", on="01-31")',
]


@pytest.mark.parametrize("line", SOURCE)
def test_it_is_written_as_by_hand(line: str) -> None:
    assert line in tool(*SEVERAL)["app/automations.py"]


SENTENCES = [
    "due=self.today_minus(days=-14))\n        self.clock_strikes()\n        "
    'self.assertRan("remind", thing)',
    'self.clock_strikes()\n        self.assertRan("report", thing)',
    'self.clock_strikes()\n        self.assertRan("sheets", self.mara.person)',
    'self.clock_strikes()\n        self.assertRan("yearly")',
]


@pytest.mark.parametrize("lines", SENTENCES)
def test_a_stroke_of_the_clock_is_told(lines: str) -> None:
    assert lines in tool(*SEVERAL)[TESTS]


def test_what_it_writes_is_looked_at() -> None:
    lines = "self.clock_strikes()\n        self.assertHolds(thing, late=True)"
    assert lines in tool(LATE)[TESTS]


@pytest.mark.parametrize("untold", ['"stamp"', '"nag"'])
def test_what_cannot_be_told_for_certain_is_not(untold: str) -> None:
    assert f"assertRan({untold}" not in tool(*SEVERAL)[TESTS]


OF_IT = "app.tests.test_requirements.AutomationTests.test_"
MUTANTS = {
    "remind": ('"due", -14', '"due", 14'),
    "report": (
        "Q(state=Thing.State.OPEN)\n    do = (\n        kit.Digest",
        "Q(state=Thing.State.SHUT)\n    do = (\n        kit.Digest",
    ),
    "sheets": ('{"employee": kit.Of("row")}', "{}"),
}


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The tests that fail in the tools as they are, and in each that is wrong in one place."""
    home = tmp_path_factory.mktemp("timed")
    right = tool(*SEVERAL)
    jobs = [_job(home / "late", tool(LATE), "late"), _job(home / "right", right)]
    for name, (before, after) in MUTANTS.items():
        source = right["app/automations.py"]
        assert before in source
        wrong = right | {"app/automations.py": source.replace(before, after)}
        jobs.append(_job(home / name, wrong, name))
    (home / "jobs.json").write_text(json.dumps(jobs))
    runner = Path(__file__).with_name("run_tools.py")
    command = [sys.executable, str(runner), str(home / "jobs.json")]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(zip(["late", "right", *MUTANTS], json.loads(done.stdout), strict=True))


def _job(folder: Path, files: dict[str, str], test: str = "") -> Data:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    tests = [f"{OF_IT}{test}" if test else "app.tests.test_requirements"]
    return {"tool": str(folder), "tests": tests, "tables": "own"}


@pytest.mark.parametrize("name", ["late", "right"])
def test_the_tests_of_a_tool_pass(name: str, failures: dict[str, list[str]]) -> None:
    assert failures[name] == []


@pytest.mark.parametrize("name", MUTANTS)
def test_the_test_of_a_wrong_tool_fails(name: str, failures: dict[str, list[str]]) -> None:
    assert failures[name] == [f"{OF_IT}{name}"]


ASK = {"kind": "agent", "instructions": "Is {name} late? {owner.name}", "may": ["late", "state"]}


def test_a_task_for_a_language_model_is_answered_by_the_test() -> None:
    files = tool(
        does("judge", {"kind": "created"}, ASK),
        does("wonder", {"kind": "changed", "field": "name"}, ASK | {"may": ["shut_it"]}),
        does("weekly", every("week"), ASK),
    )
    assert (
        'kit.Agent("Is {name} late? {owner.name}", may=("late", "state"))'
        in files["app/automations.py"]
    )
    tests = files[TESTS]
    assert 'self.model_answers("judge", thing, {"late": True})' in tests
    assert "self.assertHolds(thing, late=True)" in tests
    assert 'self.assertAsked("wonder", thing)' in tests
    assert 'self.assertRan("weekly", thing)' in tests
