"""Turn a capability on or off for a role."""

from django.db import transaction

from apps.access.capabilities import FIXED, Capability
from apps.access.errors import NotAllowed
from apps.access.models import CapabilitySwitch
from apps.access.queries import may, role_may
from apps.accounts.models import User
from apps.audit.actions import record
from apps.workspaces.models import Role


@transaction.atomic
def set_switch(*, by: User, role: str, capability: str, on: bool) -> CapabilitySwitch:
    """The switch as it stands afterwards. Raises `NotAllowed`, and `ValueError` for a role or a
    capability that there is not; the owner's own key to this page cannot be turned off.
    """
    may(by, Capability.ADMINISTER).demand()
    role, capability = Role(role).value, Capability(capability).value
    if (role, capability) in FIXED:
        raise NotAllowed("Owners always administer, or nobody could turn anything back on.")
    before = role_may(role, capability)
    switch, _ = CapabilitySwitch.objects.update_or_create(
        role=role, capability=capability, defaults={"on": on, "changed_by": by}
    )
    if before != on:
        record(by=by, verb="set_switch", of=switch, detail={"before": before, "after": on})
    return switch
