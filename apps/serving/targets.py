"""What is behind a host: one version of one site, with one schema of rows."""

from dataclasses import dataclass

from apps.deployments.models import Preview
from apps.deployments.queries import live_config
from apps.runners import configs
from apps.runners.databases import access_to
from apps.runners.names import visitor_key_of
from apps.versions.models import Version
from apps.versions.trees import folder_of
from apps.workspaces.models import Workspace
from site_contract.config import LIVE, PREVIEW, SiteConfig


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes. `label` is the first part of the host."""

    workspace: Workspace
    version: Version
    kind: str
    schema: str
    label: str

    @property
    def site(self) -> str:
        """The site's name as its process knows it."""
        return f"{self.workspace.slug}/{self.version.site.slug}"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What its connections are kept under."""
        return self.site, self.kind, self.version.digest, self.schema

    @property
    def visitor_key(self) -> bytes:
        """What its visitors are signed with."""
        return bytes.fromhex(visitor_key_of(self.site, self.kind))

    @property
    def files_prefix(self) -> str:
        """Where its files are kept: by ids, so that no later site of the same name finds them."""
        return f"{self.workspace.pk}/{self.schema}/"

    def config(self) -> SiteConfig:
        """What its process is told. Reads the values of the site and proves its files."""
        if self.kind == LIVE:
            return live_config(self.workspace, self.version)
        return configs.preview(
            workspace=self.workspace,
            version=self.version,
            label=self.label,
            folder=folder_of(self.version),
            database=access_to(self.workspace.pk, self.schema).runtime,
        )


def live_target(workspace: Workspace, version: Version) -> Target:
    """The site that a version is live on."""
    return Target(workspace, version, LIVE, version.site.schema, version.site.slug)


def preview_target(workspace: Workspace, preview: Preview) -> Target:
    """The version that a preview shows."""
    return Target(workspace, preview.version, PREVIEW, preview.schema, preview.label)
