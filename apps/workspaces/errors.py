"""What can go wrong with a workspace; the sentence is for whoever asked."""


class WorkspaceError(Exception):
    """Base of this room's errors."""

    id = "workspaces:person"


class SlugRefused(WorkspaceError):
    """The address is taken or not possible; choose another."""

    id = "workspaces:person:slug"
