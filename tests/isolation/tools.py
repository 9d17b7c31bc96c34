"""Tools for tests of what surrounds tools: written to a folder, run only by the runner."""

import shutil
from pathlib import Path
from typing import Any

from django.db import connection

from apps.runners import configs, databases
from apps.runners.client import run_job
from apps.sites.actions import go_live
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from site_contract.config import Database, SiteConfig
from tests.made import BLUEPRINT, a_site, a_version

UNRULY = Path(__file__).parent / "unruly"
NEEDS: dict[str, Any] = {"settings_needed": [{"key": "ERP_URL", "kind": "env", "name": "ERP"}]}
NOWHERE = Database("127.0.0.1", 5432, "none", "nobody", "", "none")


def unruly(folder: Path, **changed: str) -> Path:
    """A copy of the unruly tool; `models="…"` replaces the text of app/models.py."""
    shutil.copytree(UNRULY, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in changed.items():
        file = folder / "app" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def files_of(folder: Path) -> dict[str, str]:
    """A tree as the pipeline holds it."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*.py"))
    }


def config_of(folder: Path, **given: Any) -> SiteConfig:
    """The configuration of a process that needs no rows."""
    values: dict[str, Any] = {
        "site": "acme/unruly",
        "kind": "live",
        "digest": "d" * 64,
        "code": str(folder),
        "database": NOWHERE,
        "visitor_key": "ab" * 32,
        "environment": {},
        "name": "Unruly notes",
        "language": "en",
        "timezone": "UTC",
        "currency": "EUR",
        "address": "http://unruly--acme.localhost:8000",
        "portal_address": "http://acme.localhost:8000/tools/unruly/",
    }
    return SiteConfig(**(values | given))


def with_migrations(folder: Path) -> Path:
    """Have the migrations that a tree lacks written into it, by the runner."""
    result = run_job("write_migrations", config_of(folder, kind="trial"), {}, timeout=30)
    assert result.ok, result.error
    for path, text in result.data["files"].items():
        (folder / path).write_text(text)
    return folder


def number_sites_from(first: int) -> None:
    """Let the next site have this id in every test, hence the same schema and the same process."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('sites_site', 'id'), %s, false)", [first]
        )


def put_live(by: Any, folder: Path, name: str = "Unruly") -> Site:
    """A site with this tree live, open to its owner and admins; its tables are not made."""
    site = a_site(by, name)
    version = a_version(by, site, files=files_of(folder), blueprint=BLUEPRINT | NEEDS)
    go_live(by=by, site=site, version=version)
    site.refresh_from_db()
    return site


def make_tables(workspace: Workspace, site: Site, folder: Path) -> list[str]:
    """Bring the site's schema to this tree; the SQL that ran."""
    assert site.live_version is not None
    databases.ensure_workspace_database(workspace.pk)
    access = databases.provision_schema(workspace.pk, site.schema)
    config = configs.live(
        workspace=workspace,
        site=site,
        version=site.live_version,
        folder=folder,
        database=access.owner,
    )
    result = run_job("migrate", config, {}, timeout=30)
    assert result.ok, result.error
    statements: list[str] = result.data["statements"]
    return statements
