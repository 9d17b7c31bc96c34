"""What is live, what was, and what could come back."""

from functools import lru_cache

from django.db.models import QuerySet
from django.utils import timezone

from apps.access.models import PublicForm
from apps.access.queries import allows_public_forms
from apps.deployments.models import Deployment, Preview
from apps.environment.queries import missing, values_for_process
from apps.plans.blueprint.outsiders import changed_form, public_forms
from apps.runners import configs
from apps.runners.databases import access_to
from apps.sites.models import Site
from apps.versions.models import Version
from apps.versions.queries import addresses_of, webhooks_of
from apps.versions.trees import folder_of
from apps.workspaces.models import Membership, Workspace
from site_contract.config import SiteConfig

UNDONE = {
    "CreateModel": "The table {model} goes, with all its rows.",
    "AddField": "The column {field} of {model} goes, with what was entered there.",
    "DeleteModel": "The table {model} comes back empty.",
    "RemoveField": "The column {field} of {model} comes back empty.",
    "AlterField": "The column {field} of {model} is what it was; what does not fit it stops this.",
}


def live_version(site: Site) -> Version | None:
    """The version that a site's address serves, or None while there is none or the site is
    suspended.
    """
    return site.live_version if site.state == Site.State.LIVE else None


def public_pages(site: Site, asks: Membership | None = None) -> frozenset[str]:
    """The form pages of a live site that outsiders may send: opened by somebody who read just what
    the live version promises, in a workspace that allows it.
    """
    version = live_version(site)
    if version is None or not allows_public_forms(asks):
        return frozenset()
    opened = PublicForm.objects.filter(site=site, opened_at__isnull=False, closed_at=None)
    promised = _promised(version.digest)
    return frozenset(
        page
        for page, digest in opened.values_list("page", "digest")
        if promised.get(page) == digest
    )


def changed_since_opened(site: Site, page: str) -> list[str]:
    """In words, what is otherwise for outsiders at a form of the live version than when it was last
    opened; nothing where it never was, or is as it was.
    """
    version = live_version(site)
    opened = PublicForm.objects.filter(site=site, page=page, opened_at__isnull=False).first()
    if version is None or opened is None or _promised(version.digest).get(page) == opened.digest:
        return []
    several = site.versions.order_by("-number").values_list("digest", "blueprint")
    read = (kept for digest, kept in several if _promised(digest).get(page) == opened.digest)
    return changed_form(next(read, {}), version.blueprint, page)


@lru_cache(maxsize=256)
def _promised(digest: str) -> dict[str, str]:
    """The digest of each public form of the versions with this digest, which has the blueprint in
    it: they are alike in every workspace.
    """
    kept = Version.objects.filter(digest=digest).values_list("blueprint", flat=True).first()
    return {form.page: form.digest for form in public_forms(kept or {})}


def live_config(workspace: Workspace, version: Version) -> SiteConfig:
    """What the processes of a live site are told: where its proven files and its rows are, and its
    values. Where its messages go, or ever went, is the portal's own business.
    """
    addresses = addresses_of(version)
    names = [name for name in version.env_names if name not in addresses]
    return configs.live(
        workspace=workspace,
        site=version.site,
        version=version,
        folder=folder_of(version),
        database=access_to(workspace.pk, version.site.schema).runtime,
        environment=values_for_process(version.site, names),
    )


def empty_values(version: Version) -> list[str]:
    """The names of the values that a version needs and that nobody has filled in."""
    addresses = [secret for secret, _ in webhooks_of(version)]
    return missing(version.site, version.env_names, addresses)


def deployments_of(site: Site) -> QuerySet[Deployment]:
    """Every going live and coming back, the newest first."""
    return site.deployments.select_related("version", "asked_by", "review")


def latest_deployment(site: Site) -> Deployment | None:
    """The newest one."""
    return deployments_of(site).first()


def previous_version(site: Site) -> Version | None:
    """The version that a roll-back brings: the newest below the live one that has been live."""
    if site.live_version is None:
        return None
    been_live = [Deployment.State.LIVE, Deployment.State.REPLACED]
    return (
        Version.objects.filter(
            site=site, number__lt=site.live_version.number, deployments__state__in=been_live
        )
        .order_by("-number")
        .first()
    )


def lost_by_rolling_back(site: Site, to: Version) -> list[str]:
    """In words, what the database loses when the versions above `to` are taken back, the newest
    first; what goes and comes without anything in it is not told.
    """
    above = site.versions.filter(
        number__gt=to.number, number__lte=site.live_version.number if site.live_version else 0
    )
    return [
        UNDONE[operation["kind"]].format(**operation)
        for version in above
        for operation in version.migration["operations"]
        if operation.get("kind") in UNDONE
    ]


def preview_by_host(label: str) -> Preview | None:
    """The preview on a host, while it lasts."""
    return (
        Preview.objects.select_related("version__site", "opened_by")
        .filter(label=label, expires_at__gt=timezone.now())
        .first()
    )
