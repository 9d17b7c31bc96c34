"""Bring a person into a workspace, or give them another role there."""

from django.db import transaction

from apps.accounts.models import User
from apps.audit.actions import record
from apps.workspaces.models import Membership, Workspace
from apps.workspaces.signals import people_changed


@transaction.atomic
def add_member(
    *,
    by: User | None,
    workspace: Workspace,
    user: User,
    role: str,
    department: str = "",
    job_title: str = "",
) -> Membership:
    """The membership, active, with this role. Who may call it is checked by the rooms above
    (`administer`).
    """
    membership, _ = Membership.objects.update_or_create(
        workspace=workspace,
        user=user,
        defaults={
            "role": role,
            "is_active": True,
            "department": department,
            "job_title": job_title,
        },
    )
    record(by=by, verb="add_member", of=membership, detail={"role": role})
    transaction.on_commit(lambda: people_changed.send(sender=Workspace, workspace=workspace))
    return membership
