"""One delivery in the hands of one worker: taken for a while, tried again later, written down."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from apps.automations.models import Delivery
from apps.notices.actions import tell
from apps.notices.backing_off import wait_after
from apps.sites.models import Site


def taken(
    delivery_id: int, kind: str, lease: timedelta, states: Sequence[str] = (Delivery.State.WAITING,)
) -> Delivery | None:
    """The delivery, ours for as long as the lease; None where another worker has it, or it is not
    due, or its tool is stopped.
    """
    # Without a join: an update through one asks a list of rows that may be older than another
    # worker's update, and both would have it.
    now = timezone.now()
    due = Delivery.objects.filter(
        pk=delivery_id,
        kind=kind,
        state__in=states,
        next_at__lte=now,
        site__in=Site.objects.filter(state=Site.State.LIVE),
    )
    if not due.update(next_at=now + lease, tries=F("tries") + 1):
        return None
    return Delivery.objects.select_related("site__live_version").get(pk=delivery_id)


def again(delivery: Delivery, error: str) -> Delivery:
    """It did not work: tried again later, or given up after the last try."""
    wait = wait_after(delivery.tries)
    if wait is None:
        return settled(delivery, Delivery.State.GIVEN_UP, error)
    delivery.next_at = timezone.now() + wait
    return settled(delivery, Delivery.State.WAITING, error)


def put_off(delivery: Delivery, until: timedelta, error: str) -> Delivery:
    """It has to wait, and was not tried."""
    delivery.next_at = timezone.now() + until
    return settled(delivery, Delivery.State.WAITING, error, tried=False)


def settled(delivery: Delivery, state: str, error: str, *, tried: bool = True) -> Delivery:
    """Write down what came of it, unless another worker has it by now. What is held was not
    tried."""
    fence = delivery.tries
    delivery.state, delivery.error = state, error
    if state == Delivery.State.HELD or not tried:
        delivery.tries -= 1
    if state not in Delivery.OPEN:
        delivery.finished_at = timezone.now()
    Delivery.objects.filter(pk=delivery.pk, tries=fence).update(
        state=delivery.state,
        error=delivery.error,
        tries=delivery.tries,
        next_at=delivery.next_at,
        answer=delivery.answer,
        receipt=delivery.receipt,
        finished_at=delivery.finished_at,
    )
    return delivery


def tell_owner(site: Site, text: str, key: str) -> None:
    """The owner of a tool reads of it, once a day."""
    tell(
        people=[site.owner_id],
        text=text,
        key=f"{key}-{timezone.localdate()}"[:120],
        site=site,
        path=f"/tools/{site.slug}/automations",
    )
