"""Put a tool's messages before the people they are for."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from apps.automations.models import Delivery
from apps.automations.recipients import recipients_of
from apps.notices.actions import tell
from apps.sites.models import Site

MOST_AN_HOUR, MOST_REACHED = 300, 20_000
"""Messages of one tool within an hour, and people that they reach together; the rest waits."""

FLOOD = "{site} sends more than {most} messages an hour. The rest waits, and nothing is lost."
NOBODY = "None of those it names can open this tool."


def deliver(*, site: Site) -> int:
    """Deliver what waits, as far as the hour has room; how many messages."""
    done = 0
    while _has_room(site) and _deliver_next(site):
        done += 1
    return done


@transaction.atomic
def _deliver_next(site: Site) -> bool:
    """Deliver the first that nobody else has in hand; False where there is none."""
    waiting = Delivery.objects.filter(
        site=site, kind=Delivery.Kind.MESSAGE, state=Delivery.State.WAITING
    )
    found = waiting.select_for_update(skip_locked=True).order_by("number", "pk").first()
    if found is None:
        return False
    recipients = recipients_of(site, found.to)
    tell(
        people=recipients.people,
        text=found.text,
        key=f"delivery-{found.pk}",
        site=site,
        path=found.link,
        in_tool=True,
        by_mail=True,
    )
    found.state, found.finished_at = Delivery.State.DELIVERED, timezone.now()
    found.reached, found.left_out = len(recipients.people), recipients.left_out
    found.error = "" if recipients.people else NOBODY
    found.save()
    return True


def _has_room(site: Site) -> bool:
    """Whether the tool may say more within this hour; where not, its owner reads of it once."""
    now = timezone.now()
    hour = Delivery.objects.filter(
        site=site, kind=Delivery.Kind.MESSAGE, finished_at__gt=now - timedelta(hours=1)
    ).aggregate(messages=Count("pk"), people=Sum("reached"))
    if hour["messages"] < MOST_AN_HOUR and (hour["people"] or 0) < MOST_REACHED:
        return True
    tell(
        people=[site.owner_id],
        text=FLOOD.format(site=site, most=MOST_AN_HOUR),
        key=f"flood-{site.pk}-{now:%Y-%m-%d-%H}",
        site=site,
        path=f"/tools/{site.slug}/automations",
    )
    return False
