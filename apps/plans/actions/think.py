"""Understand a prompt: ask the planner and keep its outcome."""

import logging
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.access.queries import current_workspace
from apps.plans.actions.give_up import give_up
from apps.plans.blueprint.differences import changes_between
from apps.plans.leases import MOST_ATTEMPTS, next_in_line, take
from apps.plans.models import Plan
from apps.plans.planners import choose_planner
from apps.plans.planners.context import Context
from apps.plans.planners.errors import PlanningFailed
from apps.plans.queries import base_of, earlier_of
from apps.plans.signals import plan_finished, plan_opened
from apps.sites.models import Site
from apps.workspaces.queries import groups_of

MOST_GROUPS = 60
log = logging.getLogger(__name__)
STATES = {
    "plan": Plan.State.READY,
    "clarify": Plan.State.ASKING,
    "refuse": Plan.State.REFUSED,
    "command": Plan.State.COMMAND,
}
STOPPED = (
    "Understanding this was begun {attempts} times, and each time the worker stopped. Your text "
    "is kept: send it again, and if it happens again, tell your admin: plan {number}."
)


def think(*, plan_id: int) -> Plan:
    """The plan with its outcome. Safe to call twice: a plan that has one, or that another worker
    thinks about, or that waits for an earlier prompt of its site, is left alone.

    The planner runs outside any transaction, since a model may take a minute; the outcome is kept
    in one.
    """
    planner = choose_planner(settings.SITEWRIGHT)
    plan = take(plan_id, seconds=planner.seconds)
    if plan is None:
        return Plan.objects.get(pk=plan_id)
    if plan.attempts > MOST_ATTEMPTS:
        sentence = STOPPED.format(attempts=MOST_ATTEMPTS, number=plan.number)
        return give_up(plan_id=plan_id, error=sentence, turn="admin")
    _, blueprint = base_of(plan.site)
    try:
        outcome = planner.plan(plan.message.text, blueprint=blueprint, context=_context(plan))
    except PlanningFailed as failed:
        if failed.turn == "admin":
            log.error("Plan %s waits for an admin (%s): %s", plan_id, failed.id, failed.sentence)
        return give_up(
            plan_id=plan_id,
            error=failed.sentence,
            planner=planner.label,
            turn=failed.turn,
            receipt=failed.receipt,
        )
    return _keep(plan_id, planner.label, outcome.as_data(), blueprint)


def _context(plan: Plan) -> Context:
    """What a planner may know besides the words: the names of the groups, never who is in them."""
    workspace = current_workspace()
    return Context(
        language=workspace.language,
        timezone=workspace.timezone,
        currency=workspace.currency,
        workspace=workspace.name,
        groups=tuple(group.name for group in groups_of(workspace)[:MOST_GROUPS]),
        earlier=earlier_of(plan.site),
    )


@transaction.atomic
def _keep(
    plan_id: int, planner: str, outcome: dict[str, Any], before: dict[str, Any] | None
) -> Plan:
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
