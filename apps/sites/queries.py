"""Finding sites."""

from django.db.models import Q, QuerySet

from apps.access.queries import current_workspace, may_open, opened_to
from apps.accounts.models import User
from apps.sites.models import Site
from apps.workspaces.models import Membership, Role
from apps.workspaces.queries import membership_of


def site_by_slug(slug: str) -> Site | None:
    """The site of an address in the workspace at hand."""
    return Site.objects.select_related("owner", "live_version").filter(slug=slug).first()


def site_known_as(slug: str) -> Site | None:
    """The same, also by the address that its pages in the portal had while it was a draft."""
    known = Q(slug=slug) | Q(first_slug=slug)
    return Site.objects.select_related("owner", "live_version").filter(known).first()


def sites_run_by(person: User | Membership) -> QuerySet[Site]:
    """The sites that a person answers for: their own, those they stand in for, all for an admin."""
    sites = Site.objects.select_related("owner", "live_version")
    membership: Membership | None
    if isinstance(person, Membership):
        membership = person
    else:
        membership = membership_of(person, current_workspace())
    if membership is None:
        return sites.none()
    if membership.role in {Role.OWNER, Role.ADMIN}:
        return sites
    return sites.filter(Q(owner=membership.user_id) | Q(deputy=membership.user_id))


def sites_open_to(person: User) -> list[Site]:
    """The live sites that a person can open now, by name."""
    live = Site.objects.select_related("owner", "live_version").filter(state=Site.State.LIVE)
    return [site for site in live if may_open(person=person, site=site)]


def openable_to(membership: Membership) -> QuerySet[Site]:
    """The live sites that a member can open now."""
    return Site.objects.filter(opened_to(membership), state=Site.State.LIVE)
