"""Look at one tool: have it do what is due by now, in a process of its own."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from apps.access.queries import current_workspace
from apps.automations.models import Clock
from apps.automations.queries import is_timed, running
from apps.deployments.queries import live_config
from apps.notices.actions import tell
from apps.runners import client
from apps.sites.models import Site
from apps.versions.errors import Tampered
from site_contract.jobs import RUN_DUE, JobResult

log = logging.getLogger(__name__)

SECONDS = 60.0
LEASE = timedelta(seconds=90)
SOONEST, LATEST = timedelta(minutes=1), timedelta(days=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=1)
TOLD_AFTER = 3
BROKEN = "What is due in {site} by the clock could not be done {times} times. {error}"


def look(*, site_id: int) -> Clock | None:
    """Have done what is due; None where there is nothing to look at, or another worker does.

    What it breaks off at is tried again later; the rows say what was done.
    """
    site = running().select_related("live_version").filter(pk=site_id).first()
    if site is None or not is_timed(site):
        return None
    clock = _taken(site)
    if clock is None:
        return None
    return _settled(clock, site, _result(site))


def _taken(site: Site) -> Clock | None:
    """The clock, ours for as long as the lease; None where it is not due, or somebody has it."""
    now = timezone.now()
    Clock.objects.get_or_create(site=site)
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    due = ~Q(version=site.live_version) | Q(version=None) | Q(next_at__lte=now)
    taken = Clock.objects.filter(free, due, site=site).update(
        lease_until=now + LEASE, fence=F("fence") + 1
    )
    return Clock.objects.get(site=site) if taken else None


def _result(site: Site) -> JobResult:
    workspace, version = current_workspace(), site.live_version
    assert version is not None
    try:
        config = live_config(workspace, version)
        return client.run_job(RUN_DUE, config, {}, timeout=SECONDS)
    except (client.RunnerUnavailable, client.RunnerRefused, Tampered) as error:
        return JobResult(False, {}, str(error))


def _settled(clock: Clock, site: Site, result: JobResult) -> Clock:
    now = timezone.now()
    clock.looked_at, clock.lease_until, clock.version = now, None, site.live_version
    clock.error = "" if result.ok else result.error[:500]
    if result.ok:
        clock.done, clock.failed = _number(result.data, "done"), _number(result.data, "failed")
        clock.next_at, clock.faults = _next(result.data, now), 0
    else:
        log.warning("%s could not do what is due: %s", site, clock.error)
        clock.faults += 1
        clock.next_at = now + min(FIRST_WAIT * 2 ** min(clock.faults - 1, 8), LONGEST_WAIT)
    fields = {field.attname for field in Clock._meta.concrete_fields} - {"id", "site_id", "fence"}
    values = {name: getattr(clock, name) for name in fields}
    mine = Clock.objects.filter(pk=clock.pk, fence=clock.fence).update(**values)
    if mine and clock.faults == TOLD_AFTER:
        _tell_owner(clock, site)
    return clock


def _number(data: dict[str, Any], name: str) -> int:
    """What a tool's process says of itself, if it is a number that a row can hold."""
    said = data.get(name)
    return min(said, 2**31 - 1) if type(said) is int and said > 0 else 0


def _next(data: dict[str, Any], now: datetime) -> datetime:
    """When the tool says that something may be due again; at least once a day, and not at once."""
    try:
        said = datetime.fromisoformat(str(data.get("next")))
    except ValueError:
        return now + LATEST
    if said.tzinfo is None:
        return now + LATEST
    return max(now + SOONEST, min(said, now + LATEST))


def _tell_owner(clock: Clock, site: Site) -> None:
    tell(
        people=[site.owner_id],
        text=BROKEN.format(site=site, times=clock.faults, error=clock.error),
        key=f"clock-{site.pk}-{timezone.localdate()}",
        site=site,
        path=f"/tools/{site.slug}/automations",
    )
