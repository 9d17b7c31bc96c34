"""No line of a tool is run by the portal: not to build, not to try, not to migrate, not to serve.

The poisoned tool leaves a mark when it is imported, and breaks whatever imported it.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from apps.access.actions import set_access
from apps.runners import configs, databases
from apps.runners.client import run_job
from apps.workspaces.models import Workspace
from site_contract.jobs import KINDS, JobResult
from tests.cast import Cast
from tests.isolation.direct import ask
from tests.isolation.tools import config_of, put_live, unruly

Browse = Callable[..., Client]
POISON = '''"""Poison."""
import os
with open({mark!r}, "a") as mark:
    mark.write(str(os.getpid()) + "\\n")
raise RuntimeError("poisoned")
'''


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "mark"


@pytest.fixture
def poisoned(tmp_path: Path, mark: Path) -> Path:
    return unruly(tmp_path / "poisoned", models=POISON.format(mark=str(mark)))


def job(kind: str, folder: Path, workspace: Workspace) -> JobResult:
    databases.ensure_workspace_database(workspace.pk)
    access = databases.provision_schema(workspace.pk, "t_900")
    try:
        site: Any = type("Site", (), {"slug": "poisoned", "name": "Poisoned"})
        config = configs.trial(workspace=workspace, site=site, folder=folder, database=access.owner)
        return run_job(kind, config, {}, timeout=30)
    finally:
        databases.drop_schema(workspace.pk, "t_900")


def assert_untouched(mark: Path) -> None:
    """The poison was taken, by somebody else."""
    took = {int(line) for line in mark.read_text().split()}
    assert took
    assert os.getpid() not in took
    assert not [name for name in sys.modules if name == "app" or name.startswith("app.")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_job_on_a_poisoned_tool_is_a_sentence(
    runner: Path, poisoned: Path, mark: Path, acme: Workspace, kind: str
) -> None:
    result = job(kind, poisoned, acme)
    assert not result.ok
    assert result.error == (
        "The tool could not start. RuntimeError: poisoned (app/models.py, line 5)"
    )
    assert_untouched(mark)


def test_a_poisoned_tool_is_served_as_a_sentence(
    runner: Path, poisoned: Path, mark: Path, acme: Workspace, cast: Cast, browser_of: Any
) -> None:
    site = put_live(cast.bea, poisoned, "Poisoned")
    set_access(by=cast.ada, site=site, mode="workspace")
    browser = browser_of(cast.mara, "poisoned--acme.localhost:8000")
    answer = browser.get("/notes/")
    assert answer.status_code == 502
    assert b"poisoned" not in answer.content.lower().replace(b"poisoned--acme", b"")
    assert_untouched(mark)


OURS = [
    "portal",
    "portal.settings",
    "apps",
    "apps.runners.client",
    "tests.cast",
    "manage",
    "site_runtime.runner",
    "site_runtime.runner.desk",
]


@pytest.mark.parametrize("name", OURS)
def test_a_site_cannot_import_what_is_ours(runner: Path, unruly_tree: Path, name: str) -> None:
    said = json.loads(ask(config_of(unruly_tree), f"/x/load/?name={name}")[1])
    assert "ModuleNotFoundError" in said["error"]


@pytest.mark.parametrize("name", ["site_kit.words", "site_contract.jobs", "app.models", "decimal"])
def test_a_site_can_import_what_it_stands_on(runner: Path, unruly_tree: Path, name: str) -> None:
    assert "file" in json.loads(ask(config_of(unruly_tree), f"/x/load/?name={name}")[1])


def test_a_compiled_file_beside_the_source_is_not_run(runner: Path, tmp_path: Path) -> None:
    folder = unruly(tmp_path / "tree", extra='VALUE = "from source"\n')
    cache = folder / "app" / "__pycache__"
    cache.mkdir()
    _compile('raise RuntimeError("from the compiled file")\n', folder / "app" / "extra.py", cache)
    said = json.loads(ask(config_of(folder), "/x/load/?name=app.extra")[1])
    assert "file" in said
    assert sorted(path.name for path in cache.iterdir()) == ["extra.cpython-311.pyc"]


def _compile(text: str, source: Path, cache: Path) -> None:
    """A compiled file that Python would believe: it names the source's own time and size."""
    import importlib._bootstrap_external as external
    from importlib.util import cache_from_source

    stat = source.stat()
    code = compile(text, str(source), "exec")
    content = external._code_to_timestamp_pyc(code, int(stat.st_mtime), stat.st_size)
    (cache / Path(cache_from_source(str(source))).name).write_bytes(content)


def test_the_defence_against_compiled_files_is_needed(tmp_path: Path) -> None:
    """The same file is run by Python's own loader."""
    import subprocess

    folder = unruly(tmp_path / "tree", extra='VALUE = "from source"\n')
    cache = folder / "app" / "__pycache__"
    cache.mkdir()
    _compile('print("from the compiled file")\n', folder / "app" / "extra.py", cache)
    asked = [sys.executable, "-c", "import app.extra"]
    said = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=True)
    assert said.stdout == "from the compiled file\n"
