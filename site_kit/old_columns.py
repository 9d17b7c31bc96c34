"""A column in the middle of a migration, whose texts are read and put."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

SETTLE = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


class Column:
    """One column in the middle of a migration: its table and itself, quoted."""

    def __init__(self, editor: Any, state: Any, app: str, model_name: str, name: str) -> None:
        self.editor = editor
        self.state = state
        self.model = state.apps.get_model(app, model_name)
        self.field = self.model._meta.get_field(name)
        self.entity = self.model._meta.db_table
        quote = editor.connection.ops.quote_name
        self.table, self.name = quote(self.model._meta.db_table), quote(self.field.column)

    def run(self, sql: str, params: Iterable[Any] = ()) -> None:
        """One statement about the column: `{t}` and `{c}` stand for the names. Foreign keys are
        asked about at once: no table is altered that still waits to be asked.
        """
        with self.editor.connection.cursor() as cursor:
            cursor.execute(self.of(sql), list(params))
            cursor.execute(SETTLE)

    def read(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a question about the column."""
        with self.editor.connection.cursor() as cursor:
            cursor.execute(self.of(sql))
            return list(cursor.fetchall())

    def of(self, sql: str) -> str:
        """The statement with its names."""
        return sql.replace("{t}", self.table).replace("{c}", self.name)

    def texts(self) -> list[str]:
        """All different texts in it, but the empty one."""
        return [row[0] for row in self.read("SELECT DISTINCT {c} FROM {t} WHERE {c} <> ''")]

    def put(self, new: Mapping[str, Any]) -> None:
        """Rows that have a text get another, or None: all at once, since one row's new text may be
        another's old one.
        """
        self.run(
            "UPDATE {t} SET {c} = new.value "
            "FROM unnest(%s::text[], %s::text[]) AS new (text, value) WHERE {t}.{c} = new.text",
            [list(new), list(new.values())],
        )

    def may_be_empty(self) -> None:
        """Let it hold nothing until the `AlterField` that follows decides."""
        self.run("ALTER TABLE {t} ALTER COLUMN {c} DROP NOT NULL")
        self.run("UPDATE {t} SET {c} = NULL WHERE {c} = ''")

    def keep(self, lost: Iterable[str], note: str) -> None:
        """A line of history for each row whose text does not come along. Without any, nothing is
        asked of the history, which an empty database does not have yet.
        """
        texts = list(lost)
        if not texts:
            return
        self.run(
            "INSERT INTO kit_history (entity, record, at, action, cause, note, changes) "
            "SELECT %s, id, now(), 'edited', 'migration', %s, "
            "jsonb_build_object(%s, jsonb_build_array({c}, NULL)) FROM {t} WHERE {c} = ANY(%s)",
            [self.entity, note, self.field.name, texts],
        )
