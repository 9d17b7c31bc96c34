"""The two questions the supervisor asks of the services: do you answer, and was this code's work
done on you?
"""

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import redis

from portal.local.errors import LocalError
from portal.local.installation import ROOT

OLDEST = 150000
READ = "SELECT obj_description('public'::regnamespace, 'pg_namespace')"
MARK = "sitewright "
# What decides which tables there are: our migrations, the packages', and which of them are
# installed.
CODE = ("apps/*/migrations/*.py", "requirements.lock", "portal/settings.py")


def refuse_silent_services(database_url: str, redis_url: str) -> None:
    """Raise LocalError, with a sentence for each, unless both answer."""
    if urlsplit(database_url).scheme not in {"postgres", "postgresql"}:
        raise LocalError(
            "DATABASE_URL has to begin with postgresql://, since only Postgres is supported."
        )
    try:
        with psycopg.connect(database_url, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise LocalError(
            f"The database of DATABASE_URL cannot be used: {_first_line(error)}"
        ) from error
    if version < OLDEST:
        raise LocalError(
            f"The database of DATABASE_URL is Postgres {version // 10000}; 15 or later is needed."
        )
    try:
        redis.Redis.from_url(redis_url, socket_connect_timeout=5).ping()
    except (redis.RedisError, ValueError) as error:
        raise LocalError(f"The server of REDIS_URL cannot be used: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def fingerprint(root: Path = ROOT) -> str:
    """Changes when the tables that this code expects may have changed."""
    digest = hashlib.sha256()
    for pattern in CODE:
        for path in sorted(root.glob(pattern)):
            digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def read_mark(database_url: str) -> dict[str, Any]:
    """What was done on this database, as the last start wrote it down; empty for an unknown one."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute(READ).fetchone()
    text = row[0] if row and row[0] else ""
    if not text.startswith(MARK):
        return {}
    found = json.loads(text.removeprefix(MARK))
    return found if isinstance(found, dict) else {}


def write_mark(database_url: str, values: dict[str, Any]) -> None:
    """Remember it in the database itself, so that another database, or an older copy, is not taken
    for this one.

    A role that may not comment on its schema just migrates at every start.
    """
    with psycopg.connect(database_url, autocommit=True) as connection:
        comment = psycopg.sql.Literal(MARK + json.dumps(values))
        try:
            connection.execute(psycopg.sql.SQL("COMMENT ON SCHEMA public IS {}").format(comment))
        except psycopg.errors.InsufficientPrivilege:
            return
