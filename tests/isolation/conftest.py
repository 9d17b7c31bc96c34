"""One runner for the whole run, and a site of the unruly tool in front of which tests stand."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from apps.access.actions import set_access
from apps.accounts.models import User
from apps.runners import databases
from apps.runners.local import private_runner
from apps.serving.pool import pool
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from tests.cast import Cast
from tests.isolation.tools import make_tables, number_sites_from, put_live, unruly, with_migrations

HOST = "unruly--acme.localhost:8000"
Browse = Callable[..., Client]


@pytest.fixture(scope="session")
def runner_socket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with private_runner(tmp_path_factory.mktemp("runner")) as path:
        yield path


@pytest.fixture(scope="session")
def versions_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where versions lie as folders; the same tree in every test, so that its process can go on."""
    return tmp_path_factory.mktemp("generated_sites")


@pytest.fixture
def runner(
    runner_socket: Path,
    versions_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    _own_folder_of_versions: None,
) -> Iterator[Path]:
    """The runner, found by the portal. Processes go on from test to test, as they do in life."""
    mine = settings.SITEWRIGHT.model_copy(
        update={"runner_socket": runner_socket, "sites_dir": versions_folder}
    )
    monkeypatch.setattr(settings, "SITEWRIGHT", mine)
    yield runner_socket
    pool.close()


@pytest.fixture(scope="session")
def unruly_tree(
    tmp_path_factory: pytest.TempPathFactory, runner_socket: Path, django_db_setup: None
) -> Path:
    """The unruly tool with its first migration."""
    before = settings.SITEWRIGHT
    settings.SITEWRIGHT = before.model_copy(update={"runner_socket": runner_socket})
    try:
        return with_migrations(unruly(tmp_path_factory.mktemp("tree") / "unruly"))
    finally:
        settings.SITEWRIGHT = before


@pytest.fixture
def site(runner: Path, unruly_tree: Path, acme: Workspace, cast: Cast) -> Site:
    """The unruly tool, live in Acme Foods; Bea's, and Private. It has no tables yet."""
    number_sites_from(7000)
    return put_live(cast.bea, unruly_tree)


@pytest.fixture
def tables(site: Site, unruly_tree: Path, acme: Workspace) -> Iterator[Site]:
    """Its tables, gone afterwards."""
    make_tables(acme, site, unruly_tree)
    yield site
    databases.drop_schema(acme.pk, site.schema)


@pytest.fixture
def open_site(site: Site, cast: Cast) -> Site:
    """The same, open to the workspace."""
    set_access(by=cast.ada, site=site, mode="workspace")
    return site


@pytest.fixture
def browse(browser_of: Any, open_site: Site) -> Browse:
    """`browse(person)`: a browser of somebody on the site's host; nobody's without a person."""

    def make(person: User | None = None, host: str = HOST) -> Client:
        made: Client = browser_of(person, host)
        return made

    return make
