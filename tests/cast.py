"""The fixed cast of all tests, invented: who they are and what they may do is in
`apps.pipeline.demo`.

Acme Foods: Ada owns it, Omar is an admin, Bea builds, Mara (Operations), Jon (Finance), Ines (both)
and Tom are members. Northwind Paper: Nils owns it, Nora builds. Otto belongs to no workspace.
"""

from dataclasses import dataclass

from apps.accounts.models import User


@dataclass(frozen=True)
class Cast:
    """Everybody by first name."""

    ada: User
    omar: User
    bea: User
    mara: User
    jon: User
    ines: User
    tom: User
    nils: User
    nora: User
    otto: User


def load_cast() -> Cast:
    """The cast as it is in the database."""
    people = User.objects.in_bulk(field_name="email")
    return Cast(
        **{
            name: next(p for email, p in people.items() if email.startswith(f"{name}@"))
            for name in Cast.__dataclass_fields__
        }
    )
