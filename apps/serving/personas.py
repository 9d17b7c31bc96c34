"""Whom the visitor of a preview is: one of the invented cast, never the person who looks."""

from collections.abc import Iterable
from dataclasses import replace

from apps.deployments.models import Preview
from site_contract.visitor import Visitor

ADMIN, MEMBER = "admin", "member"
GROUP = "group:"

ADA = Visitor(1, "Ada Marsh", "ada@acme.example", (ADMIN,))
INES = Visitor(2, "Ines Roca", "ines@acme.example", (), ("Operations", "Finance"))
MARA = Visitor(3, "Mara Lind", "mara@acme.example", (), ("Operations",))
"""As the site kit's tests know them; a test compares the two."""


def visitor_of(preview: Preview) -> Visitor:
    """The cast's admin, a member, or the one who holds the role that the preview is seen as.

    A role that a group gives comes with that group; no persona is in the group of another role.
    """
    if preview.persona == ADMIN:
        return ADA
    groups = _groups_of_roles(preview)
    if preview.persona == MEMBER:
        return _outside(MARA, groups.values())
    ines = _outside(INES, groups.values())
    own = groups.get(preview.persona)
    if own is None:
        return replace(ines, roles=(preview.persona,))
    return replace(ines, groups=(*ines.groups, own))


def _groups_of_roles(preview: Preview) -> dict[str, str]:
    """The roles of the version that follow from a group, each with it."""
    roles = preview.version.blueprint.get("roles", [])
    held_by = {role["id"]: role.get("from", "") for role in roles}
    return {
        role: source.removeprefix(GROUP)
        for role, source in held_by.items()
        if source.startswith(GROUP)
    }


def _outside(visitor: Visitor, groups: Iterable[str]) -> Visitor:
    return replace(visitor, groups=tuple(sorted(set(visitor.groups) - set(groups))))
