"""Bring a person into a workspace, or give them another role there."""

from django.db import transaction
from django.db.models import QuerySet

from apps.accounts.models import User
from apps.audit.actions import record
from apps.workspaces.errors import LastOwner
from apps.workspaces.models import Membership, Role, Workspace
from apps.workspaces.queries import members_of
from apps.workspaces.signals import people_changed


@transaction.atomic
def add_member(
    *,
    by: User | None,
    workspace: Workspace,
    user: User,
    role: str,
    department: str | None = None,
) -> Membership:
    """The membership, active, with this role; without a department the one it had. Who may call it
    is checked by the rooms above (`administer`). Raises `LastOwner`.
    """
    wanted = {"role": Role(role).value, "is_active": True}
    if department is not None:
        wanted["department"] = department
    Workspace.objects.select_for_update(of=("self",)).get(pk=workspace.pk)
    before = Membership.objects.filter(workspace=workspace, user=user).first()
    if before and all(getattr(before, name) == value for name, value in wanted.items()):
        return before
    if before and role != Role.OWNER and not _owners(workspace).exclude(pk=before.pk).exists():
        raise LastOwner(
            f"{user} is the only owner of {workspace}. Make somebody else an owner first."
        )
    membership, _ = Membership.objects.update_or_create(
        workspace=workspace, user=user, defaults=wanted
    )
    was = before.role if before and before.is_active else None
    record(by=by, verb="add_member", of=membership, detail={"before": was, "role": role})
    transaction.on_commit(lambda: people_changed.send(sender=Workspace, workspace=workspace))
    return membership


def _owners(workspace: Workspace) -> QuerySet[Membership]:
    return members_of(workspace).filter(role=Role.OWNER)
