"""Ask for a version to go live, or to come back."""

from django.db import transaction

from apps.access.capabilities import Capability
from apps.access.queries import may_manage
from apps.accounts.models import User
from apps.audit.actions import record
from apps.deployments.errors import DeployRefused
from apps.deployments.models import Deployment
from apps.deployments.queries import empty_values, previous_version
from apps.deployments.signals import deployment_queued
from apps.reviews.models import Review
from apps.reviews.queries import approval_of
from apps.sites.models import Site
from apps.versions.models import Version

UNDER_WAY = (Deployment.State.QUEUED, Deployment.State.RUNNING)


@transaction.atomic
def deploy(*, by: User, version: Version) -> Deployment:
    """A deployment in the queue. Raises `NotAllowed`, `DeployRefused`."""
    may_manage(by, version.site, Capability.DEPLOY).demand()
    site = Site.objects.select_for_update().get(pk=version.site_id)
    review = approval_of(version)
    if review is None:
        raise DeployRefused(
            f"Version {version.number} is not approved. Ask for a review; another person approves."
        )
    if site.live_version and site.live_version.number >= version.number:
        raise DeployRefused(
            f"Version {site.live_version.number} is live already. To go back, roll back."
        )
    empty = empty_values(version)
    if empty:
        raise DeployRefused(
            f"Nobody has filled in {', '.join(empty)}. Do so under Environment first."
        )
    return _queue(by, site, version, Deployment.Kind.DEPLOY, review)


@transaction.atomic
def roll_back(*, by: User, site: Site) -> Deployment:
    """Bring back the version that was live before. Raises `NotAllowed`, `DeployRefused`."""
    may_manage(by, site, Capability.DEPLOY).demand()
    site = (
        Site.objects.select_for_update(of=("self",)).select_related("live_version").get(pk=site.pk)
    )
    version = previous_version(site)
    if version is None:
        raise DeployRefused(
            "No earlier version of this tool has been live, so there is nothing to go back to."
        )
    return _queue(by, site, version, Deployment.Kind.ROLL_BACK, approval_of(version))


def _queue(by: User, site: Site, version: Version, kind: str, review: Review | None) -> Deployment:
    if site.deployments.filter(state__in=UNDER_WAY).exists():
        raise DeployRefused(
            "A version of this tool is going live at this moment. Wait until that is done."
        )
    deployment = Deployment.objects.create(
        site=site, version=version, kind=kind, review=review, asked_by=by
    )
    record(
        by=by,
        verb=kind,
        of=deployment,
        detail={"version": version.number, "digest": version.digest},
    )
    deployment_queued.send(sender=Deployment, deployment=deployment)
    return deployment
