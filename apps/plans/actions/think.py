"""Understand a prompt: ask the planner and keep its outcome."""

import logging

from django.conf import settings

from apps.access.queries import current_workspace
from apps.plans.actions.give_up import give_up
from apps.plans.actions.keep import keep
from apps.plans.leases import MOST_ATTEMPTS, take
from apps.plans.models import Plan
from apps.plans.planners import choose_planner
from apps.plans.planners.context import Context
from apps.plans.planners.errors import PlanningFailed
from apps.plans.queries import base_of, earlier_of
from apps.workspaces.queries import groups_of

MOST_GROUPS = 60
log = logging.getLogger(__name__)
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
    return keep(plan_id, planner.label, outcome, blueprint)


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
