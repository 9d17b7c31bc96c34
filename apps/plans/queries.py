"""Finding plans, and what a new one starts from."""

from typing import Any

from django.db.models import Q, QuerySet

from apps.plans.models import Plan
from apps.sites.models import Site
from apps.versions.models import Version

MOST_EARLIER = 5
_HELD = (Plan.State.READY, Plan.State.BUILT, Plan.State.SUPERSEDED)


def plans_of(site: Site) -> QuerySet[Plan]:
    """All plans of a site, the newest first."""
    return site.plans.select_related("message__author", "base_version")


def latest_plan(site: Site) -> Plan | None:
    """The newest plan."""
    return plans_of(site).first()


def waiting_plan(site: Site) -> Plan | None:
    """The plan that could be built now, if there is one."""
    return plans_of(site).filter(state=Plan.State.READY).first()


def asked_for(plan: Plan) -> str:
    """Every prompt that a plan came of, the oldest first, one below the other: its own, and those
    of the plans it replaced since the version that it changes.
    """
    return "\n".join(_since_base(plan).values_list("message__text", flat=True))


def edits_since(plan: Plan) -> list[dict[str, Any]]:
    """The edits that lead from the version that a plan changes to the plan, in their order."""
    outcomes = _since_base(plan).values_list("outcome", flat=True)
    return [edit for outcome in outcomes for edit in outcome.get("edits", ())]


def _since_base(plan: Plan) -> QuerySet[Plan]:
    """The plan, and those it replaced since the version that it changes, the oldest first."""
    replaced = Q(state=Plan.State.SUPERSEDED, number__lt=plan.number)
    since = plan.site.plans.filter(replaced | Q(pk=plan.pk), base_version=plan.base_version_id)
    return since.exclude(blueprint=None).order_by("number")


def base_of(site: Site) -> tuple[Version | None, dict[str, Any] | None]:
    """What a follow-up changes: the newest version, and the blueprint at hand (that of a plan still
    unbuilt wins).
    """
    version = site.versions.order_by("-number").first()
    waiting = waiting_plan(site)
    blueprint = waiting.blueprint if waiting else version.blueprint if version else None
    return version, blueprint


def earlier_of(site: Site) -> tuple[dict[str, Any], ...]:
    """The blueprints before the one at hand, the latest first: what "undo that" goes back to. A
    plan that was put away is none of them.
    """
    _, present = base_of(site)
    held = plans_of(site).filter(state__in=_HELD).exclude(blueprint=None)
    at_hand = waiting_plan(site) or held.filter(state=Plan.State.BUILT).first()
    if at_hand is None:
        return ()
    found = held.filter(number__lt=at_hand.number).values_list("blueprint", flat=True)
    return tuple(data for data in found[:MOST_EARLIER] if data and data != present)
