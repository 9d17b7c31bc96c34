"""A workspace's people and groups, in its sites' database, where every site may read and none
write.

Kept in step by the portal: on a change of members or groups, and before a deployment.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any

from django.db.models import QuerySet

from apps.runners.databases import ensure_workspace_database
from apps.runners.names import database_of
from apps.runners.server import connected
from apps.workspaces.models import Membership, Workspace
from apps.workspaces.queries import members_of


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, by the id of their account. Who has left stays known, as not active."""

    id: int
    name: str
    email: str
    manager_id: int | None = None
    department: str = ""
    job_title: str = ""


@dataclass(frozen=True, slots=True)
class InGroup:
    """One person in one group."""

    person_id: int
    name: str


def sync_directory(workspace: Workspace) -> None:
    """Bring the directory of a workspace's sites in step with its members and groups."""
    ensure_workspace_database(workspace.pk)
    people, groups = _people_of(members_of(workspace))
    write(workspace.pk, people, groups)


def write(key: int | str, people: Iterable[Person], groups: Iterable[InGroup]) -> None:
    """Put people and groups into a workspace's directory, in one transaction.

    People who are not among them stay, marked as not active: rows of tools still name them.
    """
    known = list(people)
    with connected(database_of(key)) as connection, connection.transaction():
        cursor = connection.cursor()
        cursor.execute("LOCK TABLE directory.person IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            "UPDATE directory.person SET active = false WHERE active AND NOT id = ANY(%s)",
            [[person.id for person in known]],
        )
        cursor.executemany(UPSERT, [astuple(person) for person in known])
        cursor.execute("DELETE FROM directory.person_group")
        rows = [(number, one.person_id, one.name) for number, one in enumerate(groups, 1)]
        cursor.executemany("INSERT INTO directory.person_group VALUES (%s, %s, %s)", rows)


UPSERT = (
    "INSERT INTO directory.person (id, name, email, manager_id, department, job_title)"
    " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
    " email = excluded.email, manager_id = excluded.manager_id, active = true,"
    " department = excluded.department, job_title = excluded.job_title"
)


def _people_of(members: QuerySet[Membership]) -> tuple[list[Person], list[InGroup]]:
    people, groups = [], []
    for member in members:
        user: Any = member.user
        people.append(
            Person(
                id=user.pk,
                name=user.name or user.email,
                email=user.email,
                manager_id=member.manager.user_id if member.manager else None,
                department=member.department,
                job_title=member.job_title,
            )
        )
        groups += [InGroup(user.pk, group.name) for group in member.groups.all()]
    return people, groups
