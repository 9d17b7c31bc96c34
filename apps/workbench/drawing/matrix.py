"""The switches as a table: capability by role, in groups that belong together."""

from dataclasses import dataclass

from apps.access.capabilities import FIXED, Capability, on_by_default
from apps.access.queries import switches
from apps.workspaces.models import Role, Workspace
from apps.workspaces.queries import members_of

GROUPS = (
    ("Making tools", (Capability.BUILD, Capability.REVIEW, Capability.DEPLOY)),
    ("Opening tools", (Capability.WIDEN_ACCESS, Capability.MAKE_PUBLIC)),
    (
        "Data and secrets",
        (
            Capability.SEE_DATA,
            Capability.EDIT_DATA,
            Capability.EXPORT,
            Capability.MANAGE_SECRETS,
            Capability.USE_API,
        ),
    ),
    ("Workspace", (Capability.APPROVE_BUDGET, Capability.ADMINISTER)),
)


@dataclass(frozen=True, slots=True)
class Switch:
    """One cell. `usual` is what the plan says while nobody has moved it."""

    key: str
    name: str
    on: bool
    fixed: bool
    usual: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A capability."""

    name: str
    says: str
    switches: list[Switch]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole: roles with how many have them, and lines in groups."""

    roles: list[tuple[str, int]]
    groups: list[tuple[str, list[Line]]]
    width: int


def matrix_of(workspace: Workspace) -> Matrix:
    """The table as it holds now."""
    now = switches()
    members = list(members_of(workspace).values_list("role", flat=True))
    return Matrix(
        roles=[(role.label, members.count(role.value)) for role in Role],
        groups=[
            (title, [_line(one, now[one], workspace.plan) for one in capabilities])
            for title, capabilities in GROUPS
        ],
        width=len(Role) + 1,
    )


def _line(capability: Capability, now: dict[str, bool], plan: str) -> Line:
    name = capability.value.replace("_", " ").capitalize()
    return Line(
        name=name,
        says=capability.label,
        switches=[
            Switch(
                key=f"{capability.value}:{role.value}",
                name=f"{name}: {role.label}",
                on=now[role],
                fixed=(role, capability) in FIXED,
                usual=on_by_default(role, capability, plan),
            )
            for role in Role
        ],
    )
