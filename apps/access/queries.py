"""The questions that every room asks."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from apps.access.capabilities import FIXED, Capability, on_by_default
from apps.access.decisions import Decision
from apps.access.models import CapabilitySwitch, Mode, SiteAccess, SiteGrant, ToolRole
from apps.accounts.models import User
from apps.audit.schemas import tenant_connection
from apps.workspaces.models import Group, Membership, Role, Workspace
from apps.workspaces.queries import membership_of

Asker = User | AnonymousUser | Membership
"""Whoever asks: a person, or a membership that was read in this request already."""
SWITCHES = "_access_switches"


class SiteLike(Protocol):
    """What this room needs to know of a site."""

    pk: int
    owner_id: int
    deputy_id: int | None
    name: str


def may(person: Asker, capability: str) -> Decision:
    """Whether a person may do something in the workspace at hand, by their role and the admins'
    switches.
    """
    membership = _member(person)
    if membership is None:
        return Decision(False, "Only members of this workspace can do this.")
    if switches_of(membership)[capability][membership.role]:
        return Decision(
            True, f"{membership.get_role_display()}s may {Capability(capability).label}."
        )
    return Decision(
        False,
        f"{membership.get_role_display()}s may not {Capability(capability).label} here. "
        "An admin can allow it.",
    )


def switches_of(membership: Membership) -> dict[str, dict[str, bool]]:
    """The table of switches, asked once for each time that a membership is read."""
    known: dict[str, Any] = vars(membership)
    if SWITCHES not in known:
        known[SWITCHES] = switches()
    found: dict[str, dict[str, bool]] = known[SWITCHES]
    return found


def _member(person: Asker) -> Membership | None:
    if isinstance(person, Membership):
        return person
    return membership_of(person, current_workspace())


def role_may(role: str, capability: str) -> bool:
    """Whether a role has a capability here: the switch where one was moved, else the plan's
    default.
    """
    moved = CapabilitySwitch.objects.filter(role=role, capability=capability)
    return _holds(role, capability, moved.values_list("on", flat=True).first())


def allows_public_forms(asks: Membership | None = None) -> bool:
    """Whether the workspace at hand lets forms be opened to outsiders: some role may do it."""
    table = switches_of(asks) if asks else switches()
    return any(table[Capability.MAKE_PUBLIC].values())


def holders(capability: Capability) -> QuerySet[Membership]:
    """The members of the workspace at hand whose role has a capability."""
    roles = [role for role, holds in switches()[capability].items() if holds]
    active = Membership.objects.filter(is_active=True, user__is_active=True)
    return active.filter(workspace=current_workspace(), role__in=roles)


def switches() -> dict[str, dict[str, bool]]:
    """The whole table, capability by role, as it holds now; in one query."""
    rows = CapabilitySwitch.objects.values_list("role", "capability", "on")
    moved = {(role, capability): on for role, capability, on in rows}
    return {
        capability: {role: _holds(role, capability, moved.get((role, capability))) for role in Role}
        for capability in Capability
    }


def _holds(role: str, capability: str, moved: bool | None) -> bool:
    if moved is None or (role, capability) in FIXED:
        return on_by_default(role, capability, current_workspace().plan)
    return moved


def may_open(*, person: Asker, site: SiteLike) -> Decision:
    """Whether a person may open a site. Anything unknown is a no."""
    membership = _member(person)
    if membership is None:
        return Decision(False, "Only members of this workspace can open this tool.")
    mode = mode_of(site)
    listed = mode == Mode.CUSTOM and _on_list(membership, site)
    return opens_to(membership, site, mode=mode, listed=listed)


def opens_to(membership: Membership, site: SiteLike, *, mode: str | None, listed: bool) -> Decision:
    """The same for a member, from facts that are known already: the site's mode (None where
    nothing is said), and whether they are on its list now.
    """
    if runs(membership, site):
        return Decision(True, "The tool's owner and the workspace's admins can always open it.")
    if mode == Mode.WORKSPACE:
        return Decision(True, "Everybody in the workspace can open this tool.")
    if mode == Mode.CUSTOM and listed:
        return Decision(True, "You are on the list of people and groups who can open this tool.")
    if mode == Mode.CUSTOM:
        return Decision(False, "Only the people and groups on its list can open this tool.")
    return Decision(False, "Only its owner and the workspace's admins can open this tool.")


def door_facts(*, membership: Any, person: Any, today: Any) -> dict[str, Any]:
    """What decides about a member at a site's door, to be asked for with the site itself:
    annotations `mode`, `listed` and `held_roles` for a query of sites. Takes ids and a day, or
    expressions that stand for them.
    """
    of_this = {"site_id": OuterRef("pk")}
    grants = _grants_to(membership=membership, person=person, today=today)
    held = ToolRole.objects.filter(person=person, **of_this).values("role")
    return {
        "mode": F("access__mode"),
        "listed": Exists(grants.filter(**of_this)),
        "held_roles": ArraySubquery(held),
    }


def may_change(person: Asker, site: SiteLike) -> Decision:
    """Whether a person may change a site (prompt, build, ask for review): its owner or deputy, or
    an admin, who may build.
    """
    membership = _member(person)
    if membership is None or not runs(membership, site):
        return Decision(
            False, f"Only the owner of {site.name} and the workspace's admins can change it."
        )
    return may(membership, Capability.BUILD)


def may_manage(person: Asker, site: SiteLike, capability: str) -> Decision:
    """Whether a person may do something to a site that is theirs to run: owner, deputy or admin,
    with the capability.
    """
    membership = _member(person)
    if membership is None or not runs(membership, site):
        return Decision(
            False, f"Only the owner of {site.name} and the workspace's admins can do this."
        )
    return may(membership, capability)


def runs(membership: Membership, site: SiteLike) -> bool:
    """Whether a member answers for a site: its owner, its deputy, an admin or owner of the
    workspace.
    """
    return membership.user_id in {site.owner_id, site.deputy_id} or membership.role in {
        Role.OWNER,
        Role.ADMIN,
    }


def mode_of(site: SiteLike) -> str:
    """The access mode of a site; Private where nothing is said."""
    return (
        SiteAccess.objects.filter(site_id=site.pk).values_list("mode", flat=True).first()
        or Mode.PRIVATE
    )


def tool_roles(*, person: User, site: SiteLike) -> tuple[str, ...]:
    """The roles that a person has inside a tool: those it declares, and `admin` for whoever answers
    for it.
    """
    membership = membership_of(person, current_workspace())
    if membership is None:
        return ()
    held = ToolRole.objects.filter(site_id=site.pk, person=person).values_list("role", flat=True)
    return roles_in(membership, site, held)


def roles_in(membership: Membership, site: SiteLike, held: Iterable[str]) -> tuple[str, ...]:
    """The same for a member, from the roles that were given to them."""
    return tuple(sorted([*held, "admin"] if runs(membership, site) else held))


def audience(site: SiteLike) -> int:
    """How many people can open a site now."""
    return who_can_open(site).count()


def who_can_open(site: SiteLike) -> QuerySet[Membership]:
    """The members who can open a site now: `may_open` for all of them at once."""
    members = Membership.objects.filter(
        workspace=current_workspace(), is_active=True, user__is_active=True
    )
    mode = mode_of(site)
    if mode == Mode.WORKSPACE:
        return members
    let_in = Q(user__in=[site.owner_id, site.deputy_id]) | Q(role__in=[Role.OWNER, Role.ADMIN])
    if mode == Mode.CUSTOM:
        grants = SiteGrant.objects.filter(_still(timezone.localdate()), site_id=site.pk)
        let_in |= Q(user__in=grants.values("person")) | Q(groups__in=grants.values("group"))
    return members.filter(let_in).distinct()


def opened_to(membership: Membership) -> Q:
    """The sites that a member can open, as a condition: `may_open` for all sites at once."""
    if membership.role in {Role.OWNER, Role.ADMIN}:
        return Q()
    listed = _grants_to(
        membership=membership.pk, person=membership.user_id, today=timezone.localdate()
    )
    theirs = Q(owner=membership.user_id) | Q(deputy=membership.user_id)
    by_list = Q(access__mode=Mode.CUSTOM, pk__in=listed.values("site"))
    return theirs | Q(access__mode=Mode.WORKSPACE) | by_list


def current_workspace() -> Workspace:
    """The workspace whose schema the connection is in."""
    tenant = tenant_connection.tenant
    if not isinstance(tenant, Workspace):
        raise LookupError(
            "No workspace is chosen: ask this on a workspace's host, or inside `with workspace:`."
        )
    return tenant


def _on_list(membership: Membership, site: SiteLike) -> bool:
    who = {"membership": membership.pk, "person": membership.user_id}
    return _grants_to(**who, today=timezone.localdate()).filter(site_id=site.pk).exists()


def _grants_to(*, membership: Any, person: Any, today: Any) -> QuerySet[SiteGrant]:
    """What lets a member in by name or by group, on this day."""
    groups = Group.objects.filter(members=membership)
    to_them = Q(person=person) | Q(group__in=groups.values("pk"))
    return SiteGrant.objects.filter(to_them, _still(today))


def _still(today: Any) -> Q:
    return Q(until=None) | Q(until__gte=today)
