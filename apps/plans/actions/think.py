"""Understand a prompt: ask the planner and keep its outcome."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.access.queries import current_workspace
from apps.plans.actions.give_up import give_up
from apps.plans.blueprint.differences import difference
from apps.plans.blueprint.loading import load
from apps.plans.models import Plan
from apps.plans.planners import choose_planner
from apps.plans.planners.context import Context
from apps.plans.planners.errors import PlanningFailed
from apps.plans.queries import base_of
from apps.plans.signals import plan_finished

STATES = {
    "plan": Plan.State.READY,
    "clarify": Plan.State.ASKING,
    "refuse": Plan.State.REFUSED,
    "command": Plan.State.COMMAND,
}


def think(*, plan_id: int) -> Plan:
    """The plan with its outcome. Safe to call twice: a plan that has one is left alone.

    The planner runs outside any transaction, since a model may take a minute; the outcome is kept
    in one.
    """
    plan = Plan.objects.select_related("site", "message").get(pk=plan_id)
    if plan.state != Plan.State.THINKING:
        return plan
    _, blueprint = base_of(plan.site)
    workspace = current_workspace()
    context = Context(
        language=workspace.language,
        timezone=workspace.timezone,
        currency=workspace.currency,
        workspace=workspace.name,
    )
    planner = choose_planner(settings.SITEWRIGHT)
    try:
        outcome = planner.plan(plan.message.text, blueprint=blueprint, context=context)
    except PlanningFailed as failed:
        return give_up(plan_id=plan_id, error=failed.sentence)
    return _keep(plan_id, planner.label, outcome.as_data(), blueprint)


@transaction.atomic
def _keep(
    plan_id: int, planner: str, outcome: dict[str, Any], before: dict[str, Any] | None
) -> Plan:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("site").get(pk=plan_id)
    if plan.state != Plan.State.THINKING:
        return plan
    plan.state = STATES[outcome["outcome"]]
    plan.blueprint = outcome.pop("blueprint", None)
    plan.receipt = outcome.pop("receipt", {})
    plan.outcome = outcome
    plan.planner = planner
    plan.finished_at = timezone.now()
    if plan.state == Plan.State.READY:
        plan.changes = _changes(before, plan.blueprint)
        _supersede(plan)
        _name_draft(plan)
    plan.save()
    plan_finished.send(sender=Plan, plan=plan)
    return plan


def _changes(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[dict[str, str]]:
    if not before or not after:
        return []
    return [
        change.as_data() for change in difference(load(before).blueprint, load(after).blueprint)
    ]


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
