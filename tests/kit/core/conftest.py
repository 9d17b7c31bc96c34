"""The cast at the desk: askers to hand to `write`, and rows of the workshop to work on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from site_kit import write
from site_kit.apps import Role, tool
from site_kit.asker import TOOL, Asker, acting, clock_stands_at
from site_kit.directory.models import Person, PersonGroup
from site_kit.testing import CAST, asker_of

NOW = timezone.make_aware(datetime(2026, 3, 11, 10, 0))


@dataclass(frozen=True)
class Cast:
    """Ada is an admin, Ines approves and plans, Mara and Jon are members, Otto is not let in."""

    ada: Asker
    ines: Asker
    mara: Asker
    jon: Asker
    otto: Asker


@pytest.fixture
def cast(db: None) -> Cast:
    for member in CAST:
        Person.objects.create(
            id=member.id, name=member.name, email=member.email, department=member.department
        )
        for group in member.groups:
            PersonGroup.objects.create(
                id=PersonGroup.objects.count() + 1, person_id=member.id, name=group
            )
    ada, ines, mara, jon, otto = CAST
    return Cast(
        asker_of(ada, ("admin",)),
        asker_of(ines, ("approver", "planner")),
        asker_of(mara),
        asker_of(jon),
        asker_of(otto, let_in=False),
    )


@pytest.fixture(autouse=True)
def clock() -> Iterator[datetime]:
    """It is a Wednesday, ten o'clock."""
    with clock_stands_at(NOW):
        yield NOW


@pytest.fixture
def payer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tool declares a role that the people of Finance have, besides one given by hand."""
    roles = (Role("planner"), Role("payer", from_="group:Finance"))
    monkeypatch.setattr(type(tool()), "roles", roles)


@pytest.fixture
def boss(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tool declares a role of whoever leads somebody: Ines leads Mara, and Ada leads Ines."""
    Person.objects.filter(pk=cast.mara.id).update(manager_id=cast.ines.id)
    Person.objects.filter(pk=cast.ines.id).update(manager_id=cast.ada.id)
    roles = (Role("planner"), Role("boss", from_="line_managers"))
    monkeypatch.setattr(type(tool()), "roles", roles)


@pytest.fixture
def make(cast: Cast) -> Any:
    """Put a row there, whatever the rights."""

    def kept(model: Any, **values: Any) -> Any:
        people = values.pop("members", None)
        with acting(TOOL):
            row = model.everything.create(**values)
            if people is not None:
                row.members.set(people)
        return row

    return kept


__all__ = ["Cast", "write"]
