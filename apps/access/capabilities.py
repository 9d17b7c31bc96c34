"""What there is to be allowed, in plain words, and what each role has unless a switch says
otherwise.
"""

from django.db import models

from apps.workspaces.models import Role


class Capability(models.TextChoices):
    """A thing that a member may be allowed to do. The label completes the sentence "may …"."""

    BUILD = "build", "ask for tools and change their own"
    REVIEW = "review", "approve other people's versions"
    DEPLOY = "deploy", "put an approved version live and take it back"
    WIDEN_ACCESS = "widen_access", "let more people open a tool"
    MANAGE_SECRETS = "manage_secrets", "set values and secrets of a tool"
    USE_API = "use_api", "let programs use their tools with tokens"
    SEE_DATA = "see_data", "see the rows of tools they do not own"
    EDIT_DATA = "edit_data", "edit the rows of tools they do not own"
    EXPORT = "export", "export a tool with its data"
    MAKE_PUBLIC = "make_public", "open a form to outsiders"
    APPROVE_BUDGET = "approve_budget", "raise the budget for language models"
    ADMINISTER = "administer", "change people, groups, roles and settings"


ALL = frozenset(Capability)
BUILDER = frozenset(
    {
        Capability.BUILD,
        Capability.DEPLOY,
        Capability.WIDEN_ACCESS,
        Capability.MANAGE_SECRETS,
        Capability.USE_API,
    }
)

DEFAULTS: dict[str, frozenset[Capability]] = {
    Role.OWNER: ALL,
    Role.ADMIN: ALL,
    Role.BUILDER: BUILDER,
    Role.MEMBER: frozenset(),
}
"""What each role has on the Business plan."""

OFF_AT_FIRST: dict[str, frozenset[Capability]] = {
    "enterprise": frozenset({Capability.BUILD, Capability.MAKE_PUBLIC}),
    "business": frozenset({Capability.MAKE_PUBLIC}),
}
"""What nobody has on a plan until an admin switches it on. While no role may open forms to
outsiders, the workspace forbids it."""

FIXED = frozenset({(Role.OWNER, Capability.ADMINISTER)})
"""Switches that cannot be moved, or nobody could move them back."""


def on_by_default(role: str, capability: str, plan: str) -> bool:
    """Whether a role has a capability on this plan while no switch has been moved."""
    return capability in DEFAULTS[role] and capability not in OFF_AT_FIRST[plan]
