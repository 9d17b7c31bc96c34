"""The directory's tables for tests and trials, where no portal keeps the real ones."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from site_kit.directory.models import Person, PersonGroup


def create_tables(connection: BaseDatabaseWrapper) -> None:
    """Make `person` and `person_group` where the connection's search path writes."""
    with connection.schema_editor() as editor:
        editor.create_model(Person)
        editor.create_model(PersonGroup)
