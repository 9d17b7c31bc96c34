"""Form pages, from the blueprint to the tests of the compiled tool that fill them in."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apps.builds.compiler import compile_blueprint, unsupported
from apps.plans.blueprint.loading import load, shaped

Data = dict[str, Any]
ROOT = Path(__file__).parents[5]
FIELDS = [
    {"kind": "text", "id": "name", "required": True},
    {"kind": "text", "id": "class"},
    {"kind": "date", "id": "due"},
    {"kind": "file", "id": "paper"},
    {"kind": "person", "id": "owner"},
    {"kind": "status", "id": "state", "values": [{"id": "open"}, {"id": "shut"}]},
    {"kind": "datetime", "id": "asked_at", "readonly": True},
    {"kind": "reference", "id": "code", "pattern": "T-{random}"},
]
STEPS = [
    {"name": "What", "fields": ["name", "class"]},
    {"name": "When", "fields": ["due", "paper"]},
]
ASK = {
    "kind": "form",
    "id": "ask",
    "entity": "thing",
    "steps": STEPS,
    "set": ["owner = me", "asked_at = now"],
    "after": "Thanks for {class}, {owner.name}. {link}",
}
GIVEN = {"kind": "form", "id": "give", "entity": "thing", "fields": ["name", "owner"]}
TELL = {
    "kind": "form",
    "id": "tell",
    "entity": "thing",
    "fields": ["name", "class"],
    "public": True,
    "after": "Thanks for {class}: {code}.",
    "reply": ["state"],
}
TABLE = {"kind": "table", "id": "things", "entity": "thing"}
WISHES = [
    {"quote": "ask", "provides": ["pages.ask"]},
    {"quote": "give", "provides": ["pages.give"]},
    {"quote": "tell", "provides": ["pages.tell"]},
    {"quote": "bring in", "provides": ["platform.import"]},
]


def data(*pages: Data) -> Data:
    entity = {"id": "thing", "fields": FIELDS}
    return {"name": "Things", "entities": [entity], "pages": list(pages), "requirements": WISHES}


def compiled() -> dict[str, str]:
    return compile_blueprint(load(data(TABLE, ASK, GIVEN, TELL)).blueprint)


SOURCE = [
    'steps = (("What", ("name", "class_field")), ("When", ("due", "paper")))',
    'sets = {"owner": kit.Me(), "asked_at": kit.Now()}',
    'after = "Thanks for {class_field}, {owner.name}. {link}"',
    "public = True",
    'after = "Thanks for {class_field}: {code}."',
    'reply = ("state",)',
    '"""One thing, to be filled in by anybody with the address."""',
]


@pytest.mark.parametrize("line", SOURCE)
def test_it_is_written_as_by_hand(line: str) -> None:
    assert line in compiled()["app/pages.py"]


def test_its_test_fills_it_in_and_looks_at_what_it_set() -> None:
    lines = " ".join(compiled()["app/tests/test_requirements.py"].split())
    assert 'thing = self.mara.sends("ask", Thing, name="Name 1")' in lines
    assert "self.assertHolds(thing, owner=self.mara, asked_at=self.now)" in lines
    assert 'self.mara.sends("give", Thing, name="Name 1")' in lines
    assert 'thing = self.stranger.sends("tell", Thing, name="Name 1")' in lines
    assert "self.assertIsNone(thing.created_by)" in lines
    assert 'self.assertEqual(len(self.stranger.looks_up("tell", thing.code)), 1)' in lines
    assert 'thing = self.ada.brings(Thing, name="Name 1")' in lines


def test_a_file_that_the_next_step_would_lose_is_refused() -> None:
    early = [{"name": "A", "fields": ["name", "paper"]}, {"name": "B", "fields": ["due"]}]
    (problem,) = unsupported(shaped(data(ASK | {"steps": early})))
    assert (problem.where, problem.message) == (
        "pages.ask.steps",
        "A file is chosen in the last step: move “paper” there.",
    )


OF_IT = "app.tests.test_requirements.RequirementTests.test_"
MUTANTS = {
    "ask": ("kit.Me()", "None"),
    "give": ('fields = ("name", "owner")', 'fields = ("owner",)'),
    "tell": ("public = True", "public = False"),
}


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The tests that fail in the tool as it is (under ""), and in each that is wrong."""
    home = tmp_path_factory.mktemp("sent")
    right = compiled()
    jobs = [_job(home / "right", right)]
    for name, (before, after) in MUTANTS.items():
        source = right["app/pages.py"]
        assert before in source
        jobs.append(_job(home / name, right | {"app/pages.py": source.replace(before, after)}))
    (home / "jobs.json").write_text(json.dumps(jobs))
    runner = Path(__file__).with_name("run_tools.py")
    command = [sys.executable, str(runner), str(home / "jobs.json")]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(zip(["", *MUTANTS], json.loads(done.stdout), strict=True))


def _job(folder: Path, files: dict[str, str]) -> Data:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return {"tool": str(folder), "tests": ["app.tests.test_requirements"], "tables": "own"}


def test_the_tests_of_the_tool_pass(failures: dict[str, list[str]]) -> None:
    assert failures[""] == []


@pytest.mark.parametrize("name", MUTANTS)
def test_the_test_of_a_wrong_form_fails(name: str, failures: dict[str, list[str]]) -> None:
    assert failures[name] == [f"{OF_IT}{name}"]
