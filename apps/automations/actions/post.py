"""Send one message to another system: to the approved host, at the address that is kept secret."""

import logging
from datetime import timedelta

from apps.access.queries import current_workspace
from apps.automations import posting
from apps.automations.actions.trying import again, settled, taken, tell_owner
from apps.automations.errors import NoAddress, NotPosted
from apps.automations.models import Delivery
from apps.environment.queries import secret_of
from apps.versions.queries import webhooks_of

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
UNKNOWN = "The live version of this tool sends nothing to this host."
EMPTY = "{key} has no value."


def post(*, delivery_id: int) -> Delivery | None:
    """Send it, and write down what came of it; None where another worker has it, or it is done.

    While its value is missing it is held, and nothing is lost; a fault is tried again.
    """
    delivery = taken(delivery_id, Delivery.Kind.WEBHOOK, LEASE)
    if delivery is None:
        return None
    site, key, host = delivery.site, delivery.to.get("secret"), delivery.to.get("host")
    if site.live_version is None or (key, host) not in webhooks_of(site.live_version):
        return settled(delivery, Delivery.State.GIVEN_UP, UNKNOWN)
    try:
        address = secret_of(site, key)
        if address is None:
            raise NoAddress(EMPTY.format(key=key))
        number = f"{current_workspace().schema_name}-{delivery.pk}"
        posting.post(address, key=key, host=host, text=delivery.text, number=number)
    except NoAddress as error:
        _tell_owner(delivery, str(error))
        return settled(delivery, Delivery.State.HELD, str(error))
    except NotPosted as error:
        delivery = again(delivery, str(error))
        if delivery.state == Delivery.State.GIVEN_UP:
            _tell_owner(delivery, str(error))
        return delivery
    return settled(delivery, Delivery.State.DELIVERED, "")


def _tell_owner(delivery: Delivery, error: str) -> None:
    site = delivery.site
    log.warning("%s could not send to %s: %s", site, delivery.to.get("host"), error)
    text = f"A message of {site} to {delivery.to.get('host')} does not go out. {error}"
    tell_owner(site, text, f"post-{site.pk}-{delivery.to.get('host')}")
