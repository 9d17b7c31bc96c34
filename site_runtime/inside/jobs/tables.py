"""Bringing a schema to what a version expects, as the role that owns it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from site_contract.config import SiteConfig
from site_runtime.inside.boot import OWNER
from site_runtime.inside.jobs import JobFailed
from site_runtime.inside.jobs.recording import recorded

APP = "app"
LONGEST_WAIT = "5s"


@dataclass(frozen=True, slots=True)
class Applied:
    """One migration that ran, and its SQL in order. `app` is "app" for the site's own."""

    app: str
    name: str
    statements: list[str] = field(default_factory=list)


def owner_connection(config: SiteConfig) -> BaseDatabaseWrapper:
    """The connection that may change tables. Raises `JobFailed` when the job was not given one."""
    if config.owner is None:
        raise JobFailed("This job changes tables, and was not given the role that may.")
    return connections[OWNER]


def migrate(
    config: SiteConfig, target: str | None = None, on_each: Callable[[str], None] | None = None
) -> list[Applied]:
    """Apply what is missing, or go back or forward to `target` of the site's own migrations.

    Everything happens in one transaction: a change that does not go through leaves nothing.
    """
    connection = owner_connection(config)
    try:
        with transaction.atomic(using=OWNER), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
            applied = _run(connection, target, on_each)
            if target is None:
                from site_kit.counters import number_those_without  # not before the apps are there

                number_those_without(apps.get_app_config(APP).get_models(), OWNER)
            _guard_the_record(connection, config)
    except DatabaseError as error:
        raise JobFailed(_sentence(error)) from error
    return applied


def _run(
    connection: BaseDatabaseWrapper, target: str | None, on_each: Callable[[str], None] | None
) -> list[Applied]:
    applied: list[Applied] = []

    def progress(action: str, migration: Any = None, fake: bool | None = False) -> None:
        if action in {"apply_start", "unapply_start"}:
            _settle(connection)
            applied.append(Applied(migration.app_label, migration.name, ran[:]))
            if on_each:
                on_each(f"{migration.app_label}.{migration.name}")
        elif action in {"apply_success", "unapply_success"}:
            applied[-1].statements[:] = ran[len(applied[-1].statements) :]

    executor = MigrationExecutor(connection, progress)
    with recorded(connection) as ran:
        executor.migrate(_targets(executor, target))
    return applied


def _settle(connection: BaseDatabaseWrapper) -> None:
    """Ask about foreign keys now: the database alters no table that still waits to be asked."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _targets(executor: MigrationExecutor, target: str | None) -> list[Any]:
    if target is None:
        return list(executor.loader.graph.leaf_nodes())
    if (APP, target) not in executor.loader.graph.nodes:
        raise JobFailed(f"This version has no migration {target}.")
    return [(APP, target)]


def _guard_the_record(connection: BaseDatabaseWrapper, config: SiteConfig) -> None:
    """The role that serves must not say which migrations have run."""
    role = connection.ops.quote_name(config.database.user)
    with connection.cursor() as cursor:
        cursor.execute(f"REVOKE ALL ON django_migrations FROM {role}")
        cursor.execute(f"GRANT SELECT ON django_migrations TO {role}")


def _sentence(error: DatabaseError) -> str:
    said = " ".join(str(error).split("\n", 1)[0].split())
    if isinstance(error, IntegrityError):
        return f"Rows that are there do not fit what the new version asks of them: {said}."
    return f"The database refused the change: {said}."
