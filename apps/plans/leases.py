"""Who thinks about a plan: one worker at a time, and the plans of a site one after the other.

A worker takes a plan for as long as its planner may need. When it dies, the lease runs out and the
reconciler has another one try; a plan that workers keep dying of is given up.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.plans.models import Plan

MOST_ATTEMPTS = 3
SPARE = 15.0


@transaction.atomic
def take(plan_id: int, *, seconds: float) -> Plan | None:
    """The plan, ours for so many seconds and some more. None when it has its outcome, when another
    worker has it, or when an earlier prompt of its site is still thought about: this one starts
    from what comes of that.
    """
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("site", "message")
        .get(pk=plan_id)
    )
    now = timezone.now()
    if plan.state != Plan.State.THINKING or (plan.lease_until and plan.lease_until > now):
        return None
    if plan.site.plans.filter(state=Plan.State.THINKING, number__lt=plan.number).exists():
        return None
    plan.attempts += 1
    plan.lease_until = now + timedelta(seconds=seconds + SPARE)
    plan.save(update_fields=["attempts", "lease_until"])
    return plan


def next_in_line(plan: Plan) -> Plan | None:
    """The prompt of the same site that waited for this plan."""
    return plan.site.plans.filter(state=Plan.State.THINKING).order_by("number").first()
