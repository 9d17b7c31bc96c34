"""Whom the visitor of a preview is: one of the invented cast, never the person who looks."""

from collections.abc import Iterable
from dataclasses import replace

from apps.deployments.models import Preview
from site_contract.visitor import Visitor

ADMIN, MEMBER = "admin", "member"
GROUP = "group:"
LEADERS = "line_managers"

ADA = Visitor(1, "Ada Marsh", "ada@acme.example", (ADMIN,))
INES = Visitor(2, "Ines Roca", "ines@acme.example", (), ("Operations", "Finance"))
MARA = Visitor(3, "Mara Lind", "mara@acme.example", (), ("Operations",))
JON = Visitor(4, "Jon Vale", "jon@acme.example", (), ("Finance",))
"""As the site kit's tests know them; a test compares them. Ada and Ines have people under them."""


def visitor_of(preview: Preview) -> Visitor:
    """The cast's admin, a member, or the one who holds the role that the preview is seen as.

    A role that a group gives comes with that group; no persona is in the group of another role.
    Line managers are who has somebody under them, so whoever is seen as another role has nobody.
    """
    if preview.persona == ADMIN:
        return ADA
    sources = _sources(preview)
    groups = [one.removeprefix(GROUP) for one in sources.values() if one.startswith(GROUP)]
    if preview.persona == MEMBER:
        return _outside(MARA, groups)
    own = sources.get(preview.persona, "")
    leads = own == LEADERS or LEADERS not in sources.values()
    somebody = _outside(INES if leads else JON, groups)
    if own == LEADERS:
        return somebody
    if own.startswith(GROUP):
        return replace(somebody, groups=(*somebody.groups, own.removeprefix(GROUP)))
    return replace(somebody, roles=(preview.persona,))


def _sources(preview: Preview) -> dict[str, str]:
    """The roles of the version that follow from the directory, each with from what."""
    roles = preview.version.blueprint.get("roles", [])
    held_by = {role["id"]: role.get("from", "") for role in roles}
    return {
        role: source
        for role, source in held_by.items()
        if source == LEADERS or source.startswith(GROUP)
    }


def _outside(visitor: Visitor, groups: Iterable[str]) -> Visitor:
    return replace(visitor, groups=tuple(sorted(set(visitor.groups) - set(groups))))
