"""What can be done to workspaces and their people."""

from apps.workspaces.actions.add_member import add_member
from apps.workspaces.actions.create_workspace import create_workspace, ensure_template
from apps.workspaces.actions.put_in_group import put_in_group

__all__ = ["add_member", "create_workspace", "ensure_template", "put_in_group"]
