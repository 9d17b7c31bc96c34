"""Name people for a role that a tool declares."""

from typing import TYPE_CHECKING

from django.db import transaction

from apps.access.capabilities import Capability
from apps.access.errors import NotAllowed
from apps.access.models import ToolRole
from apps.access.queries import current_workspace, may_manage
from apps.accounts.models import User
from apps.audit.actions import record
from apps.workspaces.queries import membership_of

if TYPE_CHECKING:
    from apps.sites.models import Site

FOLLOWS = {
    "admin": "Its owner, its deputy and the workspace's admins are the admins of a tool.",
    "member": "Everybody who can open a tool is a member in it.",
}
"""Roles that nobody is given, since they follow from something else."""


@transaction.atomic
def give_tool_role(*, by: User, site: "Site", role: str, person: User) -> ToolRole:
    """The person has the role from their next request on. Raises `NotAllowed`."""
    may_manage(by, site, Capability.WIDEN_ACCESS).demand()
    if membership_of(person, current_workspace()) is None:
        raise NotAllowed(f"{person} is not a member of this workspace.")
    if role in FOLLOWS:
        raise NotAllowed(FOLLOWS[role])
    given, new = ToolRole.objects.get_or_create(site=site, role=role, person=person)
    if new:
        record(by=by, verb="give_tool_role", of=site, detail={"role": role, "person": str(person)})
    return given


@transaction.atomic
def take_tool_role(*, by: User, site: "Site", role: str, person: User) -> None:
    """The person no longer has the role, from their next request on. Raises `NotAllowed`."""
    may_manage(by, site, Capability.WIDEN_ACCESS).demand()
    taken, _ = ToolRole.objects.filter(site=site, role=role, person=person).delete()
    if taken:
        record(by=by, verb="take_tool_role", of=site, detail={"role": role, "person": str(person)})
