"""The decision, made anew for each request from the database: who, which site, which version.

Whatever is not decided is a no. The order is what strangers may learn: nobody is told of a
workspace or site before they are known to belong to it.
"""

from dataclasses import dataclass

from apps.access.queries import may_open, tool_roles
from apps.accounts.cookies import person_of
from apps.accounts.models import User
from apps.deployments.queries import live_version, preview_by_host
from apps.serving.personas import visitor_of
from apps.serving.targets import Target, live_target, preview_target
from apps.serving.turned_away import NotHere, NotOpen, Resting, SignInFirst
from apps.sites.models import Site
from apps.sites.queries import site_by_slug
from apps.workspaces.hosts import Place
from apps.workspaces.models import Membership
from apps.workspaces.queries import membership_of
from apps.workspaces.requests import PlacedRequest
from site_contract.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who may go on: to what, and as whom."""

    target: Target
    visitor: Visitor


def admit(request: PlacedRequest) -> Admitted:
    """Let a request in, or raise the `TurnedAway` that fits."""
    place = request.place
    person, membership = member_at(request, place)
    if place.kind == "preview":
        return _to_preview(place, person)
    if place.kind != "site":
        raise NotHere
    return _to_site(place, person, membership)


def member_at(request: PlacedRequest, place: Place) -> tuple[User, Membership]:
    """The person of the host's cookie, and their membership of its workspace."""
    person = person_of(request)
    if person is None:
        raise SignInFirst
    if place.workspace is None:
        raise NotHere
    membership = membership_of(person, place.workspace)
    if membership is None:
        raise NotHere
    return person, membership


def site_at(place: Place) -> Site:
    """The site of a host."""
    site = site_by_slug(place.label)
    if site is None:
        raise NotHere
    return site


def _to_site(place: Place, person: User, membership: Membership) -> Admitted:
    site = site_at(place)
    decision = may_open(person=person, site=site)
    if not decision.allowed:
        raise NotOpen(reason=decision.reason, site=site)
    version = live_version(site)
    if version is None:
        raise Resting(site=site)
    version.site = site
    visitor = Visitor(
        id=person.pk,
        name=person.name or person.email,
        email=person.email,
        roles=tool_roles(person=person, site=site),
        groups=tuple(membership.groups.values_list("name", flat=True)),
    )
    return Admitted(live_target(membership.workspace, version), visitor)


def _to_preview(place: Place, person: User) -> Admitted:
    """A link is not a right: a preview is there for whoever opened it, and for nobody else."""
    preview = preview_by_host(place.label)
    if preview is None or preview.opened_by_id != person.pk or place.workspace is None:
        raise NotHere
    return Admitted(preview_target(place.workspace, preview), visitor_of(preview))
