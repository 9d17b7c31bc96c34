"""Take what a tool has put into its outbox: each row once, whoever asks and how often."""

from django.db import transaction

from apps.access.queries import current_workspace
from apps.automations.models import Delivery
from apps.notices.words import own_path, plain
from apps.runners import outbox
from apps.sites.models import Site

KINDS = {"secret": Delivery.Kind.WEBHOOK, "task": Delivery.Kind.TASK}
"""By the word that only these have; all others are for people."""

MOST_OPEN = 1000
"""So many of a tool may wait here; the rest waits in its outbox."""


def collect(*, site: Site) -> int:
    """Take what waits; how many rows were there. Raises `OutboxUnavailable`.

    They are marked in the outbox after they are safe here: in between a row is found a second time,
    and is known by its number and moment.
    """
    if site.deliveries.filter(state__in=Delivery.OPEN).count() >= MOST_OPEN:
        return 0
    workspace = current_workspace()
    several = outbox.waiting(workspace.pk, site.schema)
    if several:
        with transaction.atomic():
            Delivery.objects.bulk_create(
                (_delivery(site, said) for said in several), ignore_conflicts=True
            )
        outbox.mark_taken(workspace.pk, site.schema, several)
    return len(several)


def _delivery(site: Site, said: outbox.Said) -> Delivery:
    return Delivery(
        site=site,
        number=said.number,
        said_at=said.at,
        kind=next((kind for key, kind in KINDS.items() if key in said.to), Delivery.Kind.MESSAGE),
        to=said.to,
        text=plain(said.text),
        link=own_path(said.link),
    )
