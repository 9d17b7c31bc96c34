"""All of Celery: time limits, retries, and finding what was lost. A message carries an id; the row
is the truth.
"""

import logging
import time
from collections.abc import Callable

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.utils import timezone

from apps.access.queries import current_workspace
from apps.audit import witness
from apps.automations import actions as automations
from apps.automations.models import Clock
from apps.automations.queries import being_looked_at, talking, to_ask, to_look_at, to_post
from apps.automations.turns import begun_elsewhere, in_turns
from apps.builds import director, leases, leftovers
from apps.builds.actions import fail_build, give_up_builds
from apps.builds.errors import BuildError, LostLease, RunnerMissing
from apps.builds.models import Build
from apps.deployments.actions import carry_out, close_previews
from apps.deployments.models import Deployment
from apps.notices.actions import mail_out
from apps.plans.actions import give_up, think
from apps.plans.models import Plan
from apps.runners.directory import sync_directory
from apps.runners.errors import OutboxUnavailable
from apps.sites.models import Site
from apps.workspaces.models import Workspace

log = logging.getLogger(__name__)
SOFT_LIMIT = 140
LOOK_EVERY, SPEAK_EVERY = 60.0, 20.0
SPEAK_LONGEST, ASK_LONGEST = 40.0, 15.0
LOOKS, LOOKS_EACH = 20, 4
"""How many tools are begun to be looked at within a minute, and at most at once in a workspace."""

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


@shared_task(name="pipeline.clock")
def clock() -> None:
    """Have tools looked at in which something may be due: a few of each workspace, in turns. What
    is not looked at before the next time is found again then.
    """
    now = timezone.now()
    queues: list[list[tuple[Workspace, int]]] = []

    def find(workspace: Workspace) -> None:
        room = LOOKS_EACH - being_looked_at(now)
        queues.append([(workspace, key) for key in to_look_at(now, max(0, room))])

    _in_each(find, every=LOOK_EVERY)
    for workspace, site_id in in_turns(queues)[:LOOKS]:
        with workspace:
            look.apply_async((site_id,), expires=LOOK_EVERY)


@shared_task(name="pipeline.look", soft_time_limit=SOFT_LIMIT)
def look(site_id: int) -> None:
    """Have one tool do what is due, and deliver what it says at once."""
    looked: Clock | None = automations.look(site_id=site_id)
    if looked is not None:
        _speak(Site.objects.get(pk=site_id))


@shared_task(name="pipeline.outboxes")
def outboxes() -> None:
    """Have the outboxes of every workspace emptied, each by a task of its own."""
    _in_each(lambda _: deliver.apply_async(expires=SPEAK_EVERY), every=SPEAK_EVERY)


@shared_task(name="pipeline.deliver", soft_time_limit=SOFT_LIMIT)
def deliver() -> None:
    """Deliver what the tools of the workspace at hand have said, and send the mails that wait. One
    that is still at it lets no second begin.
    """
    mine = f"deliver-{current_workspace().schema_name}"
    if not cache.add(mine, 1, timeout=SOFT_LIMIT):
        return
    try:
        until = time.monotonic() + SPEAK_LONGEST
        for site in begun_elsewhere(list(talking()), timezone.now(), SPEAK_EVERY):
            if time.monotonic() < until:
                _speak(site)
        mail_out()
    finally:
        cache.delete(mine)


def _speak(site: Site) -> None:
    """What a tool has said reaches its people; what goes to other systems waits for nobody. A fault
    of one tool is its own, and what cannot be taken keeps nothing waiting that was.
    """
    for do in (_take, _hand_on):
        try:
            do(site)
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            log.exception("What %s has said could not be delivered", site)


def _take(site: Site) -> None:
    try:
        automations.collect(site=site)
    except OutboxUnavailable as error:
        log.warning("%s: %s", site, error)


def _hand_on(site: Site) -> None:
    automations.deliver(site=site)
    for delivery_id in to_post(site):
        post.apply_async((delivery_id,), expires=LOOK_EVERY)
    if to_ask(site):
        ask.apply_async((site.pk,), expires=SPEAK_EVERY)


@shared_task(name="pipeline.post", soft_time_limit=SOFT_LIMIT)
def post(delivery_id: int) -> None:
    """Send one message to another system."""
    automations.post(delivery_id=delivery_id)


@shared_task(name="pipeline.ask", soft_time_limit=SOFT_LIMIT)
def ask(site_id: int) -> None:
    """Do a tool's tasks with the language model, one after the other. It is slow, so that of each
    workspace one worker at most is busy with it.
    """
    mine = f"ask-{current_workspace().schema_name}"
    if not cache.add(mine, 1, timeout=SOFT_LIMIT):
        return
    try:
        until = time.monotonic() + ASK_LONGEST
        for delivery_id in to_ask(Site.objects.get(pk=site_id)):
            if time.monotonic() < until:
                automations.ask(delivery_id=delivery_id)
    finally:
        cache.delete(mine)


@shared_task(name="pipeline.reconcile")
def reconcile() -> None:
    """In every workspace, put back into the queue what has a row and no worker, and close what is
    over.
    """
    _in_each(lambda _: _reconcile_one(), every=LOOK_EVERY)


def _in_each(do: Callable[[Workspace], object], *, every: float) -> None:
    """Do it in every workspace, another one first each time. What goes wrong in one keeps nothing
    of the others waiting.
    """
    several = list(Workspace.objects.exclude(slug="template").order_by("pk"))
    for workspace in begun_elsewhere(several, timezone.now(), every):
        try:
            with workspace:
                do(workspace)
        except Exception:
            log.exception("Something could not be done in %s", workspace)


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
