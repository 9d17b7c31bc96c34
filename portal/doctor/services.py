"""Questions about what others run for us: Postgres, Redis or Valkey, the storage."""

import secrets
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django_tenants.utils import get_public_schema_name, schema_context
from redis import Redis, RedisError

from apps.audit.queries import fault_in, logs
from portal.doctor.answer import Missing
from portal.local.postgres import WALLED

OLDEST_POSTGRES = 150000
EXTENSIONS = {"btree_gist", "pg_trgm"}
RIGHTS = "SELECT rolcreatedb, rolcreaterole, rolsuper FROM pg_roles WHERE rolname = current_user"
WALLS = {
    True: "Tools have been denied what they do not need of it.",
    False: (
        "Tools can still wait, lock and keep large objects in it: let a superuser run "
        "portal/local/walls.sql (docs/settings.md)."
    ),
}
AVAILABLE = "SELECT name FROM pg_available_extensions WHERE name = ANY(%s)"


def database() -> str:
    """Whether Postgres answers, is new enough, and lets us make databases and roles."""
    url = settings.SITEWRIGHT.database_url
    if not url:
        raise Missing("DATABASE_URL is not set. Set it, or start with `make run`.")
    try:
        with psycopg.connect(url, connect_timeout=5) as asked:
            return _examined(asked)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise Missing(f"Postgres does not answer at {place(url)}: {reason}") from error


def _examined(asked: psycopg.Connection[Any]) -> str:
    version = asked.info.server_version
    if version < OLDEST_POSTGRES:
        raise Missing(f"this is Postgres {version // 10000}; 15 or later is needed.")
    creates_databases, creates_roles, is_super = asked.execute(RIGHTS).fetchone() or (False,) * 3
    if not is_super and not (creates_databases and creates_roles):
        raise Missing(
            f"the role {asked.info.user} may not create databases and roles, which each workspace "
            "needs. "
            f"As a superuser: ALTER ROLE {asked.info.user} CREATEDB CREATEROLE;"
        )
    there = {row[0] for row in asked.execute(AVAILABLE, [list(EXTENSIONS)])}
    if there != EXTENSIONS:
        raise Missing(f"the extensions {', '.join(sorted(EXTENSIONS - there))} are not installed.")
    number = f"{version // 10000}.{version % 100}"
    walled = bool((asked.execute(WALLED).fetchone() or (False,))[0])
    return f"Postgres {number} answers at {asked.info.host}:{asked.info.port}. {WALLS[walled]}"


def place(url: str) -> str:
    """Host and port of an address, without its password."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 'the usual port'}"


def migrations() -> str:
    """Whether the tables are those of this code, in the public schema and in every workspace's."""
    with schema_context(get_public_schema_name()):
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        first = pending[0][0]
        raise Missing(
            f"{len(pending)} migrations are pending, beginning with {first.app_label} "
            f"{first.name}. "
            "Run `manage.py migrate_schemas`."
        )
    behind = schemas_behind()
    if behind:
        raise Missing(f"workspaces behind: {', '.join(behind)}. Run `manage.py migrate_schemas`.")
    return "no migration is pending."


def schemas_behind() -> list[str]:
    """The workspaces' schemas that have fewer migrations than the newest of them."""
    with schema_context(get_public_schema_name()), connection.cursor() as cursor:
        cursor.execute("SELECT schema_name FROM workspaces_workspace ORDER BY schema_name")
        names = [row[0] for row in cursor.fetchall()]
        counts = {}
        for name in names:
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"SELECT count(*) FROM {quoted}.django_migrations")  # noqa: S608  # quoted
            counts[name] = cursor.fetchone()[0]
    most = max(counts.values(), default=0)
    return [name for name, count in counts.items() if count < most]


def redis() -> str:
    """Whether the queue answers, and never throws tasks away."""
    url = settings.SITEWRIGHT.redis_url
    if not url:
        raise Missing("REDIS_URL is not set. Set it, or start with `make run`.")
    client = Redis.from_url(url, socket_connect_timeout=5)
    try:
        said: Any = client.info()
    except RedisError as error:
        raise Missing(f"nothing answers at {place(url)}: {error}") from error
    finally:
        client.close()
    if said.get("maxmemory_policy", "noeviction") != "noeviction":
        raise Missing(
            f"its maxmemory-policy is {said['maxmemory_policy']}, which can throw away tasks. "
            "Set it to noeviction."
        )
    kind = "Valkey" if "valkey_version" in said else "Redis"
    return f"{kind} {said.get('valkey_version') or said['redis_version']} answers at {place(url)}."


def storage() -> str:
    """Whether files can be written, read and deleted."""
    word = secrets.token_bytes(16)
    name = default_storage.save(f"doctor/{secrets.token_hex(8)}", BytesIO(word))
    try:
        with default_storage.open(name) as file:
            if file.read() != word:
                raise Missing("it gives back other bytes than were written.")
    finally:
        default_storage.delete(name)
    where = {"folder": "a folder", "s3": f"the bucket {settings.SITEWRIGHT.s3_bucket}"}
    return f"files are kept in {where[settings.SITEWRIGHT.storage]}."


def audit_log() -> str:
    """Whether every log holds to its end."""
    with schema_context(get_public_schema_name()):
        known = logs()
        faults = {name: fault for name in known if (fault := fault_in(name))}
    if faults:
        said = " ".join(f"{name}: {fault.text}" for name, fault in faults.items())
        raise Missing(f"{said} Compare it with a backup.")
    return f"{len(known)} logs hold, to the last line of each."
