"""What tests of deployments stand on: Bea's tool, and something in the place of databases and
runner, which are tried in `tests/flow`.
"""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.made import a_site

# The package gives the actions under the modules' names.
carried = import_module("apps.deployments.actions.carry_out")
opened = import_module("apps.deployments.actions.open_preview")
closed = import_module("apps.deployments.actions.close_previews")


@pytest.fixture
def site(acme: Workspace, cast: Cast) -> Site:
    return a_site(cast.bea)


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What jobs were run, which schemas were made and dropped; `result` is what a job gives."""
    told = SimpleNamespace(
        jobs=[],
        made=[],
        dropped=[],
        result=SimpleNamespace(ok=True, data={"statements": ["CREATE TABLE key ()"]}, error=""),
    )

    def run_job(kind: str, config: Any, payload: dict[str, Any], **rest: Any) -> Any:
        told.jobs.append((kind, payload))
        return told.result

    access = SimpleNamespace(owner=None)

    def provision(key: int, schema: str) -> Any:
        told.made.append(schema)
        return access

    stand_in = SimpleNamespace(
        ensure_workspace_database=lambda key: None,
        provision_schema=provision,
        drop_schema=lambda key, schema: told.dropped.append(schema),
    )
    made = SimpleNamespace(live=lambda **given: None, preview=lambda **given: None)
    monkeypatch.setattr(carried.client, "run_job", run_job)
    for module in (carried, opened, closed):
        monkeypatch.setattr(module, "databases", stand_in)
    for module in (carried, opened):
        monkeypatch.setattr(module, "configs", made)
    monkeypatch.setattr(carried, "sync_directory", lambda workspace: None)
    return told
