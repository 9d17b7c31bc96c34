"""Put a member into a group, making the group where there is none of that name."""

from django.db import transaction

from apps.accounts.models import User
from apps.audit.actions import record
from apps.workspaces.models import Group, Membership, Workspace
from apps.workspaces.signals import people_changed


@transaction.atomic
def put_in_group(*, by: User | None, membership: Membership, name: str) -> Group:
    """The group, with the member in it. Who may call it is checked by the rooms above
    (`administer`).
    """
    group, _ = Group.objects.get_or_create(workspace=membership.workspace, name=name)
    if group.members.filter(pk=membership.pk).exists():
        return group
    group.members.add(membership)
    record(by=by, verb="put_in_group", of=group, detail={"member": str(membership.user)})
    transaction.on_commit(
        lambda: people_changed.send(sender=Workspace, workspace=membership.workspace)
    )
    return group
