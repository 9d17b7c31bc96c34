"""Finding plans, and what a new one starts from."""

from typing import Any

from django.db.models import QuerySet

from apps.plans.models import Plan
from apps.sites.models import Site
from apps.versions.models import Version


def plans_of(site: Site) -> QuerySet[Plan]:
    """All plans of a site, the newest first."""
    return site.plans.select_related("message__author", "base_version")


def latest_plan(site: Site) -> Plan | None:
    """The newest plan."""
    return plans_of(site).first()


def waiting_plan(site: Site) -> Plan | None:
    """The plan that could be built now, if there is one."""
    return plans_of(site).filter(state=Plan.State.READY).first()


def base_of(site: Site) -> tuple[Version | None, dict[str, Any] | None]:
    """What a follow-up changes: the newest version, and the blueprint at hand (that of a plan still
    unbuilt wins).
    """
    version = site.versions.order_by("-number").first()
    waiting = waiting_plan(site)
    blueprint = waiting.blueprint if waiting else version.blueprint if version else None
    return version, blueprint
