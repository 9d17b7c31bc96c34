"""Which tools have something that waits for the clock, or something to say."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from apps.automations.models import Clock, Delivery
from apps.sites.models import Site

CALENDARS = ("date", "schedule")
MOST_POSTED = 120
"""Messages of one tool to other systems within an hour; the rest waits."""

MOST_ASKED = 20
"""Tasks of one tool that are begun in a row: the model is slow, and other tools wait too."""

MESSAGES = ("notify", "digest", "webhook", "agent")


def _holds(**said: object) -> Q:
    return Q(live_version__blueprint__contains=said)


def _any_of(several: list[Q]) -> Q:
    found = Q()
    for one in several:
        found |= one
    return found


ROUNDS = _holds(entities=[{"rules": [{"kind": "approval"}]}])
TIMED = ROUNDS | _any_of([_holds(automations=[{"when": {"kind": one}}]) for one in CALENDARS])
TALKING = ROUNDS | _any_of([_holds(automations=[{"do": [{"kind": one}]}]) for one in MESSAGES])


def is_timed(site: Site) -> bool:
    """Whether the live version of a tool waits for a date, the clock, or somebody's decision."""
    return running().filter(TIMED, pk=site.pk).exists()


def running() -> "QuerySet[Site]":
    """The tools of the workspace that run; one that is stopped does nothing and says nothing."""
    return Site.objects.filter(state=Site.State.LIVE, live_version__isnull=False)


def to_look_at(now: datetime, most: int) -> list[int]:
    """Ids of tools in which something may be due, those that have waited longest first."""
    never = Q(clock=None) | ~Q(clock__version=F("live_version"))
    free = Q(clock__lease_until=None) | Q(clock__lease_until__lte=now)
    found = running().filter(TIMED).filter(never | Q(clock__next_at__lte=now)).filter(free)
    waited = found.order_by(F("clock__next_at").asc(nulls_first=True), "pk")
    return list(waited.values_list("pk", flat=True)[:most])


def being_looked_at(now: datetime) -> int:
    """How many tools of the workspace are being looked at in this moment."""
    return Clock.objects.filter(lease_until__gt=now).count()


def talking() -> "QuerySet[Site]":
    """The tools that may have said something: those whose live version tells people or systems, and
    those of which something still waits here.
    """
    open_ones = Delivery.objects.filter(state__in=Delivery.OPEN).values("site")
    return running().filter(TALKING | Q(pk__in=open_ones)).select_related("live_version")


def deliveries_of(site: Site) -> "QuerySet[Delivery]":
    """What a tool has said, the newest first."""
    return site.deliveries.all()


def to_post(site: Site) -> list[int]:
    """Ids of what is due to be sent to other systems, as far as the hour has room."""
    now = timezone.now()
    mine = Delivery.objects.filter(site=site, kind=Delivery.Kind.WEBHOOK)
    sent = mine.filter(finished_at__gt=now - timedelta(hours=1)).count()
    due = mine.filter(state=Delivery.State.WAITING, next_at__lte=now).order_by("number", "pk")
    return list(due.values_list("pk", flat=True)[: max(0, MOST_POSTED - sent)])


def to_ask(site: Site) -> list[int]:
    """Ids of the tasks for the language model that are due; without a model, what is held stays."""
    states = [Delivery.State.WAITING, *([Delivery.State.HELD] * bool(settings.SITEWRIGHT.model))]
    due = Delivery.objects.filter(site=site, kind=Delivery.Kind.TASK, state__in=states)
    due = due.filter(next_at__lte=timezone.now()).order_by("number", "pk")
    return list(due.values_list("pk", flat=True)[:MOST_ASKED])


def asked_today(site: Site) -> int:
    """How many tasks of a tool the language model was asked since midnight."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Delivery.objects.filter(site=site, asked_at__gte=midnight).count()


def clock_of(site: Site) -> Clock | None:
    """When a tool was looked at, and will be."""
    return Clock.objects.filter(site=site).first()


def values_missed(site: Site) -> list[str]:
    """Names of the values that messages of a tool wait for."""
    held = site.deliveries.filter(kind=Delivery.Kind.WEBHOOK, state=Delivery.State.HELD)
    return sorted({str(to.get("secret", "")) for to in held.values_list("to", flat=True)})
