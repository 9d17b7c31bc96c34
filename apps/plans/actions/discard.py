"""Put a plan away."""

from django.db import transaction

from apps.access.queries import may_change
from apps.accounts.models import User
from apps.audit.actions import record
from apps.plans.errors import PlanRefused
from apps.plans.models import Plan


@transaction.atomic
def discard(*, by: User, plan: Plan) -> Plan:
    """The plan, discarded; it stays readable. Raises `NotAllowed`, `PlanRefused`."""
    may_change(by, plan.site).demand()
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state in {Plan.State.BUILT, Plan.State.THINKING}:
        raise PlanRefused("A plan that is built or still being understood cannot be discarded.")
    plan.state = Plan.State.DISCARDED
    plan.save(update_fields=["state"])
    record(by=by, verb="discard_plan", of=plan)
    return plan
