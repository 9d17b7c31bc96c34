"""Have a plan built."""

from django.db import transaction

from apps.access.queries import may_change
from apps.accounts.models import User
from apps.audit.actions import record
from apps.builds.errors import BuildRefused
from apps.builds.models import Build
from apps.builds.signals import build_queued
from apps.plans.models import Plan
from apps.sites.models import Site


@transaction.atomic
def start_build(*, by: User, plan: Plan) -> Build:
    """A build in the queue; one site builds one plan at a time.

    The plan that was built last can be built again, for the runtime may have changed since.
    Raises `NotAllowed`, `BuildRefused`.
    """
    may_change(by, plan.site).demand()
    Site.objects.select_for_update().get(pk=plan.site_id)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if not _buildable(plan):
        raise BuildRefused(f"{plan} cannot be built: it is {plan.get_state_display().lower()}.")
    if Build.objects.filter(site=plan.site_id, state__in=Build.OPEN).exists():
        raise BuildRefused(
            "This tool is being built already. Wait until that is done, or cancel it."
        )
    build = Build.objects.create(plan=plan, site=plan.site, asked_by=by)
    record(by=by, verb="start_build", of=build, detail={"plan": plan.number})
    build_queued.send(sender=Build, build=build)
    return build


def _buildable(plan: Plan) -> bool:
    later = plan.site.plans.filter(number__gt=plan.number, state=Plan.State.BUILT)
    built_last = plan.state == Plan.State.BUILT and not later.exclude(blueprint=None).exists()
    return plan.blueprint is not None and (plan.state == Plan.State.READY or built_last)
