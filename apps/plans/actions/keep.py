"""Keep the outcome of a plan, and let the next one in line begin."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.plans.blueprint.differences import changes_between
from apps.plans.leases import next_in_line
from apps.plans.models import Plan
from apps.plans.planners import Answer
from apps.plans.signals import plan_finished, plan_opened
from apps.sites.models import Site

STATES = {
    "plan": Plan.State.READY,
    "clarify": Plan.State.ASKING,
    "refuse": Plan.State.REFUSED,
    "command": Plan.State.COMMAND,
}


@transaction.atomic
def keep(plan_id: int, planner: str, answer: Answer, before: dict[str, Any] | None) -> Plan:
    """The plan with what `planner` answered; `before` is the blueprint it began with. A plan that
    has an outcome already is left alone.
    """
    outcome = answer.as_data()
    Site.objects.select_for_update().get(plans=plan_id)
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("site", "base_version")
        .get(pk=plan_id)
    )
    if plan.state != Plan.State.THINKING:
        return plan
    plan.state = STATES[outcome["outcome"]]
    plan.blueprint = outcome.pop("blueprint", None)
    plan.receipt = outcome.pop("receipt", {})
    plan.outcome = outcome
    plan.planner = planner
    plan.finished_at = timezone.now()
    if plan.state == Plan.State.READY:
        base = plan.base_version
        plan.changes = changes_between(base.blueprint if base else before, plan.blueprint)
        _supersede(plan)
        _name_draft(plan)
    plan.save()
    plan_finished.send(sender=Plan, plan=plan)
    if waiting := next_in_line(plan):
        plan_opened.send(sender=Plan, plan=waiting)
    return plan


def _supersede(plan: Plan) -> None:
    earlier = plan.site.plans.filter(
        number__lt=plan.number, state__in=[Plan.State.READY, Plan.State.ASKING]
    )
    earlier.update(state=Plan.State.SUPERSEDED)


def _name_draft(plan: Plan) -> None:
    """A draft goes by the name in its plan; its address comes with the first version."""
    if not plan.site.named and plan.blueprint:
        plan.site.name = plan.blueprint["name"][:200]
        plan.site.save(update_fields=["name"])
