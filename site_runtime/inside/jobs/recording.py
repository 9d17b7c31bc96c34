"""A schema editor that remembers what it ran."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.schema import DatabaseSchemaEditor


class Recording(DatabaseSchemaEditor):
    """Runs statements as ever and appends each to `ran`, with its values in it."""

    ran: list[str] = []

    def execute(self, sql: Any, params: Sequence[Any] | None = ()) -> None:
        """Run one."""
        text = str(sql)
        if params:
            text %= tuple(map(self.quote_value, params))
        if not text.startswith("SELECT "):
            self.ran.append(text.rstrip(";") + ";")
        super().execute(sql, params)


@contextmanager
def recorded(connection: BaseDatabaseWrapper) -> Iterator[list[str]]:
    """Inside, what migrations run on this connection is appended to the list."""
    before, Recording.ran = connection.SchemaEditorClass, []
    connection.SchemaEditorClass = Recording
    try:
        yield Recording.ran
    finally:
        connection.SchemaEditorClass = before
