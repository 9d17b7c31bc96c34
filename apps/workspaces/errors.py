"""What can go wrong with a workspace; the sentence is for whoever asked."""


class WorkspaceError(Exception):
    """Base of this room's errors."""

    id = "workspaces:person"


class LastOwner(WorkspaceError):
    """A workspace keeps somebody who can administer it; make another person its owner first."""

    id = "workspaces:person:last-owner"


class SlugRefused(WorkspaceError):
    """The address is taken or not possible; choose another."""

    id = "workspaces:person:slug"
