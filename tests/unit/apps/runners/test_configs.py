"""What a process is told, and what it is not."""

from pathlib import Path
from typing import Any

from apps.runners import configs
from apps.runners.databases import access_to
from apps.workspaces.models import Workspace

SITE: Any = type("Site", (), {"slug": "keys", "name": "Office keys"})
VERSION: Any = type("Version", (), {"digest": "d" * 64, "site": SITE})
FOLDER = Path("/sites/acme/keys")


def live(acme: Workspace, way: str, **given: Any) -> Any:
    database = getattr(access_to(acme.pk, "s_1"), way)
    return configs.live(
        workspace=acme, site=SITE, version=VERSION, folder=FOLDER, database=database, **given
    )


def test_a_live_site_has_its_values_and_no_owner(acme: Workspace) -> None:
    config = live(acme, "runtime", environment={"ERP_URL": "x"})
    assert (config.kind, config.site) == ("live", "acme/keys")
    assert config.environment == {"ERP_URL": "x"}
    assert config.owner is None
    assert config.database.user.endswith("_run")


def test_a_job_that_changes_tables_has_both_roles(acme: Workspace) -> None:
    config = live(acme, "owner")
    assert config.owner is not None
    assert config.owner.user.endswith("_owner")
    assert config.database.user.endswith("_run")


def test_it_speaks_the_workspaces_language(acme: Workspace) -> None:
    config = live(acme, "runtime")
    said = (config.language, config.timezone, config.currency, config.workspace)
    assert said == (acme.language, acme.timezone, acme.currency, acme.name)
    assert config.address == acme.site_address("keys")
    assert config.portal_address == f"{acme.address}/tools/keys/"


def test_a_preview_has_no_value_of_the_live_site(acme: Workspace) -> None:
    database = access_to(acme.pk, "pv_1").runtime
    config = configs.preview(
        workspace=acme, version=VERSION, label="pv-1", folder=FOLDER, database=database
    )
    assert (config.kind, config.environment) == ("preview", {})
    assert config.visitor_key != live(acme, "runtime").visitor_key
    assert config.address == acme.site_address("pv-1")


def test_working_out_migrations_needs_no_database(acme: Workspace) -> None:
    config = configs.trial(workspace=acme, site=SITE, folder=FOLDER, database=None)
    assert (config.kind, config.owner, config.database) == ("trial", None, configs.NOWHERE)
