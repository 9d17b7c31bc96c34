"""The decision, made anew for each request from the database: who, which site, which version.

Whatever is not decided is a no. The order is what strangers may learn: nobody is told of a
workspace or site before they are known to belong to it.
"""

from dataclasses import dataclass, replace

from apps.accounts.cookies import person_of, token_of
from apps.deployments.queries import live_version, preview_by_host
from apps.serving.door import door_of
from apps.serving.outsiders import outsider_at
from apps.serving.personas import visitor_of
from apps.serving.programs import Program, program_of
from apps.serving.targets import Target, live_target, preview_target
from apps.serving.turned_away import BadToken, NotHere, NotOpen, Resting, SignInFirst
from apps.workspaces.hosts import Place
from apps.workspaces.queries import Member, member_by_token
from apps.workspaces.requests import PlacedRequest
from site_contract.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who may go on: who it is (None: an outsider), to what, and as whom."""

    person: int | None
    target: Target
    visitor: Visitor
    program: Program | None = None


def admit(request: PlacedRequest) -> Admitted:
    """Let a request in, or raise the `TurnedAway` that fits."""
    place = request.place
    program = program_of(request, place.workspace)
    if program is not None:
        return _of_program(place, program)
    try:
        return _of_person(request, place)
    except (SignInFirst, NotHere, NotOpen):
        outsider = outsider_at(request, place)
        if outsider is None:
            raise
        return Admitted(None, *outsider)


def _of_person(request: PlacedRequest, place: Place) -> Admitted:
    member = member_at(request, place)
    if place.kind == "preview":
        return _to_preview(place, member)
    if place.kind != "site":
        raise NotHere
    return _to_site(place, member)


def member_at(request: PlacedRequest, place: Place) -> Member:
    """The member of the host's workspace that the host's cookie belongs to."""
    if place.workspace is not None:
        token, host = token_of(request), request.META.get("HTTP_HOST", "")
        member = member_by_token(token=token, host=host, workspace=place.workspace)
        if member is not None:
            return member
    if person_of(request) is None:
        raise SignInFirst
    raise NotHere


def _of_program(place: Place, program: Program) -> Admitted:
    """A token opens one live site and no preview; what else is wrong reads alike."""
    if place.kind != "site":
        raise BadToken
    try:
        admitted = _to_site(place, program.member, program)
    except (NotHere, NotOpen) as error:
        raise BadToken from error
    visitor = replace(admitted.visitor, reads_only=program.reads_only)
    return replace(admitted, visitor=visitor, program=program)


def _to_site(place: Place, member: Member, program: Program | None = None) -> Admitted:
    door = door_of(place.label, member.membership)
    if door is None:
        raise NotHere
    if program is not None:
        program.demand(door.site, member.membership)
    site, person = door.site, member.person
    if not door.decision.allowed:
        raise NotOpen(reason=door.decision.reason, site=site)
    version = live_version(site)
    if version is None:
        raise Resting(site=site)
    visitor = Visitor(
        id=person.pk,
        name=person.name or person.email,
        email=person.email,
        roles=door.roles,
        groups=member.groups,
    )
    return Admitted(person.pk, live_target(member.membership.workspace, version), visitor)


def _to_preview(place: Place, member: Member) -> Admitted:
    """A link is not a right: a preview is there for whoever opened it, and for nobody else."""
    preview = preview_by_host(place.label)
    if preview is None or preview.opened_by_id != member.person.pk:
        raise NotHere
    target = preview_target(member.membership.workspace, preview)
    return Admitted(member.person.pk, target, visitor_of(preview))
