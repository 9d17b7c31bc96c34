"""The runner of the isolation tests, and jobs on small tools in a scratch schema."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from apps.runners import configs, databases
from apps.runners.client import run_job
from apps.workspaces.models import Workspace
from site_contract.jobs import JobProgress, JobResult
from tests.isolation.conftest import runner, runner_socket, versions_folder
from tests.isolation.tools import config_of
from tests.unit.site_runtime.a_tool import write

__all__ = ["runner", "runner_socket", "versions_folder"]

Job = Callable[..., JobResult]
SCHEMA = "t_950"


@pytest.fixture(scope="session")
def first_migration(
    tmp_path_factory: pytest.TempPathFactory, runner_socket: Path, django_db_setup: None
) -> dict[str, str]:
    """What is written for the tool about rooms as it is: path to text. Worked out once."""
    before = settings.SITEWRIGHT
    settings.SITEWRIGHT = before.model_copy(update={"runner_socket": runner_socket})
    try:
        folder = write(tmp_path_factory.mktemp("first") / "rooms")
        return dict(run_job("write_migrations", config_of(folder, kind="trial"), {}).data["files"])
    finally:
        settings.SITEWRIGHT = before


@pytest.fixture
def tree(tmp_path: Path, first_migration: dict[str, str]) -> Path:
    """The folder of a tool about rooms, with its first migration."""
    folder = write(tmp_path / "rooms")
    for path, text in first_migration.items():
        (folder / path).write_text(text)
    return folder


@pytest.fixture
def job(runner: Path, tree: Path, acme: Workspace) -> Iterator[Job]:
    """`job(kind, payload, folder=)` in a scratch schema that is there for the whole test."""
    databases.ensure_workspace_database(acme.pk)
    databases.drop_schema(acme.pk, SCHEMA)
    access = databases.provision_schema(acme.pk, SCHEMA)
    site: Any = type("Site", (), {"slug": "rooms", "name": "Rooms"})
    said: list[JobProgress] = []

    def run(
        kind: str, payload: dict[str, Any] | None = None, folder: Path = tree, **given: Any
    ) -> JobResult:
        config = configs.trial(
            workspace=acme, site=site, folder=folder, database=given.pop("database", access.owner)
        )
        return run_job(kind, config, payload or {}, said.append, timeout=given.pop("timeout", 60))

    run.said = said  # type: ignore[attr-defined]
    run.access = access  # type: ignore[attr-defined]
    yield run
    databases.drop_schema(acme.pk, SCHEMA)
