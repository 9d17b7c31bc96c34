"""The kit on its own: a database of a tool, the directory's tables, and the cast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database with the directory's tables, which no migration makes."""
    from django.test.utils import setup_databases, teardown_databases

    from site_kit.directory.schema import create_tables

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        create_tables(connection)
        call_command("migrate", run_syncdb=True, verbosity=0)
        yield
        connection.close()
        teardown_databases(made, verbosity=0)
