"""The schema a connection is in, now that the path is set once and not before every query.

Whatever happens to the connection in between (a roll-back to a savepoint, a roll-back of
everything, a lost connection, another thread), the next query must be in the schema that was asked
for.
"""

from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.audit.schemas import tenant_connection
from apps.workspaces.models import Workspace


def path() -> str:
    """What the server says; asked by the driver, so that nothing sets it before."""
    tenant_connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        (said,) = cursor.fetchone()
    return str(said)


def touch() -> None:
    """Any query, as the portal makes it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def break_a_query() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nothing_of_this_name")


def schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (said,) = cursor.fetchone()
    return str(said)


@pytest.fixture(autouse=True)
def _public_afterwards() -> Iterator[None]:
    yield
    tenant_connection.set_schema_to_public()


def test_the_path_is_set_once_for_many_queries(acme: Workspace) -> None:
    tenant_connection.set_tenant(acme)
    with CaptureQueriesContext(connection) as asked:
        for _ in range(5):
            touch()
    paths = [one for one in asked.captured_queries if one["sql"].startswith("SET search_path")]
    assert len(paths) == 1


def test_a_change_of_workspace_counts_from_the_next_query(
    acme: Workspace, northwind: Workspace
) -> None:
    for workspace in (acme, northwind, acme):
        tenant_connection.set_tenant(workspace)
        assert schema() == workspace.schema_name
    tenant_connection.set_schema_to_public()
    assert schema() == "public"


def test_leaving_a_workspace_leads_back_to_the_one_before(
    acme: Workspace, northwind: Workspace
) -> None:
    tenant_connection.set_tenant(acme)
    with northwind:
        assert schema() == "ws_northwind"
    assert schema() == "ws_acme"


def test_a_fault_inside_a_workspace_leads_back_too(acme: Workspace, northwind: Workspace) -> None:
    tenant_connection.set_tenant(acme)
    with pytest.raises(DatabaseError), transaction.atomic(), northwind:
        break_a_query()
    assert schema() == "ws_acme"


def test_a_roll_back_to_a_savepoint_takes_the_path_along_and_it_is_set_again(
    acme: Workspace, northwind: Workspace
) -> None:
    tenant_connection.set_tenant(acme)
    touch()
    with suppress(RuntimeError), transaction.atomic():
        tenant_connection.set_tenant(northwind)
        touch()
        raise RuntimeError("enough")
    # The server went back to Acme with the savepoint; the portal had asked for Northwind.
    assert schema() == "ws_northwind"


def test_an_aborted_transaction_is_followed_by_the_right_schema(acme: Workspace) -> None:
    tenant_connection.set_tenant(acme)
    with pytest.raises(DatabaseError), transaction.atomic():
        break_a_query()
    assert schema() == "ws_acme"


def in_another_thread(work: Any) -> list[Any]:
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(work())
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return found


def test_another_threads_connection_is_in_its_own_schema(
    acme: Workspace, django_db_blocker: Any
) -> None:
    tenant_connection.set_tenant(acme)
    touch()

    def elsewhere() -> tuple[str, str]:
        with django_db_blocker.unblock():
            before = schema()
            tenant_connection.set_schema("ws_northwind")
            return before, schema()

    assert in_another_thread(elsewhere) == [("public", "ws_northwind")]
    assert schema() == "ws_acme"


def test_a_connection_that_was_lost_begins_in_the_schema_that_was_asked_for(
    django_db_blocker: Any, acme: Workspace
) -> None:
    def elsewhere() -> tuple[str, str]:
        with django_db_blocker.unblock():
            tenant_connection.set_schema("ws_acme")
            touch()
            before = path()
            connection.close()
            return before, schema()

    before, after = in_another_thread(elsewhere)[0]
    assert "ws_acme" in before
    assert after == "ws_acme"


def test_a_whole_transaction_rolled_back_is_followed_by_the_right_schema(
    django_db_blocker: Any, acme: Workspace
) -> None:
    """Outside the test's own transaction, so that the roll-back is a real one."""

    def elsewhere() -> tuple[str, str]:
        with django_db_blocker.unblock():
            with suppress(RuntimeError), transaction.atomic():
                tenant_connection.set_schema("ws_acme")
                touch()
                raise RuntimeError("enough")
            return path(), schema()

    before, after = in_another_thread(elsewhere)[0]
    assert "ws_acme" not in before
    assert after == "ws_acme"
