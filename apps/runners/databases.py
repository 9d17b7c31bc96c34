"""Where sites keep their rows: a database for each workspace, a schema and two roles for each site.

The owner role changes tables and is used by jobs only. The role that serves may read and write rows
of its own schema, and create, own and see nothing else. Names follow from ids, passwords from the
master key. All of it can be asked for again: what is there is left, what is missing is made.
"""

import secrets
from dataclasses import dataclass, replace
from typing import LiteralString

from psycopg.sql import SQL, Composed, Identifier, Literal

from apps.runners.directory_tables import TABLES
from apps.runners.names import OWNER, RUNTIME, checked, database_of, password_of, role_of
from apps.runners.scram import verifier
from apps.runners.server import Connection, address, connected, exists
from site_contract.config import Database

DIRECTORY = "directory"
"""Beside it, `public` holds nothing but what extensions bring; sites may use, not fill it."""

MOST_CONNECTIONS = {OWNER: 4, RUNTIME: 24}
SLOWEST = {OWNER: "60s", RUNTIME: "10s"}


@dataclass(frozen=True, slots=True)
class SchemaAccess:
    """The two ways into one schema."""

    owner: Database
    runtime: Database


def access_to(key: int | str, schema: str) -> SchemaAccess:
    """The ways into a schema, whether it is there or not."""
    host, port = address()
    owner = role_of(key, schema, OWNER)
    way = Database(host, port, database_of(key), owner, password_of(owner), schema)
    runtime = role_of(key, schema, RUNTIME)
    return SchemaAccess(way, replace(way, user=runtime, password=password_of(runtime)))


def runtime_of(database: Database) -> Database:
    """The way of the role that serves, for either of the two."""
    role = database.user.removesuffix(OWNER).removesuffix(RUNTIME) + RUNTIME
    return replace(database, user=role, password=password_of(role))


def is_owner(database: Database) -> bool:
    """Whether this is the way of the role that changes tables."""
    return database.user.endswith(OWNER)


def ensure_workspace_database(key: int | str) -> str:
    """Make a workspace's database where it is missing; its name.

    Nobody may so much as connect but those who are told so by name.
    """
    name = database_of(key)
    with connected() as connection:
        if not exists(connection, "database", name):
            _make_once(connection, name)
    return name


def _make_once(connection: Connection, name: str) -> None:
    """Make it, and make it ready, while others who would do the same wait for their turn.

    It gets its name when it is ready: whoever finds it finds it whole.
    """
    _do(connection, "SELECT pg_advisory_lock(hashtext({}))", Literal(name))
    if exists(connection, "database", name):
        return
    raw = f"{name}_new"
    _do(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", Identifier(raw))
    _do(connection, "CREATE DATABASE {}", Identifier(raw))
    for database in (raw, str(connection.info.dbname)):
        _do(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", Identifier(database))
    with connected(raw) as inside:
        _prepare(inside)
    _do(connection, "ALTER DATABASE {} RENAME TO {}", Identifier(raw), Identifier(name))


def _prepare(connection: Connection) -> None:
    _do(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC")
    _do(connection, "CREATE SCHEMA {}", Identifier(DIRECTORY))
    _extend(connection)
    for statement in TABLES:
        _do(connection, statement)


def _extend(connection: Connection) -> None:
    """What tools' constraints and searches are made of, also where a database is older."""
    for name in ("btree_gist", "pg_trgm"):
        _do(connection, "CREATE EXTENSION IF NOT EXISTS {} SCHEMA public", Identifier(name))


def provision_schema(key: int | str, schema: str) -> SchemaAccess:
    """Make a schema with its two roles in a workspace's database; the ways in."""
    access = access_to(key, checked(schema))
    owner, runtime = Identifier(access.owner.user), Identifier(access.runtime.user)
    with connected(database_of(key)) as connection:
        _extend(connection)
        if exists(connection, "schema", schema):
            return access
        _role(connection, access.owner.user, OWNER)
        _role(connection, access.runtime.user, RUNTIME)
        with connection.transaction():
            place = Identifier(schema)
            _do(connection, "CREATE SCHEMA {} AUTHORIZATION {}", place, owner)
            for role in (owner, runtime):
                _let_in(connection, role)
            _do(connection, "GRANT USAGE ON SCHEMA {} TO {}", place, runtime)
            for rights in DEFAULT_RIGHTS:
                _do(connection, rights, owner, place, runtime)
            _do(connection, NO_FUNCTIONS, owner)
    return access


DEFAULT_RIGHTS: tuple[LiteralString, ...] = (
    "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA {}"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA {} GRANT USAGE, SELECT ON SEQUENCES TO {}",
)
"""What the role that serves may do with every table that the owner will ever make."""

NO_FUNCTIONS: LiteralString = (
    "ALTER DEFAULT PRIVILEGES FOR ROLE {} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
)


def drop_schema(key: int | str, schema: str) -> None:
    """Take a schema away with its rows and roles. What is not there is no error."""
    access = access_to(key, checked(schema))
    roles = (access.runtime.user, access.owner.user)
    with connected() as connection:
        if not exists(connection, "database", database_of(key)):
            return
    with connected(database_of(key)) as connection:
        for role in roles:
            _end_connections(connection, role)
        _do(connection, "DROP SCHEMA IF EXISTS {} CASCADE", Identifier(schema))
        for role in roles:
            if exists(connection, "role", role):
                _do(connection, "DROP OWNED BY {}", Identifier(role))
                _do(connection, "DROP ROLE {}", Identifier(role))


def drop_workspace_database(key: int | str) -> None:
    """Take a workspace's database away with everything in it, and its roles."""
    name = database_of(key)
    with connected() as connection:
        _do(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", Identifier(name))
        found = connection.execute(
            "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", [f"{name}_"]
        )
        for (role,) in found.fetchall():
            _do(connection, "DROP ROLE {}", Identifier(role))


def _role(connection: Connection, name: str, part: str) -> None:
    """A role that can log in, with a new verifier of its derived password."""
    if not exists(connection, "role", name):
        _do(connection, "CREATE ROLE {} LOGIN NOINHERIT", Identifier(name))
    kept = Literal(verifier(password_of(name), secrets.token_bytes(16)))
    limit = Literal(MOST_CONNECTIONS[part])
    _do(connection, "ALTER ROLE {} PASSWORD {} CONNECTION LIMIT {}", Identifier(name), kept, limit)
    for setting, value in (
        ("statement_timeout", SLOWEST[part]),
        ("idle_in_transaction_session_timeout", "30s"),
        ("lock_timeout", "10s"),
    ):
        _do(
            connection,
            "ALTER ROLE {} SET {} = {}",
            Identifier(name),
            Identifier(setting),
            Literal(value),
        )


def _let_in(connection: Connection, role: Identifier) -> None:
    database = Identifier(str(connection.info.dbname))
    _do(connection, "GRANT CONNECT ON DATABASE {} TO {}", database, role)
    _do(connection, "GRANT USAGE ON SCHEMA {}, public TO {}", Identifier(DIRECTORY), role)
    _do(connection, "GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}", Identifier(DIRECTORY), role)


def _end_connections(connection: Connection, role: str) -> None:
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [role]
    )


def _do(connection: Connection, statement: LiteralString, *parts: Identifier | Literal) -> None:
    """Run a statement with names and values put in where its `{}` are."""
    built: Composed = SQL(statement).format(*parts)
    connection.execute(built)
