"""Leases: which worker holds a row, and the number that tells an older one to stop.

A worker takes the lease, and with it a fence one higher than the last. Every write of its steps
names that fence; when another worker has taken over, or somebody cancelled, the write finds no row
and raises `LostLease`.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from apps.builds.errors import LostLease
from apps.builds.models import Build

MOST_ATTEMPTS = 3


def take(build_id: int) -> Build | None:
    """The build with a new lease, or None when it is not to be had: finished, held by a live
    worker, or given up.
    """
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    taken = Build.objects.filter(
        free, pk=build_id, state__in=Build.OPEN, attempts__lt=MOST_ATTEMPTS
    ).update(
        state=Build.State.RUNNING,
        fence=F("fence") + 1,
        attempts=F("attempts") + 1,
        lease_until=now + timedelta(seconds=settings.SITEWRIGHT.build_lease_seconds),
    )
    if not taken:
        return None
    Build.objects.filter(pk=build_id, started_at=None).update(started_at=now)
    return Build.objects.select_related("plan__message", "site", "asked_by").get(pk=build_id)


@transaction.atomic
def hold(build: Build) -> Build:
    """Lock the row and renew the lease; call it at the start of each transaction that writes.
    Raises `LostLease`.
    """
    row = (
        Build.objects.select_for_update()
        .filter(pk=build.pk, fence=build.fence, state=Build.State.RUNNING)
        .first()
    )
    if row is None:
        raise LostLease(f"Build {build.pk} is no longer ours.")
    row.lease_until = timezone.now() + timedelta(seconds=settings.SITEWRIGHT.build_lease_seconds)
    row.save(update_fields=["lease_until"])
    return row


def renew(build: Build) -> None:
    """Push the lease ahead while a long step shows signs of life; not where it is lost."""
    until = timezone.now() + timedelta(seconds=settings.SITEWRIGHT.build_lease_seconds)
    Build.objects.filter(pk=build.pk, fence=build.fence, state=Build.State.RUNNING).update(
        lease_until=until
    )


def without_worker() -> list[int]:
    """Ids of open builds that nobody holds and that another worker may try."""
    return list(_orphans().filter(attempts__lt=MOST_ATTEMPTS).values_list("pk", flat=True))


def given_up() -> list[Build]:
    """Open builds that nobody holds and that have lost as many workers as a build may."""
    return list(_orphans().filter(attempts__gte=MOST_ATTEMPTS))


def _orphans() -> QuerySet[Build]:
    """Never begun, or their worker died."""
    gone = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    return Build.objects.filter(gone, state__in=Build.OPEN)
