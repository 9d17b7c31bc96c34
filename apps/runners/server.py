"""Connections to the database server as the portal's own role, outside Django's transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connections

Connection = psycopg.Connection[tuple[Any, ...]]


def address() -> tuple[str, int]:
    """Host and port of the server that sites' databases are on."""
    said = connections["default"].settings_dict
    return said["HOST"] or "127.0.0.1", int(said["PORT"] or 5432)


@contextmanager
def connected(database: str | None = None) -> Iterator[Connection]:
    """A connection that commits each statement; without a name, to the portal's own database."""
    said = connections["default"].settings_dict
    with psycopg.connect(
        host=said["HOST"],
        port=said["PORT"],
        user=said["USER"],
        password=said["PASSWORD"],
        dbname=database or said["NAME"],
        autocommit=True,
    ) as connection:
        # So that what this role makes it may also use, whatever the server's own setting.
        connection.execute("SET createrole_self_grant = 'set, inherit'")
        yield connection


def exists(connection: Connection, what: str, name: str) -> bool:
    """Whether there is a `database`, `role` or `schema` of this name."""
    query = {
        "database": "SELECT 1 FROM pg_database WHERE datname = %s",
        "role": "SELECT 1 FROM pg_roles WHERE rolname = %s",
        "schema": "SELECT 1 FROM pg_namespace WHERE nspname = %s",
    }[what]
    return connection.execute(query, [name]).fetchone() is not None
