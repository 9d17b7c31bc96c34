"""Say that a prompt could not be understood, and whose turn it is."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.plans.leases import next_in_line
from apps.plans.models import Plan
from apps.plans.signals import plan_finished, plan_opened
from apps.sites.models import Site


@transaction.atomic
def give_up(
    *,
    plan_id: int,
    error: str,
    planner: str = "",
    turn: str = "later",
    receipt: dict[str, Any] | None = None,
) -> Plan:
    """The plan, failed with a sentence; the prompt is kept and can be sent again. `turn` says who
    has to act (the asker, an admin, nobody for now); the receipt has what it cost in vain. Does
    nothing to a finished plan.
    """
    plan = Plan.objects.get(pk=plan_id)
    Site.objects.select_for_update().get(pk=plan.site_id)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("site").get(pk=plan_id)
    if plan.state != Plan.State.THINKING:
        return plan
    plan.state, plan.error, plan.finished_at = Plan.State.FAILED, error, timezone.now()
    plan.planner, plan.outcome, plan.receipt = planner, {"turn": turn}, receipt or {}
    plan.save()
    plan_finished.send(sender=Plan, plan=plan)
    if waiting := next_in_line(plan):
        plan_opened.send(sender=Plan, plan=waiting)
    return plan
