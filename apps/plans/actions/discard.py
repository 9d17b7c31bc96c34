"""Put a plan away."""

from django.db import transaction

from apps.access.queries import may_change
from apps.accounts.models import User
from apps.audit.actions import record
from apps.plans.errors import PlanRefused
from apps.plans.models import Plan
from apps.sites.models import Site

REFUSED = {
    Plan.State.BUILT: "This plan is built; its version stays. Say “undo that” to go back.",
    Plan.State.THINKING: "This is still being understood. Wait a moment, then put it away.",
    Plan.State.DISCARDED: "This plan is put away already.",
}


@transaction.atomic
def discard(*, by: User, plan: Plan) -> Plan:
    """The plan, discarded; it stays readable, and the unbuilt plan that it had replaced is there
    again. Raises `NotAllowed`, `PlanRefused`.
    """
    may_change(by, plan.site).demand()
    Site.objects.select_for_update().get(pk=plan.site_id)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    state = Plan.State(plan.state)
    if state in REFUSED:
        raise PlanRefused(REFUSED[state])
    if plan.builds.filter(state__in=plan.builds.model.OPEN).exists():
        raise PlanRefused("This plan is being built. Cancel the build first, then put it away.")
    plan.state = Plan.State.DISCARDED
    plan.save(update_fields=["state"])
    if state == Plan.State.READY:
        _bring_back(plan)
    record(by=by, verb="discard_plan", of=plan)
    return plan


def _bring_back(plan: Plan) -> None:
    """The plan that this one had replaced waits again, unless something was built since."""
    before = plan.site.plans.filter(number__lt=plan.number).exclude(blueprint=None)
    built = before.filter(state=Plan.State.BUILT).order_by("-number").first()
    replaced = before.filter(state=Plan.State.SUPERSEDED, number__gt=built.number if built else 0)
    last = replaced.order_by("-number").first()
    if last is not None:
        last.state = Plan.State.READY
        last.save(update_fields=["state"])
