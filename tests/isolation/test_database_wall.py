"""What the role that serves a site can do in Postgres: read and write its own rows, and no more.

Each attempt is made as the site's own code would make it. The attempts that a non-superuser cannot
close are listed at the end, so that a change of theirs is seen.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

from apps.runners import databases, directory
from apps.runners.databases import SchemaAccess
from apps.runners.names import database_of
from apps.runners.server import connected
from apps.workspaces.models import Workspace
from portal.local import postgres
from site_contract.config import Database

Run = Callable[..., list[Any]]


def connect(database: Database, name: str | None = None) -> psycopg.Connection[Any]:
    return psycopg.connect(
        host=database.host,
        port=database.port,
        user=database.user,
        password=database.password,
        dbname=name or database.name,
        autocommit=True,
        options=f"-c search_path={database.schema},directory,public",
    )


@pytest.fixture
def access(acme: Workspace) -> Iterator[SchemaAccess]:
    """One site's schema, with a row in a table; beside it another's, with a canary."""
    databases.ensure_workspace_database(acme.pk)
    one = databases.provision_schema(acme.pk, "t_801")
    two = databases.provision_schema(acme.pk, "t_802")
    for way, text in ((one, "mine"), (two, "canary")):
        with connect(way.owner) as connection:
            connection.execute("CREATE TABLE note (id serial PRIMARY KEY, title text)")
            connection.execute("INSERT INTO note (title) VALUES (%s)", [text])
    directory.write(acme.pk, [directory.Person(1, "Ada Marsh", "ada@acme.example")], [])
    yield one
    for schema in ("t_801", "t_802"):
        databases.drop_schema(acme.pk, schema)


@pytest.fixture
def run(access: SchemaAccess) -> Iterator[Run]:
    """`run(sql)` as the role that serves."""
    with connect(access.runtime) as connection:
        yield running(connection)


@pytest.fixture(scope="module")
def lasting(django_db_setup: None, django_db_blocker: Any) -> Iterator[SchemaAccess]:
    """The same two schemas for all attempts that are refused, since those leave nothing behind."""
    with django_db_blocker.unblock():
        key = Workspace.objects.get(slug="acme").pk
        databases.ensure_workspace_database(key)
        one, two = (databases.provision_schema(key, name) for name in ("t_811", "t_812"))
        for way in (one, two):
            with connect(way.owner) as connection:
                connection.execute("CREATE TABLE note (id serial PRIMARY KEY, title text)")
        yield one
        for name in ("t_811", "t_812"):
            databases.drop_schema(key, name)


@pytest.fixture(scope="module")
def attempt(lasting: SchemaAccess) -> Iterator[Run]:
    """`attempt(sql)` as the role that serves, over one connection."""
    with connect(lasting.runtime) as connection:
        yield running(connection)


def running(connection: psycopg.Connection[Any]) -> Run:
    def execute(sql: str) -> list[Any]:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []

    return execute


def test_its_own_rows_are_read_and_written(run: Run) -> None:
    run("INSERT INTO note (title) VALUES ('more')")
    run("UPDATE note SET title = 'changed' WHERE title = 'mine'")
    run("DELETE FROM note WHERE title = 'more'")
    assert run("SELECT title FROM note") == [("changed",)]


def test_a_table_that_comes_later_is_its_own_too(run: Run, access: SchemaAccess) -> None:
    with connect(access.owner) as connection:
        connection.execute("CREATE TABLE later (id serial PRIMARY KEY)")
    run("INSERT INTO later DEFAULT VALUES")
    assert run("SELECT count(*) FROM later") == [(1,)]


def test_its_times_do_not_overlap(run: Run, access: SchemaAccess) -> None:
    kept = "EXCLUDE USING gist (room WITH =, daterange(first, last, '[]') WITH &&)"
    with connect(access.owner) as connection:
        connection.execute(f"CREATE TABLE stay (room bigint, first date, last date, {kept})")
    run("INSERT INTO stay VALUES (1, '2026-03-02', '2026-03-04'), (2, '2026-03-02', NULL)")
    with pytest.raises(psycopg.errors.ExclusionViolation):
        run("INSERT INTO stay VALUES (1, '2026-03-04', NULL)")


def test_people_are_read(run: Run) -> None:
    assert run("SELECT name FROM person WHERE id = 1") == [("Ada Marsh",)]


REFUSED = [
    # Another site's rows, by any name.
    "SELECT * FROM t_812.note",
    "INSERT INTO t_812.note (title) VALUES ('x')",
    "SET search_path = t_812; SELECT * FROM note",
    # The workspace's people belong to the portal.
    "UPDATE person SET name = 'x'",
    "DELETE FROM directory.person",
    "INSERT INTO person_group VALUES (9, 1, 'Admins')",
    "TRUNCATE directory.person CASCADE",
    # Making anything.
    "CREATE TABLE made (id int)",
    "CREATE TEMP TABLE made (id int)",
    "CREATE VIEW made AS SELECT 1",
    "CREATE FUNCTION made() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TYPE made AS ENUM ('a')",
    "CREATE SCHEMA made",
    "CREATE EXTENSION dblink",
    "CREATE EVENT TRIGGER made ON ddl_command_start EXECUTE FUNCTION made()",
    "CREATE PUBLICATION made FOR ALL TABLES",
    "CREATE SERVER made FOREIGN DATA WRAPPER postgres_fdw",
    "CREATE DATABASE made",
    "CREATE ROLE made",
    "CREATE TRIGGER made BEFORE INSERT ON note EXECUTE FUNCTION made()",
    "CREATE TABLE public.made (id int)",
    "CREATE TABLE directory.made (id int)",
    # Changing or ending its own tables.
    "ALTER TABLE note ADD COLUMN more text",
    "DROP TABLE note",
    "TRUNCATE note",
    "ALTER TABLE note DISABLE TRIGGER ALL",
    "ALTER TABLE note OWNER TO CURRENT_USER",
    # Becoming somebody else.
    "SET ROLE sitewright",
    "SET ROLE w_owner",
    "SET SESSION AUTHORIZATION sitewright",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "ALTER ROLE CURRENT_USER CREATEROLE",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    # The machine.
    "COPY note TO '/tmp/x'",
    "COPY note FROM '/etc/passwd'",
    "COPY note FROM PROGRAM 'id'",
    "COPY note TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT pg_stat_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT pg_reload_conf()",
    "SELECT * FROM pg_authid",
    "SELECT * FROM pg_shadow",
    "SELECT * FROM pg_hba_file_rules",
    "ALTER SYSTEM SET work_mem = '1GB'",
    "SET log_statement = 'none'",
    "SET temp_file_limit = -1",
    "SET session_replication_role = 'replica'",
    "LOAD 'plperl'",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_it_is_refused(attempt: Run, sql: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        attempt(sql)
    assert refused.value.sqlstate is not None


TAKEN = [
    # Waiting, which holds a connection and a thread.
    "SELECT pg_sleep(0.01)",
    "SELECT pg_sleep_for('10 ms')",
    "SELECT pg_sleep_until(now())",
    # Locks that belong to no schema: a neighbour or the portal would wait for them.
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_advisory_xact_lock(1, 2)",
    "SELECT pg_advisory_lock_shared(1)",
    "SELECT pg_try_advisory_lock(1)",
    "SELECT pg_try_advisory_xact_lock(1)",
    "SELECT pg_advisory_unlock_all()",
    # Large objects, which belong to no schema either and count as nobody's rows.
    "SELECT lo_create(0)",
    "SELECT lo_creat(-1)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT lo_open(1, 131072)",
    "SELECT lo_get(1)",
    "SELECT lo_put(1, 0, 'x')",
    "SELECT lo_unlink(1)",
    "SELECT loread(0, 1)",
    "SELECT lowrite(0, 'x')",
    "SELECT oid FROM pg_largeobject_metadata",
    # Messages across schemas, other sessions, the log that replicas read.
    "SELECT pg_notify('anything', 'x')",
    "SELECT pg_listening_channels()",
    "SELECT pg_terminate_backend(pg_backend_pid())",
    "SELECT pg_cancel_backend(pg_backend_pid())",
    "SELECT * FROM pg_stat_activity",
    "SELECT * FROM pg_stat_get_activity(NULL)",
    "SELECT * FROM pg_locks",
    "SELECT pg_export_snapshot()",
    "SELECT pg_logical_emit_message(false, 'x', 'x')",
    # Programs.
    "DO $$ BEGIN NULL; END $$",
    "CREATE FUNCTION pg_temp.made() RETURNS int LANGUAGE sql AS 'SELECT 1'",
]
"""Postgres gives these to everybody; a superuser takes them away (`portal/local/walls.sql`)."""


@pytest.fixture
def walled() -> None:
    """Skips where the server is somebody's own and was not prepared (docs/settings.md)."""
    with connected() as portal:
        row = portal.execute(postgres.WALLED).fetchone()
    if not row or not row[0]:
        pytest.skip("this server was not prepared with portal/local/walls.sql")


@pytest.mark.usefixtures("walled")
@pytest.mark.parametrize("sql", TAKEN)
def test_what_postgres_gives_to_everybody_is_taken(attempt: Run, sql: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(sql)


@pytest.mark.usefixtures("walled")
@pytest.mark.parametrize("sql", [TAKEN[0], TAKEN[3], TAKEN[9], "DO $$ BEGIN NULL; END $$"])
def test_it_is_taken_from_the_role_that_changes_tables_too(lasting: SchemaAccess, sql: str) -> None:
    with (
        connect(lasting.owner) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(sql)


@pytest.mark.usefixtures("walled")
@pytest.mark.parametrize("name", ["postgres", "template1", "template0"])
def test_databases_that_hold_nothing_are_closed_too(lasting: SchemaAccess, name: str) -> None:
    with pytest.raises(psycopg.OperationalError, match=r"permission denied|not currently accept"):
        connect(lasting.runtime, name)


@pytest.mark.usefixtures("walled")
def test_the_portal_keeps_what_it_needs() -> None:
    with connected() as portal:
        portal.execute("SELECT pg_advisory_lock(7), pg_advisory_unlock(7), pg_sleep(0)")
        portal.execute("SELECT count(*) FROM pg_stat_activity")
        portal.execute("DO $$ BEGIN NULL; END $$")


@pytest.mark.usefixtures("walled")
def test_the_walls_stand_in_a_workspaces_own_database(acme: Workspace) -> None:
    name = databases.ensure_workspace_database(acme.pk)
    with connected(name) as inside:
        assert inside.execute(postgres.WALLED).fetchone() == (True,)


def test_it_can_give_nothing_to_others(run: Run) -> None:
    run("GRANT SELECT ON note TO PUBLIC")
    assert run("SELECT has_table_privilege('pg_monitor', 'note', 'SELECT')") == [(False,)]


def test_its_owner_is_out_of_reach(run: Run, access: SchemaAccess) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(f"SET ROLE {access.owner.user}")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(f"GRANT {access.owner.user} TO CURRENT_USER")


def test_every_table_of_every_other_schema_is_closed(run: Run) -> None:
    tables = run(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN"
        " ('pg_catalog', 'information_schema', 'directory', current_schema())"
    )
    assert tables
    for (table,) in tables:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run(f"SELECT * FROM {table}")


def test_the_portal_and_other_workspaces_cannot_be_connected_to(
    access: SchemaAccess, northwind: Workspace
) -> None:
    with connected() as portal:
        own = str(portal.info.dbname)
    for name in (own, databases.ensure_workspace_database(northwind.pk)):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            connect(access.runtime, name)


def test_the_owner_reaches_no_other_schema_either(access: SchemaAccess) -> None:
    with connect(access.owner) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM t_802.note")


def test_a_wrong_password_is_refused(access: SchemaAccess) -> None:
    from dataclasses import replace

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(replace(access.runtime, password=access.owner.password))


def test_the_server_keeps_no_password(access: SchemaAccess) -> None:
    with connected() as portal:
        asked = "SELECT rolname FROM pg_roles WHERE rolname = %s AND rolsuper"
        assert portal.execute(asked, [access.runtime.user]).fetchone() is None
    assert len(access.runtime.password) == 64
    assert access.runtime.password != access.owner.password


def test_no_function_runs_with_somebody_elses_rights(run: Run) -> None:
    defined = run(
        "SELECT oid::regprocedure FROM pg_proc WHERE prosecdef"
        " AND pronamespace <> 'pg_catalog'::regnamespace AND has_function_privilege(oid, 'EXECUTE')"
    )
    assert defined == []


def test_a_flood_of_connections_ends_at_the_roles_limit(access: SchemaAccess) -> None:
    with ExitStack() as held:
        for _ in range(databases.MOST_CONNECTIONS[databases.RUNTIME]):
            held.enter_context(connect(access.runtime))
        with pytest.raises(psycopg.OperationalError, match="too many connections for role"):
            connect(access.runtime)
        with connect(access.owner) as other:
            other.execute("SELECT 1")


def test_an_endless_statement_is_cut(access: SchemaAccess) -> None:
    with connect(access.runtime) as connection:
        connection.execute("SET statement_timeout = '50ms'")
        with pytest.raises(psycopg.errors.QueryCanceled):
            connection.execute("SELECT count(*) FROM generate_series(1, 1000000000)")


def test_statements_have_a_limit_from_the_start(run: Run) -> None:
    assert run("SHOW statement_timeout") == [("10s",)]
    assert run("SHOW idle_in_transaction_session_timeout") == [("30s",)]


def test_the_record_of_migrations_cannot_be_forged(
    site: Any, tables: Any, browse: Any, cast: Any
) -> None:
    said = browse(cast.mara).get("/x/sql/", {"q": "DELETE FROM django_migrations"}).json()
    assert "permission denied" in said["error"]


def test_the_tools_own_code_is_held_by_the_same_wall(
    site: Any, tables: Any, browse: Any, cast: Any
) -> None:
    browser = browse(cast.mara)
    assert "rows" in browser.get("/x/sql/", {"q": "SELECT * FROM note"}).json()
    for sql in ("CREATE TABLE made (id int)", "SELECT * FROM pg_authid", "SET ROLE sitewright"):
        assert "error" in browser.get("/x/sql/", {"q": sql}).json()


@pytest.mark.parametrize(
    "schema", ['x"; drop', "X", "", "a" * 64, "ü", "public", "directory", "1a"]
)
def test_a_name_that_is_no_id_is_no_schema(acme: Workspace, schema: str) -> None:
    for do in (databases.provision_schema, databases.drop_schema, databases.access_to):
        if do is databases.access_to and schema == "":
            continue
        with pytest.raises(ValueError, match="cannot be the name"):
            do(acme.pk, schema)


def test_names_of_two_sites_never_meet() -> None:
    from apps.runners.names import OWNER, RUNTIME, role_of

    pairs = [("1", "s_11"), ("11", "s_1"), ("1", "s_1"), ("11", "s_11")]
    names = {role_of(key, schema, part) for key, schema in pairs for part in (OWNER, RUNTIME)}
    assert len(names) == 8
    assert all(len(name) <= 63 for name in names)


def test_dropping_a_schema_leaves_nothing(acme: Workspace) -> None:
    databases.ensure_workspace_database(acme.pk)
    access = databases.provision_schema(acme.pk, "t_803")
    with connect(access.owner) as connection:
        connection.execute("CREATE TABLE note (id int)")
    databases.drop_schema(acme.pk, "t_803")
    databases.drop_schema(acme.pk, "t_803")
    with connected(database_of(acme.pk)) as portal:
        left = portal.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE '%t!_803%' ESCAPE '!' UNION ALL"
            " SELECT nspname FROM pg_namespace WHERE nspname = 't_803'"
        )
        assert left.fetchall() == []


def test_what_is_there_is_left_as_it_is(acme: Workspace) -> None:
    databases.ensure_workspace_database(acme.pk)
    access = databases.provision_schema(acme.pk, "t_804")
    with connect(access.owner) as connection:
        connection.execute("CREATE TABLE note (id int)")
    assert databases.provision_schema(acme.pk, "t_804") == access
    with connect(access.owner) as connection:
        connection.execute("SELECT * FROM note")
    databases.drop_schema(acme.pk, "t_804")


class TestSeenToFail:
    """Each wall once without its stone: the attempt that is refused above then succeeds."""

    def test_without_the_revoke_anybody_connects(self, access: SchemaAccess) -> None:
        name = access.runtime.name
        with connected() as portal:
            portal.execute(f"GRANT CONNECT ON DATABASE {name} TO PUBLIC")
            portal.execute("CREATE ROLE stranger LOGIN PASSWORD 'x'")
            try:
                stranger = {"user": "stranger", "password": "x", "dbname": name}
                host = {"host": access.runtime.host, "port": access.runtime.port}
                psycopg.connect(**stranger, **host).close()
                portal.execute(f"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC")
                with pytest.raises(psycopg.OperationalError, match="permission denied"):
                    psycopg.connect(**stranger, **host)
            finally:
                portal.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
                portal.execute("DROP ROLE stranger")

    def test_with_create_on_its_schema_it_makes_tables(
        self, run: Run, access: SchemaAccess
    ) -> None:
        with connect(access.owner) as owner:
            owner.execute(f"GRANT CREATE ON SCHEMA t_801 TO {access.runtime.user}")
        run("CREATE TABLE made (id int)")

    def test_with_usage_and_select_it_reads_a_neighbour(
        self, run: Run, access: SchemaAccess, acme: Workspace
    ) -> None:
        neighbour = databases.access_to(acme.pk, "t_802").owner
        with connect(neighbour) as owner:
            owner.execute(f"GRANT USAGE ON SCHEMA t_802 TO {access.runtime.user}")
            owner.execute(f"GRANT SELECT ON note TO {access.runtime.user}")
        assert run("SELECT title FROM t_802.note") == [("canary",)]


OPEN = [
    ("LISTEN anything", "cannot be revoked; the portal listens to nothing there"),
    ("SELECT nspname FROM pg_namespace", "names follow from ids and say nothing"),
    ("SET statement_timeout = 0", "a role may change its own settings; the gate ends what hangs"),
]


@pytest.mark.parametrize(("sql", "why"), OPEN)
def test_what_stays_open_is_known(run: Run, sql: str, why: str) -> None:
    assert why
    run(sql)


def test_the_site_kits_directory_fits_ours(runner: Path, unruly_tree: Path) -> None:
    """The kit reads the two tables that the portal keeps."""
    import ast

    from apps.runners.directory_tables import TABLES

    models = Path("site_kit/directory/models.py").read_text()
    wanted = {
        node.name: {
            one.targets[0].id
            for one in node.body
            if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name)
        }
        for node in ast.walk(ast.parse(models))
        if isinstance(node, ast.ClassDef) and node.bases
    }
    for name, table in (("Person", TABLES[0]), ("PersonGroup", TABLES[1])):
        for field in wanted[name]:
            column = f"{field}_id" if field in {"manager", "person"} else field
            assert column in table, json.dumps([name, field])
