"""The configuration of a site's process: everything it is told, for each thing it may be started
for.

`database` is either way into the schema (`SchemaAccess.owner` or `.runtime`). Given the owner's,
the configuration is for a job that changes tables; a process that serves is never given it.
"""

from pathlib import Path
from typing import Any, Protocol

from apps.runners.databases import is_owner, runtime_of
from apps.runners.names import visitor_key_of
from apps.workspaces.models import Workspace
from site_contract.config import LIVE, PREVIEW, TRIAL, Database, SiteConfig

NOWHERE = Database("127.0.0.1", 5432, "none", "nobody", "", "none")
"""For jobs that need no database."""


class SiteLike(Protocol):
    """What this room needs to know of a site."""

    slug: str
    name: str


class VersionLike(Protocol):
    """What this room needs to know of a version."""

    digest: str

    @property
    def site(self) -> Any:
        """The site it is a version of."""


def live(
    *,
    workspace: Workspace,
    site: SiteLike,
    version: VersionLike,
    folder: Path,
    database: Database,
    environment: dict[str, str] | None = None,
) -> SiteConfig:
    """A live site, with the values that it alone may know."""
    return _config(workspace, site, LIVE, version.digest, folder, database, environment, site.slug)


def preview(
    *, workspace: Workspace, version: VersionLike, label: str, folder: Path, database: Database
) -> SiteConfig:
    """A version on a throw-away host, without any value of the live site."""
    return _config(workspace, version.site, PREVIEW, version.digest, folder, database, None, label)


def trial(
    *, workspace: Workspace, site: SiteLike, folder: Path, database: Database | None
) -> SiteConfig:
    """A tree that is not a version yet; without a database, to work out its migrations only."""
    return _config(
        workspace, site, TRIAL, folder.name, folder, database or NOWHERE, None, site.slug
    )


def _config(
    workspace: Workspace,
    site: SiteLike,
    kind: str,
    digest: str,
    folder: Path,
    database: Database,
    environment: dict[str, str] | None,
    label: str,
) -> SiteConfig:
    name = f"{workspace.slug}/{site.slug}"
    return SiteConfig(
        site=name,
        kind=kind,
        digest=digest,
        code=str(folder),
        database=database if database is NOWHERE else runtime_of(database),
        owner=database if is_owner(database) else None,
        visitor_key=visitor_key_of(name, kind),
        environment=environment or {},
        name=site.name,
        language=workspace.language,
        timezone=workspace.timezone,
        currency=workspace.currency,
        address=workspace.site_address(label),
        portal_address=f"{workspace.address}/tools/{site.slug}/",
        workspace=workspace.name,
    )
