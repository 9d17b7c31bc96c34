"""Several people in the same moment: each on a connection of its own, begun together, for real."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.db import connection, transaction

from apps.workspaces.models import Workspace
from apps.workspaces.queries import by_slug

PATIENCE = 30
HEADS = import_module("apps.audit.migrations.0003_where_a_log_ends").HEADS


def at_once(workspace: Workspace, *several: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own, inside the workspace; what each gave back, or the error that
    it raised, in the order of the tasks.
    """
    barrier = threading.Barrier(len(several))
    found: list[Any] = [None] * len(several)

    def work(place: int, do: Callable[[], Any]) -> None:
        try:
            with workspace:
                barrier.wait(PATIENCE)
                found[place] = do()
        except Exception as error:  # noqa: BLE001  # what comes of it is what the test is about
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=task) for task in enumerate(several)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "Two of them wait for each other."
    return found


def errors(found: list[Any]) -> list[type[Exception]]:
    """The kinds of the errors among what came of it."""
    return [type(one) for one in found if isinstance(one, Exception)]


@contextmanager
def kept_for_others(slug: str) -> Iterator[Workspace]:
    """A workspace whose rows other connections see, since they are committed. Afterwards the tools
    of the workspace and all that hangs on them are gone again, and so are the lines of the log.
    """
    connection.set_schema_to_public()
    workspace = by_slug(slug)
    assert workspace is not None
    last = _one("SELECT coalesce(max(id), 0) FROM public.audit_line")
    try:
        with workspace:
            yield workspace
    finally:
        connection.set_schema_to_public()
        _clear(workspace.schema_name, last)


def _clear(schema: str, last: int) -> None:
    tables = "sites_site, access_capabilityswitch, prompts_message"
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(f"{schema}.{table.strip()}" for table in tables.split(","))
        cursor.execute(f"TRUNCATE {names} CASCADE")
        for table in ("audit_line", "audit_head"):
            cursor.execute(f"ALTER TABLE public.{table} DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM public.audit_line WHERE id > %s", [last])
        cursor.execute("DELETE FROM public.audit_head")
        cursor.execute(HEADS)
        for table in ("audit_line", "audit_head"):
            cursor.execute(f"ALTER TABLE public.{table} ENABLE TRIGGER USER")


def _one(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return int(row[0])
