"""Whom the visitor of a preview is: one of the invented cast, never the person who looks."""

from apps.deployments.models import Preview
from site_contract.visitor import Visitor

ADMIN, MEMBER = "admin", "member"

ADA = Visitor(1, "Ada Marsh", "ada@acme.example", (ADMIN,))
INES = Visitor(2, "Ines Roca", "ines@acme.example", (), ("Operations", "Finance"))
MARA = Visitor(3, "Mara Lind", "mara@acme.example", (), ("Operations",))
"""As the site kit's tests know them; a test compares the two."""


def visitor_of(preview: Preview) -> Visitor:
    """The cast's admin, a member, or the one who holds the role that the preview is seen as."""
    if preview.persona == ADMIN:
        return ADA
    if preview.persona == MEMBER:
        return MARA
    return Visitor(INES.id, INES.name, INES.email, (preview.persona,), INES.groups)
