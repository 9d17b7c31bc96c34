"""All of Celery: time limits, retries, and finding what was lost. A message carries an id; the row
is the truth.
"""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from apps.audit import witness
from apps.builds import director, leases, leftovers
from apps.builds.actions import fail_build, give_up_builds
from apps.builds.errors import BuildError, LostLease, RunnerMissing
from apps.builds.models import Build
from apps.deployments.actions import carry_out, close_previews
from apps.deployments.models import Deployment
from apps.plans.actions import give_up, think
from apps.plans.models import Plan
from apps.runners.directory import sync_directory
from apps.workspaces.models import Workspace

log = logging.getLogger(__name__)
SOFT_LIMIT = 140
OURS = (
    "Something went wrong on our side, and nothing is lost. "
    "Try again; if it stays, tell your admin: {number}."
)


@shared_task(name="pipeline.plan", soft_time_limit=SOFT_LIMIT)
def plan(plan_id: int) -> None:
    """Have a plan thought about."""
    try:
        think(plan_id=plan_id)
    except SoftTimeLimitExceeded:
        give_up(
            plan_id=plan_id,
            error="This took too long and was stopped. Your text is kept: send it again.",
        )
    except Exception:
        log.exception("Plan %s failed", plan_id)
        give_up(plan_id=plan_id, error=OURS.format(number=f"plan {plan_id}"))


@shared_task(name="pipeline.build", soft_time_limit=SOFT_LIMIT)
def build(build_id: int) -> None:
    """Have a build made."""
    taken = leases.take(build_id)
    if taken is None:
        return
    try:
        director.run(taken)
    except LostLease:
        log.info("Build %s was taken over or cancelled", build_id)
    except RunnerMissing as error:
        _again_or_fail(taken, error)
    except BuildError as error:
        fail_build(build_id=build_id, fence=taken.fence, error=error)
    except SoftTimeLimitExceeded:
        slow = BuildError("This took too long and was stopped. The plan is kept: build it again.")
        fail_build(build_id=build_id, fence=taken.fence, error=slow)
    except Exception:
        log.exception("Build %s failed", build_id)
        fail_build(
            build_id=build_id,
            fence=taken.fence,
            error=BuildError(OURS.format(number=f"build {build_id}")),
        )


def _again_or_fail(taken: Build, error: RunnerMissing) -> None:
    """The runner may be starting again: the build is put back twice, then given up."""
    if taken.attempts < leases.MOST_ATTEMPTS:
        Build.objects.filter(pk=taken.pk, fence=taken.fence).update(lease_until=None)
    else:
        fail_build(build_id=taken.pk, fence=taken.fence, error=error)


@shared_task(name="pipeline.deploy", soft_time_limit=SOFT_LIMIT)
def deploy(deployment_id: int) -> None:
    """Have a deployment carried out."""
    carry_out(deployment_id=deployment_id)


@shared_task(name="pipeline.sync_people")
def sync_people(workspace_id: int) -> None:
    """Bring the directory that a workspace's tools read in step with its people."""
    sync_directory(Workspace.objects.get(pk=workspace_id))


@shared_task(name="pipeline.keep_heads")
def keep_heads() -> None:
    """Keep outside the database where the log of each workspace ends."""
    witness.keep_heads()


@shared_task(name="pipeline.reconcile")
def reconcile() -> None:
    """In every workspace, put back into the queue what has a row and no worker, and close what is
    over. What goes wrong in one keeps nothing of the others waiting.
    """
    for workspace in Workspace.objects.exclude(slug="template"):
        try:
            with workspace:
                _reconcile_one()
        except Exception:
            log.exception("What was lost in %s could not be looked for", workspace)


def _reconcile_one() -> None:
    for plan_id in Plan.objects.filter(state=Plan.State.THINKING).values_list("pk", flat=True):
        plan.delay(plan_id)
    for build_id in leases.without_worker():
        build.delay(build_id)
    give_up_builds()
    for deployment_id in Deployment.objects.filter(state__in=["queued", "running"]).values_list(
        "pk", flat=True
    ):
        deploy.delay(deployment_id)
    close_previews()
    leftovers.clear()
