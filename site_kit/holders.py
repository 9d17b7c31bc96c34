"""Roles that follow from the directory: who has them is looked up, never given by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from site_kit.apps import Role, declared_roles
from site_kit.directory.models import Person, PersonGroup

if TYPE_CHECKING:
    from site_kit.asker import VisitorLike


def follows(visitor: VisitorLike) -> set[str]:
    """The ids of the roles that a visitor has by the directory. Whether somebody is under them is
    asked only where a role depends on it.
    """
    roles = [role for role in declared_roles() if role.follows]
    leads = any(role.of_leaders for role in roles) and _under(visitor.id)
    return {
        role.id for role in roles if (leads if role.of_leaders else role.group in visitor.groups)
    }


def people_of(roles: Iterable[Role]) -> set[int]:
    """Everybody who has one of these roles by the directory."""
    asked = list(roles)
    groups = [role.group for role in asked if role.group]
    found: set[int] = set()
    if groups:
        in_groups = PersonGroup.objects.filter(name__in=groups, person__active=True)
        found.update(in_groups.values_list("person_id", flat=True))
    if any(role.of_leaders for role in asked):
        led = Person.objects.filter(active=True, manager__active=True)
        found.update(led.values_list("manager_id", flat=True).distinct())
    return found


def _under(person: int) -> bool:
    return Person.objects.filter(manager_id=person, active=True).exists()
