"""Carry a deployment out: migrate, try, switch. Safe to call again after a crash at any point."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from apps.access.queries import current_workspace
from apps.audit.actions import record
from apps.deployments.errors import DeployFailed
from apps.deployments.models import Deployment
from apps.deployments.signals import deployment_finished
from apps.reviews.queries import approval_of
from apps.runners import client, configs, databases
from apps.runners.directory import sync_directory
from apps.sites.actions import go_live
from apps.versions.errors import Tampered
from apps.versions.models import Version
from apps.versions.queries import digest_now
from apps.versions.trees import folder_of

MOST_ATTEMPTS = 3


def carry_out(*, deployment_id: int) -> Deployment | None:
    """The deployment, live or failed; None when there is nothing to do, since it is settled or
    another worker holds it. What was live stays live on any failure.
    """
    deployment = _take(deployment_id)
    if deployment is None:
        return _given_up(deployment_id)
    try:
        _demand_unchanged(deployment)
        statements = _migrate(deployment)
    except (DeployFailed, Tampered, client.RunnerUnavailable) as error:
        return _finish(deployment, Deployment.State.FAILED, error=str(error))
    deployment.statements = statements
    return _finish(deployment, Deployment.State.LIVE)


def _take(deployment_id: int) -> Deployment | None:
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    taken = Deployment.objects.filter(
        free, pk=deployment_id, state__in=["queued", "running"], attempts__lt=MOST_ATTEMPTS
    ).update(
        state=Deployment.State.RUNNING,
        attempts=F("attempts") + 1,
        fence=F("fence") + 1,
        lease_until=now + timedelta(seconds=settings.SITEWRIGHT.build_lease_seconds),
    )
    if not taken:
        return None
    return Deployment.objects.select_related("site__live_version", "version__site", "asked_by").get(
        pk=deployment_id
    )


def _given_up(deployment_id: int) -> Deployment | None:
    """The deployment, failed, where worker after worker died of it: nobody would try it again, and
    nothing else of its tool could go live.
    """
    over = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    abandoned = Deployment.objects.filter(
        over, pk=deployment_id, state=Deployment.State.RUNNING, attempts__gte=MOST_ATTEMPTS
    ).first()
    if abandoned is None:
        return None
    return _finish(
        abandoned,
        Deployment.State.FAILED,
        error=f"The worker stopped in the middle, {MOST_ATTEMPTS} times. Deploy it again; if it "
        f"happens again, tell your admin: deployment {deployment_id}.",
    )


def _demand_unchanged(deployment: Deployment) -> None:
    """What goes live is what was approved: the digest is computed anew from storage.

    What comes back has been live, perhaps on an earlier runtime; its files are compared with what
    was saved when they are laid out.
    """
    version = deployment.version
    same = deployment.kind == Deployment.Kind.ROLL_BACK or digest_now(version) == version.digest
    if approval_of(version) is None or not same:
        raise DeployFailed(
            f"Version {version.number}, or what it would run on, is not what was approved. "
            "Build it again, and have it reviewed."
        )


def _migrate(deployment: Deployment) -> list[str]:
    """Bring the site's schema to what the version expects, as the owner role, in a site process;
    give the SQL that ran.
    """
    workspace, site, version = current_workspace(), deployment.site, deployment.version
    databases.ensure_workspace_database(workspace.pk)
    sync_directory(workspace)
    access = databases.provision_schema(workspace.pk, site.schema)
    folder, payload = _tree_and_target(deployment)
    config = configs.live(
        workspace=workspace, site=site, version=version, folder=folder, database=access.owner
    )
    result = client.run_job("migrate", config, payload, timeout=120)
    if not result.ok:
        raise DeployFailed(
            f"The database change did not go through, and nothing of it was kept. {result.error}"
        )
    statements: list[str] = result.data["statements"]
    return statements


def _tree_and_target(deployment: Deployment) -> tuple[Path, dict[str, str]]:
    """Going back, the migrations to undo are in the newer tree."""
    names: list[str] = deployment.version.migration["names"]
    newer: Version | None = deployment.site.live_version
    if deployment.kind == Deployment.Kind.ROLL_BACK and newer is not None:
        return folder_of(newer), {"target": names[-1]}
    return folder_of(deployment.version), {}


@transaction.atomic
def _finish(deployment: Deployment, state: str, error: str = "") -> Deployment:
    row = Deployment.objects.select_for_update().get(pk=deployment.pk)
    if row.fence != deployment.fence or row.state != Deployment.State.RUNNING:
        return row
    if state == Deployment.State.LIVE:
        row.site.deployments.filter(state=Deployment.State.LIVE).update(
            state=Deployment.State.REPLACED
        )
        go_live(by=deployment.asked_by, site=row.site, version=row.version)
    row.state, row.error, row.statements = state, error, deployment.statements
    row.finished_at, row.lease_until = timezone.now(), None
    row.save(update_fields=["state", "error", "statements", "finished_at", "lease_until"])
    record(
        by=deployment.asked_by,
        verb=f"deployment_{state}",
        of=row,
        detail={"error": error} if error else {},
    )
    deployment_finished.send(sender=Deployment, deployment=row)
    return row
