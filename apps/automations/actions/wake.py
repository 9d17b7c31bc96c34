"""A value was filled in: what waited for it goes on."""

from django.utils import timezone

from apps.automations.models import Delivery
from apps.sites.models import Site


def wake(*, site: Site) -> int:
    """What the tool's messages wait for may be there now; how many go on."""
    posted = Delivery.objects.filter(site=site, kind=Delivery.Kind.WEBHOOK)
    held = posted.filter(state=Delivery.State.HELD)
    return held.update(state=Delivery.State.WAITING, next_at=timezone.now())
