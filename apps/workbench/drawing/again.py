"""A version that is not what it was when it was built: why, and the plan to build once more.

What a version runs on is part of its digest. Where that has changed since, no approval of it holds
any longer, so it is built again from the same plan rather than reviewed.
"""

from dataclasses import dataclass

from apps.plans.models import Plan
from apps.plans.queries import plans_of
from apps.versions.errors import Tampered
from apps.versions.models import Version
from apps.versions.queries import digest_now, versions_of


@dataclass(frozen=True, slots=True)
class Again:
    """The plan to build again, and why in a sentence."""

    plan: Plan
    version: Version
    why: str


def to_build_again(version: Version) -> Again | None:
    """What there is to build again, where a version is the newest, is not live and has moved."""
    site = version.site
    newest = versions_of(site).first()
    if version != newest or version.pk == site.live_version_id or not has_moved(version):
        return None
    plan = plans_of(site).filter(state=Plan.State.BUILT).exclude(blueprint=None).first()
    if plan is None:
        return None
    why = (
        f"Version {version.number}, or what it would run on, is not what it was when it was built, "
        f"so no approval of it holds. Build plan {plan.number} again: the plan stays as it is, and "
        "the new version is reviewed."
    )
    return Again(plan, version, why)


def has_moved(version: Version) -> bool:
    """Whether a version is not, or would not run on, what it was frozen as."""
    try:
        return digest_now(version) != version.digest
    except Tampered:
        return True
