"""Open a plan for a prompt."""

from django.db import transaction
from django.db.models import Max

from apps.plans.models import Plan
from apps.plans.signals import plan_opened
from apps.prompts.models import Message
from apps.sites.models import Site
from apps.versions.models import Version


@transaction.atomic
def open_plan(*, message: Message) -> Plan:
    """A plan that waits to be thought about. The right to ask was checked when the message was
    taken.
    """
    site = Site.objects.select_for_update().get(pk=message.site_id)
    last = site.plans.aggregate(last=Max("number"))["last"] or 0
    base = Version.objects.filter(site=site).order_by("-number").first()
    plan = Plan.objects.create(site=site, message=message, base_version=base, number=last + 1)
    plan_opened.send(sender=Plan, plan=plan)
    return plan
