"""Whom a preview is seen as: each role alone, however it is held."""

import pytest

from apps.deployments.models import Preview
from apps.serving.personas import ADA, INES, JON, MARA, visitor_of
from apps.versions.models import Version

ROLES = [
    {"id": "approver", "name": "Approver"},
    {"id": "planner", "from": "people"},
    {"id": "payer", "from": "group:Finance"},
    {"id": "packer", "from": "group:Operations"},
    {"id": "lawyer", "from": "group:Legal"},
]


def seen_as(persona: str, roles: list[dict[str, str]]) -> tuple[int, tuple[str, ...], set[str]]:
    """Who it is, the roles given by hand, the groups."""
    visitor = visitor_of(Preview(version=Version(blueprint={"roles": roles}), persona=persona))
    return visitor.id, visitor.roles, set(visitor.groups)


@pytest.mark.parametrize(
    ("persona", "who", "roles", "groups"),
    [
        ("admin", ADA.id, ("admin",), set()),
        ("member", MARA.id, (), set()),
        ("approver", INES.id, ("approver",), set()),
        ("planner", INES.id, ("planner",), set()),
        ("payer", INES.id, (), {"Finance"}),
        ("packer", INES.id, (), {"Operations"}),
        ("lawyer", INES.id, (), {"Legal"}),
    ],
)
def test_a_persona_is_in_the_group_of_its_own_role_alone(
    persona: str, who: int, roles: tuple[str, ...], groups: set[str]
) -> None:
    assert seen_as(persona, ROLES) == (who, roles, groups)


@pytest.mark.parametrize(
    ("persona", "who", "roles", "groups"),
    [
        ("boss", INES.id, (), {"Operations"}),
        ("approver", JON.id, ("approver",), set()),
        ("payer", JON.id, (), {"Finance"}),
        ("member", MARA.id, (), {"Operations"}),
        ("admin", ADA.id, ("admin",), set()),
    ],
)
def test_whoever_is_seen_as_another_role_leads_nobody(
    persona: str, who: int, roles: tuple[str, ...], groups: set[str]
) -> None:
    declared = [ROLES[0], ROLES[2], {"id": "boss", "from": "line_managers"}]
    assert seen_as(persona, declared) == (who, roles, groups)


def test_groups_that_give_no_role_are_the_casts() -> None:
    by_hand = ROLES[:2]
    assert seen_as("member", by_hand) == (MARA.id, (), {"Operations"})
    assert seen_as("approver", by_hand) == (INES.id, ("approver",), {"Operations", "Finance"})


def test_a_version_without_roles_is_seen_as_a_member() -> None:
    preview = Preview(version=Version(blueprint={}), persona="member")
    assert visitor_of(preview) == MARA
