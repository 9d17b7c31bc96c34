"""Say that a prompt could not be understood, and whose turn it is."""

from django.db import transaction
from django.utils import timezone

from apps.plans.models import Plan
from apps.plans.signals import plan_finished


@transaction.atomic
def give_up(*, plan_id: int, error: str) -> Plan:
    """The plan, failed with a sentence; the prompt is kept and can be sent again. Does nothing to a
    finished plan.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("site").get(pk=plan_id)
    if plan.state == Plan.State.THINKING:
        plan.state, plan.error, plan.finished_at = Plan.State.FAILED, error, timezone.now()
        plan.save(update_fields=["state", "error", "finished_at"])
        plan_finished.send(sender=Plan, plan=plan)
    return plan
