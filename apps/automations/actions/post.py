"""Send one message to another system: to the approved host, at the address that is kept secret."""

import logging
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from apps.access.queries import current_workspace
from apps.automations import posting
from apps.automations.errors import NoAddress, NotPosted
from apps.automations.models import Delivery
from apps.environment.queries import secret_of
from apps.notices.actions import tell
from apps.notices.backing_off import wait_after
from apps.sites.models import Site
from apps.versions.queries import webhooks_of

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
UNKNOWN = "The live version of this tool sends nothing to this host."
EMPTY = "{key} has no value."


def post(*, delivery_id: int) -> Delivery | None:
    """Send it, and write down what came of it; None where another worker has it, or it is done.

    While its value is missing it is held, and nothing is lost; a fault is tried again.
    """
    delivery = _taken(delivery_id)
    if delivery is None:
        return None
    site, key, host = delivery.site, delivery.to.get("secret"), delivery.to.get("host")
    if site.live_version is None or (key, host) not in webhooks_of(site.live_version):
        return _settled(delivery, Delivery.State.GIVEN_UP, UNKNOWN)
    try:
        address = secret_of(site, key)
        if address is None:
            raise NoAddress(EMPTY.format(key=key))
        number = f"{current_workspace().schema_name}-{delivery.pk}"
        posting.post(address, key=key, host=host, text=delivery.text, number=number)
    except NoAddress as error:
        _tell_owner(delivery, str(error))
        return _settled(delivery, Delivery.State.HELD, str(error))
    except NotPosted as error:
        return _again_or_not(delivery, str(error))
    return _settled(delivery, Delivery.State.DELIVERED, "")


def _taken(delivery_id: int) -> Delivery | None:
    # Without a join: an update through one asks a list of rows that may be older than another
    # worker's update, and both would have it.
    now = timezone.now()
    due = Delivery.objects.filter(
        pk=delivery_id,
        kind=Delivery.Kind.WEBHOOK,
        state=Delivery.State.WAITING,
        next_at__lte=now,
        site__in=Site.objects.filter(state=Site.State.LIVE),
    )
    if not due.update(next_at=now + LEASE, tries=F("tries") + 1):
        return None
    return Delivery.objects.select_related("site__live_version").get(pk=delivery_id)


def _again_or_not(delivery: Delivery, error: str) -> Delivery:
    wait = wait_after(delivery.tries)
    if wait is None:
        _tell_owner(delivery, error)
        return _settled(delivery, Delivery.State.GIVEN_UP, error)
    delivery.next_at = timezone.now() + wait
    return _settled(delivery, Delivery.State.WAITING, error)


def _settled(delivery: Delivery, state: str, error: str) -> Delivery:
    """Write down what came of it, unless another worker has it by now. What is held has not been
    tried."""
    fence = delivery.tries
    delivery.state, delivery.error = state, error
    if state == Delivery.State.HELD:
        delivery.tries -= 1
    if state not in Delivery.OPEN:
        delivery.finished_at = timezone.now()
    Delivery.objects.filter(pk=delivery.pk, tries=fence).update(
        state=delivery.state,
        error=delivery.error,
        tries=delivery.tries,
        next_at=delivery.next_at,
        finished_at=delivery.finished_at,
    )
    return delivery


def _tell_owner(delivery: Delivery, error: str) -> None:
    site = delivery.site
    log.warning("%s could not send to %s: %s", site, delivery.to.get("host"), error)
    tell(
        people=[site.owner_id],
        text=f"A message of {site} to {delivery.to.get('host')} does not go out. {error}",
        key=f"post-{site.pk}-{delivery.to.get('host')}-{timezone.localdate()}"[:120],
        site=site,
        path=f"/tools/{site.slug}/automations",
    )
