"""The tests that are written beside a tool find what they are about: the tool is made wrong in one
place, and the test of that place fails.
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

Data = dict[str, Any]
ROOT = Path(__file__).parents[5]
FIELDS = [
    {"kind": "text", "id": "name", "required": True},
    {"kind": "integer", "id": "size", "min": "0", "max": "40"},
    {"kind": "date", "id": "due"},
    {"kind": "date", "id": "since"},
    {"kind": "person", "id": "owner"},
    {"kind": "text", "id": "reason", "readonly": True},
    {"kind": "text", "id": "grade"},
    {"kind": "money", "id": "cost", "seen_by": ["keeper"]},
    {"kind": "text", "id": "verdict", "edited_by": ["keeper"]},
    {
        "kind": "status",
        "id": "state",
        "values": [{"id": "open"}, {"id": "shut", "closed": True}],
    },
    {"kind": "boolean", "id": "large", "expr": "size > 10"},
    {"kind": "integer", "id": "twice", "expr": "size * 2"},
]
CLOSE = {
    "kind": "transition",
    "id": "close",
    "from": ["open"],
    "to": "shut",
    "by": ["keeper"],
    "not_by": ["row.created_by"],
    "needs": ["reason"],
}
TASK: Data = {
    "id": "task",
    "comments": True,
    "fields": FIELDS,
    "actions": [CLOSE, {"kind": "update", "id": "postpone", "set": ["due = today + days(1)"]}],
    "rules": [
        {"kind": "unique", "fields": ["name"], "message": "It is here already."},
        {
            "kind": "validation",
            "id": "order",
            "expr": "due >= since",
            "message": "It ends before it begins.",
        },
        {"kind": "lock", "id": "lock", "when": "state.closed", "message": "It is shut."},
        {
            "kind": "required_if",
            "field": "owner",
            "when": "size > 20",
            "message": "Somebody has to own it.",
        },
    ],
    "permissions": [
        {"id": "member", "by": ["member"], "can": ["view", "create"]},
        {"id": "owner", "by": ["row.owner"], "can": ["edit"]},
        {"id": "keeper", "by": ["keeper"], "can": ["all"]},
    ],
}
TASKS: Data = {
    "kind": "table",
    "id": "tasks",
    "entity": "task",
    "columns": ["name", "due", "state", "cost"],
    "filters": ["owner", "large"],
    "sort": ["due"],
    "counts": [{"id": "big", "where": "size > 10"}],
}
GRADE = {
    "kind": "decide",
    "field": "grade",
    "cases": [{"when": "size > 10", "value": "A"}],
    "otherwise": "B",
}
WISHES = {
    "columns": "pages.tasks.columns",
    "sorted": "pages.tasks.sort",
    "filtered": "pages.tasks.filters.owner",
    "counted": "pages.tasks.counts.big",
    "scoped": "pages.large.scope",
    "figure": "pages.board.parts.many",
    "weeks": "pages.board.parts.trend",
    "closed": "entities.task.actions.close",
    "postponed": "entities.task.actions.postpone",
    "owned": "entities.task.permissions.owner",
    "doubled": "entities.task.fields.twice",
    "commented": "entities.task.comments",
    "kept": "entities.task",
}
TOOL: Data = {
    "name": "Tasks",
    "roles": [{"id": "keeper"}],
    "entities": [TASK],
    "pages": [
        TASKS,
        {"kind": "table", "id": "large", "entity": "task", "scope": "large"},
        {
            "kind": "dashboard",
            "id": "board",
            "parts": [
                {"kind": "stat", "id": "many", "entity": "task", "scope": "size > 10"},
                {
                    "kind": "chart",
                    "id": "trend",
                    "entity": "task",
                    "x": "due",
                    "grain": "week",
                    "last": 4,
                },
            ],
        },
    ],
    "automations": [
        {"id": "grade", "entity": "task", "when": {"kind": "saved", "fields": ["size"]}}
        | {"do": [GRADE]}
    ],
    "requirements": [{"quote": quote, "provides": [address]} for quote, address in WISHES.items()],
}

REQUIREMENT, RULE, BY_ITSELF, RIGHT = (
    f"app.tests.test_requirements.{name}Tests.test_"
    for name in ("Requirement", "Rule", "Automation", "Permission")
)
# The test that has to fail (and what of it): in which file, what is there, what stands instead.
MUTANTS: dict[str, tuple[str, str, str]] = {
    f"{REQUIREMENT}columns": ("pages", '"due", "state"', '"state", "due"'),
    f"{REQUIREMENT}sorted": ("pages", 'sort = ("due",)', 'sort = ("-due",)'),
    f"{REQUIREMENT}filtered": ("pages", '("owner", "large")', '("large",)'),
    f"{REQUIREMENT}counted": ("pages", '"big", Q(size__gt=10)', '"big", Q(size__gt=11)'),
    f"{REQUIREMENT}scoped": ("pages", "scope = Q(large=True)", "scope = Q()"),
    f"{REQUIREMENT}figure": ("pages", "scope=Q(size__gt=10)", "scope=Q(size__gt=11)"),
    f"{REQUIREMENT}weeks": ("pages", "last=4", "last=5"),
    f"{REQUIREMENT}closed": ("actions", "to = Task.State.SHUT", "to = Task.State.OPEN"),
    f"{REQUIREMENT}postponed": ("actions", "days=1", "days=2"),
    f"{REQUIREMENT}owned": ("permissions", '["row.owner"]', '["row.created_by"]'),
    f"{REQUIREMENT}doubled": ("models", 'F("size") * 2', 'F("size") * 3'),
    f"{REQUIREMENT}commented": ("models", "comments = True", "comments = False"),
    f"{REQUIREMENT}kept": ("permissions", '["view", "create"]', '["create"]'),
    f"{RULE}it_is_here_already": ("models", 'fields=["name"]', 'fields=["name", "id"]'),
    f"{RULE}rows_that_are_refused": ("models", "Q(due__gte", "Q(due__lte"),
    f"{RULE}it_is_shut": ("rules", "state__closed=True", "state__closed=False"),
    f"{RULE}rows_that_are_refused, of required": ("models", "~Q(size__gt=20)", "~Q(size__gt=21)"),
    f"{RULE}rows_that_are_refused, of a range": ("models", "size__lte=40", "size__lte=41"),
    f"{RULE}close_needs_reason": ("actions", '    needs = ("reason",)\n', ""),
    f"{RIGHT}who_may_do_what, its author": (
        "actions",
        '    not_by = ("row.created_by",)\n',
        "",
    ),
    f"{BY_ITSELF}grade": ("automations", 'otherwise="B"', 'otherwise="A"'),
    f"{RIGHT}who_may_do_what": ("permissions", 'can=["edit"]', 'can=["edit", "delete"]'),
    f"{RIGHT}who_may_do_what, from where": ("actions", "    from_ = (Task.State.OPEN,)\n", ""),
    f"{RIGHT}who_may_do_what, who makes": ("permissions", '["view", "create"]', '["view"]'),
    f"{RIGHT}only_some_people_see_cost_of_a_task": ("permissions", '"cost": ["keeper"]', ""),
    f"{RIGHT}only_some_people_edit_verdict_of_a_task": (
        "permissions",
        '"verdict": ["keeper"]',
        '"verdict": ["keeper", "admin"]',
    ),
}


def written(folder: Path, files: dict[str, str]) -> str:
    """A tool in a folder of its own."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return str(folder)


def wrong(files: dict[str, str], mutant: tuple[str, str, str]) -> dict[str, str]:
    """The tool with one thing wrong."""
    name, there, instead = mutant
    text = files[f"app/{name}.py"]
    assert text.count(there) == 1, (name, there)
    return files | {f"app/{name}.py": text.replace(there, instead)}


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The tests that fail in the tool as it is (under ""), and in each that is wrong."""
    home = tmp_path_factory.mktemp("tools")
    files = compile_blueprint(load(TOOL).blueprint)
    every = "app.tests.test_requirements"
    jobs: list[Data] = [
        {"tool": written(home / "right", files), "tests": [every], "tables": "shared"}
    ]
    for number, (test, mutant) in enumerate(MUTANTS.items()):
        folder = home / f"wrong_{number}"
        tables = "own" if mutant[0] == "models" else "same"
        tests = [test.partition(",")[0]]
        job = {"tool": written(folder, wrong(files, mutant)), "tests": tests, "tables": tables}
        jobs.append(job)
    (home / "jobs.json").write_text(json.dumps(jobs), "utf-8")
    command = [
        sys.executable,
        str(Path(__file__).with_name("run_tools.py")),
        str(home / "jobs.json"),
    ]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(zip(["", *MUTANTS], json.loads(done.stdout.splitlines()[-1]), strict=True))


def test_the_tool_as_it_is_passes_its_tests(failures: dict[str, list[str]]) -> None:
    assert failures[""] == []


@pytest.mark.parametrize("test", MUTANTS)
def test_a_tool_that_is_wrong_in_one_place_fails(test: str, failures: dict[str, list[str]]) -> None:
    assert failures[test]
    assert all(one.startswith(test.partition(",")[0]) for one in failures[test])
