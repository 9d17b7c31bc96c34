"""One version of a tool in this process, as the runner would start it, in a schema of its own."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg

from site_contract.config import TRIAL, Database, SiteConfig
from site_runtime.inside.boot import boot

Said = list[str]
NAME = f"drawn_{os.getpid()}"
"""The database of this run, and the role that serves in it; a fork has it from its parent."""


def config_of(folder: Path, schema: str, blueprint: dict[str, Any]) -> SiteConfig:
    """What the runner would be told."""
    at = urlsplit(os.environ["DATABASE_URL"])
    host, port = at.hostname or "", at.port or 5432
    user, password = unquote(at.username or ""), unquote(at.password or "")
    owner = Database(host, port, NAME, user, password, schema)
    return SiteConfig(
        site=f"drawn/{schema}",
        kind=TRIAL,
        digest=folder.name,
        code=str(folder),
        database=replace(owner, user=NAME, password=NAME),
        owner=owner,
        visitor_key="00" * 32,
        environment={},
        name="Drawn",
        language=blueprint.get("language", "en"),
        timezone=blueprint.get("timezone", "UTC"),
        currency=blueprint.get("currency", "EUR"),
        address="https://tool.example",
        portal_address="https://portal.example",
    )


def start(config: SiteConfig) -> None:
    """From here on this process is the site's."""
    sys.path.insert(0, config.code)
    boot(config)
    logging.disable(logging.CRITICAL)  # an error is caught and told where it is made
    from site_kit.web import files
    from site_runtime.inside.files import MemoryFiles

    files.use(MemoryFiles())


def make_database() -> None:
    """A database for all tools of this run."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{NAME}"')
        connection.execute(f"CREATE ROLE \"{NAME}\" LOGIN PASSWORD '{NAME}'")
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=NAME, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")


def make_schema(schema: str) -> None:
    """An empty schema for one tool."""
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=NAME, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
        connection.execute(f'CREATE SCHEMA "{schema}"')
        connection.execute(f'GRANT USAGE ON SCHEMA "{schema}" TO "{NAME}"')
        for what in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE ON SEQUENCES"):
            connection.execute(
                f'ALTER DEFAULT PRIVILEGES IN SCHEMA "{schema}" GRANT {what} TO "{NAME}"'
            )


def drop_schema(schema: str) -> None:
    """It again."""
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=NAME, autocommit=True) as connection:
        connection.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')


def drop_database() -> None:
    """All of it."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
        connection.execute(f'DROP ROLE IF EXISTS "{NAME}"')
