"""A workspace's people lie beside its sites' rows, as they are, and nobody is forgotten."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.runners import databases, directory
from apps.runners.directory import InGroup, Person, sync_directory
from apps.runners.names import database_of
from apps.runners.server import connected
from apps.workspaces.models import Membership, Workspace
from tests.cast import Cast


@pytest.fixture
def rows(acme: Workspace) -> Callable[[str], list[Any]]:
    databases.ensure_workspace_database(acme.pk)

    def ask(sql: str) -> list[Any]:
        with connected(database_of(acme.pk)) as connection:
            return connection.execute(sql).fetchall()  # type: ignore[arg-type]

    return ask


def test_members_and_groups_are_there(
    acme: Workspace, cast: Cast, rows: Callable[[str], list[Any]]
) -> None:
    sync_directory(acme)
    names = rows("SELECT name FROM directory.person WHERE active ORDER BY name")
    assert ("Mara Lind",) in names
    assert ("Otto Krug",) not in names
    mine = f"SELECT name FROM directory.person_group WHERE person_id = {cast.ines.pk} ORDER BY name"
    assert rows(mine) == [("Finance",), ("Operations",)]


def test_the_id_is_the_accounts(
    acme: Workspace, cast: Cast, rows: Callable[[str], list[Any]]
) -> None:
    sync_directory(acme)
    found = rows(f"SELECT email FROM directory.person WHERE id = {cast.mara.pk}")
    assert found == [("mara@acme.example",)]


def test_who_has_left_stays_known_as_not_active(
    acme: Workspace, cast: Cast, rows: Callable[[str], list[Any]]
) -> None:
    sync_directory(acme)
    Membership.objects.filter(workspace=acme, user=cast.jon).update(is_active=False)
    sync_directory(acme)
    asked = f"SELECT name, active FROM directory.person WHERE id = {cast.jon.pk}"
    assert rows(asked) == [("Jon Vale", False)]
    assert rows(f"SELECT 1 FROM directory.person_group WHERE person_id = {cast.jon.pk}") == []


def test_who_comes_back_is_active_again(acme: Workspace, rows: Callable[[str], list[Any]]) -> None:
    ada = Person(1, "Ada Marsh", "ada@acme.example")
    for people in ([ada], [], [ada]):
        directory.write(acme.pk, people, [])
    assert rows("SELECT active FROM directory.person WHERE id = 1") == [(True,)]


def test_a_changed_person_is_changed(acme: Workspace, rows: Callable[[str], list[Any]]) -> None:
    directory.write(acme.pk, [Person(1, "Ada", "a@acme.example")], [])
    new = Person(1, "Ada Marsh", "ada@acme.example", None, "Management", "Director")
    directory.write(acme.pk, [new], [InGroup(1, "Board")])
    asked = "SELECT name, email, department, job_title FROM directory.person WHERE id = 1"
    assert rows(asked) == [("Ada Marsh", "ada@acme.example", "Management", "Director")]
    assert rows("SELECT name FROM directory.person_group") == [("Board",)]
