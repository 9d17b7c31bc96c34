"""Who can open a tool, drawn: the modes as cards, the list, the roles inside, the answer about one
person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from apps.access.decisions import Decision
from apps.access.models import Mode, SiteGrant, ToolRole
from apps.access.queries import current_workspace, may_open, opens_to, runs
from apps.accounts.models import User
from apps.sites.models import Site
from apps.versions.models import Version
from apps.versions.queries import versions_of
from apps.workbench.words.roles import role_name, says_of_roles
from apps.workspaces.models import Membership
from apps.workspaces.queries import members_of

SAYS = {
    Mode.PRIVATE: "The owner, the deputy and the workspace’s admins.",
    Mode.WORKSPACE: "Every active member of the workspace.",
    Mode.CUSTOM: "People and groups you name, until a day if you like.",
}


@dataclass(frozen=True, slots=True)
class ModeCard:
    """One of the three modes."""

    id: str
    name: str
    says: str
    people: int | None
    chosen: bool


def mode_cards(site: Site, now: str, members: Sequence[Membership], let_in: int) -> list[ModeCard]:
    """The modes, with how many people each means; for Custom only while it is the mode.

    `let_in` is how many of the members can open the site now.
    """
    people = {
        Mode.PRIVATE: sum(runs(member, site) for member in members),
        Mode.WORKSPACE: len(members),
        Mode.CUSTOM: let_in if now == Mode.CUSTOM else None,
    }
    return [
        ModeCard(mode.value, str(mode.label), SAYS[mode], people[mode], mode == now)
        for mode in (Mode.PRIVATE, Mode.CUSTOM, Mode.WORKSPACE)
    ]


def let_in_now(
    site: Site, now: str, members: Sequence[Membership], grants: Sequence[SiteGrant]
) -> int:
    """How many of the members can open the site: `may_open` of each, from what is read already."""
    lasting = [one for one in grants if one.until is None or one.until >= timezone.localdate()]
    people, groups = {one.person_id for one in lasting}, {one.group_id for one in lasting}
    return sum(
        bool(opens_to(one, site, mode=now, listed=_is_listed(one, people, groups)))
        for one in members
    )


def _is_listed(member: Membership, people: set[int | None], groups: set[int | None]) -> bool:
    return member.user_id in people or any(group.pk in groups for group in member.groups.all())


def grants_of(site: Site) -> list[SiteGrant]:
    """The list of the mode Custom: groups first, then people, by name."""
    grants = site.grants.select_related("person", "group")
    return sorted(grants, key=lambda grant: (grant.group is None, str(grant.group or grant.person)))


@dataclass(frozen=True, slots=True)
class RoleHolders:
    """A role that the tool declares, and who has it."""

    id: str
    name: str
    says: str
    by_hand: bool
    holders: list[User]


def roles_of(site: Site, newest: Version | None = None) -> list[RoleHolders]:
    """The roles of the newest version, each with its people; those that follow from the directory
    say so.
    """
    newest = newest or versions_of(site).first()
    holders: dict[str, list[User]] = {}
    for given in ToolRole.objects.filter(site=site).select_related("person"):
        holders.setdefault(given.role, []).append(given.person)
    roles = newest.blueprint.get("roles", []) if newest else []
    says = says_of_roles(newest.blueprint) if newest else {}
    return [
        RoleHolders(
            id=role["id"],
            name=role_name(role),
            says=" ".join(filter(None, [_from(role.get("from", "people")), says[role["id"]]])),
            by_hand=role.get("from", "people") == "people",
            holders=sorted(holders.get(role["id"], []), key=lambda person: person.name),
        )
        for role in roles
    ]


def _from(source: str) -> str:
    if source == "line_managers":
        return "Whoever has somebody under them in the directory has it."
    group = source.removeprefix("group:")
    return f"Everybody in the group {group} has it." if group != source else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """“Can this person open it?” with its answer; no decision where nobody was found."""

    typed: str
    member: Membership | None
    decision: Decision | None


def asked_about(site: Site, typed: str) -> Asked | None:
    """The answer about the member whose name or e-mail was typed, or None while nothing was."""
    typed = typed.strip()[:200]
    if not typed:
        return None
    fits = Q(user__name__icontains=typed) | Q(user__email__iexact=typed)
    member = members_of(current_workspace()).filter(fits).first()
    return Asked(typed, member, may_open(person=member.user, site=site) if member else None)
