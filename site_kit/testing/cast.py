"""The people of every tool's tests and previews. Invented, and always the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from site_kit.asker import ADMIN, MEMBER, OUTSIDER, Asker


@dataclass(frozen=True, slots=True)
class CastMember:
    """One of the cast: who they are in the directory, and what they hold in every tool."""

    id: int
    key: str
    name: str
    email: str
    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = (MEMBER,)
    department: str = ""
    job_title: str = ""
    manager_id: int | None = None


CAST = (
    CastMember(
        1,
        "ada",
        "Ada Marsh",
        "ada@acme.example",
        roles=(MEMBER, ADMIN),
        department="Management",
        job_title="Managing director",
    ),
    CastMember(
        2,
        "ines",
        "Ines Roca",
        "ines@acme.example",
        ("Operations", "Finance"),
        department="Operations",
        job_title="Head of operations",
        manager_id=1,
    ),
    CastMember(
        3,
        "mara",
        "Mara Lind",
        "mara@acme.example",
        ("Operations",),
        department="Operations",
        job_title="Planner",
        manager_id=2,
    ),
    CastMember(
        4,
        "jon",
        "Jon Vale",
        "jon@acme.example",
        ("Finance",),
        department="Finance",
        job_title="Accountant",
        manager_id=1,
    ),
    CastMember(5, "otto", "Otto Krug", "otto@elsewhere.example", roles=()),
)
"""Ada is an admin, Ines has the first declared role, Mara and Jon are members, Otto is not let in.
"""


def asker_of(member: CastMember, roles: tuple[str, ...] = (), let_in: bool = True) -> Asker:
    """One of the cast in front of the tool, with these roles besides `member`."""
    held = frozenset({*roles, MEMBER} if let_in else ())
    return Asker(member.id, member.name, member.email, held, frozenset(member.groups))


def outsider_at(pages: Iterable[str]) -> Asker:
    """Somebody without an account, to whom these form pages are open."""
    return Asker(None, roles=frozenset({OUTSIDER}), pages=frozenset(pages))
