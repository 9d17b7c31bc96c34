"""People of a trial or preview: its own directory tables, with the invented cast in them.

They lie in the site's own schema, which is searched before the workspace's directory, so that no
real person is ever shown or changed there.
"""

from __future__ import annotations

from collections.abc import Iterable

from site_contract.config import LIVE, SiteConfig
from site_runtime.inside.jobs import JobFailed
from site_runtime.inside.jobs.tables import owner_connection

FIRST_EXTRA = 101


def bring_people(config: SiteConfig) -> None:
    """Make the tables and put the cast in; once."""
    from site_kit.directory.models import Person, PersonGroup
    from site_kit.directory.schema import create_tables
    from site_kit.testing import CAST

    if config.kind == LIVE:
        raise JobFailed("A live tool knows the people of its workspace, and no others.")
    connection = owner_connection(config)
    if Person._meta.db_table in _own_tables(config):
        return
    create_tables(connection)
    everybody = Person.objects.using(connection.alias)
    groups = PersonGroup.objects.using(connection.alias)
    everybody.bulk_create(
        Person(
            id=one.id,
            name=one.name,
            email=one.email,
            manager_id=one.manager_id,
            department=one.department,
            job_title=one.job_title,
        )
        for one in CAST
    )
    named = [(one.id, name) for one in CAST for name in one.groups]
    groups.bulk_create(
        PersonGroup(id=number, person_id=person, name=name)
        for number, (person, name) in enumerate(named, 1)
    )


def add_people(config: SiteConfig, names: Iterable[str]) -> None:
    """Invent a person for each name that nobody has yet. For trials and previews only."""
    from site_kit.directory.models import Person

    everybody = Person.objects.using(owner_connection(config).alias)
    known = set(everybody.values_list("name", flat=True))
    start = max(FIRST_EXTRA, *(number + 1 for number in everybody.values_list("id", flat=True)))
    new = [name for name in dict.fromkeys(names) if name not in known]
    everybody.bulk_create(
        Person(id=number, name=name, email=f"{name.lower().replace(' ', '.')}@acme.example")
        for number, name in enumerate(new, start)
    )


def _own_tables(config: SiteConfig) -> set[str]:
    connection = owner_connection(config)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s", [config.database.schema]
        )
        return {name for (name,) in cursor.fetchall()}
