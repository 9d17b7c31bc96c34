"""Rows carried over a change of their table: what stands beside Django's own operations.

A field that becomes another sort of field keeps what its rows say. Each operation here makes what
is in a column fit for the `AlterField` that follows (or, going back, for the one that went before);
a text that fits nothing is left out of the column and kept in the row's history. Migrations name
these, so they never move. All are written for the role that owns the tables, in its transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import IntegrityError
from django.db.migrations import AlterField
from django.db.migrations.operations.base import Operation
from django.utils.dateparse import parse_datetime

from site_kit.old_columns import SETTLE, Column
from site_kit.typed import WORDS, now, read, written


class Carry(Operation):
    """Base: about one field of one model, without a change of Django's state."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model_name: str, name: str) -> None:
        self.model_name = model_name
        self.name = name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing: the fields are changed by Django's own operations."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Carry what is in the column."""
        self.forwards(Column(schema_editor, from_state, app_label, self.model_name, self.name))

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Carry it back."""
        self.backwards(Column(schema_editor, to_state, app_label, self.model_name, self.name))

    def forwards(self, column: Column) -> None:
        """What is done."""
        raise NotImplementedError

    def backwards(self, column: Column) -> None:
        """What is done going back; nothing where rows may stay as they are."""


class MoveValues(Carry):
    """Texts become values of a closed list, or one value another: `MoveValues("request", "status",
    {"blocked": "new"})`.

    A text is found as it stands, then trimmed and without case. With `rest`, what is not found gets
    that and is kept in history; without, it stays. Going back, rows stay as they are.
    """

    def __init__(
        self, model_name: str, name: str, values: Mapping[str, str], rest: str | None = None
    ) -> None:
        super().__init__(model_name, name)
        self.values = dict(values)
        self.rest = rest

    def forwards(self, column: Column) -> None:
        """What is done."""
        if column.field.get_internal_type() == "JSONField":
            self._in_lists(column)
            return
        new: dict[str, str] = {}
        lost = []
        for text in column.texts():
            value = self.values.get(text, self.values.get(text.strip().casefold()))
            if value is not None:
                new[text] = value
            elif self.rest is not None:
                new[text] = self.rest
                lost.append(text)
        if self.rest:
            new[""] = self.rest
        column.keep(lost, "This text is none of the values.")
        column.put({text: value for text, value in new.items() if text != value})

    def _in_lists(self, column: Column) -> None:
        for gone, value in self.values.items():
            column.run(
                "UPDATE {t} SET {c} = (SELECT coalesce(jsonb_agg(DISTINCT CASE WHEN one = %s "
                "THEN %s ELSE one END), '[]') FROM jsonb_array_elements_text({c}) AS one) "
                "WHERE {c} ? %s",
                [gone, value, gone],
            )

    def describe(self) -> str:
        """In words."""
        return f"Values of {self.name} of {self.model_name} move to others"


class TextsToRows(Carry):
    """Before a text becomes a relation: a row of `to` for each different text, found by its
    `title`, trimmed and without case; `names` says what values of a closed list are called. Going
    back, rows are called by their titles again.
    """

    def __init__(
        self,
        model_name: str,
        name: str,
        to: str,
        title: str,
        required: bool = False,
        names: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(model_name, name)
        self.to = to
        self.title = title
        self.required = required
        self.names = names or {}

    def forwards(self, column: Column) -> None:
        """What is done."""
        texts_to_rows(column, self.to, self.title, self.required, names=self.names)

    def backwards(self, column: Column) -> None:
        """Numbers become titles."""
        rows_to_texts(column, self.to, self.title)

    def describe(self) -> str:
        """In words."""
        return f"A row of {self.to} for each different {self.name} of {self.model_name}"


class RowsToTexts(Carry):
    """After a relation or a person became a text: rows are called by their `title`. `to` is a model
    of the tool, `app.supplier`, or `directory.person`. Going back, they are found by it.
    """

    def __init__(self, model_name: str, name: str, to: str, title: str) -> None:
        super().__init__(model_name, name)
        self.to = to
        self.title = title

    def forwards(self, column: Column) -> None:
        """What is done."""
        rows_to_texts(column, self.to, self.title)

    def backwards(self, column: Column) -> None:
        """Titles become numbers; who is not found any more is left empty."""
        texts_to_rows(column, self.to, self.title, make=False)

    def describe(self) -> str:
        """In words."""
        return f"{self.name} of {self.model_name} keeps the names it pointed to"


class ReadTexts(Carry):
    """Before a text becomes a number or a date: what is written is read, as a form reads it (`kind`
    is the field's). What cannot be read, or lies not `within` two numbers, is kept in history; the
    row gets `rest` (`now`: the day or moment of the change), or nothing.
    """

    def __init__(
        self,
        model_name: str,
        name: str,
        kind: str,
        rest: str | None = None,
        within: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(model_name, name)
        self.kind = kind
        self.rest = rest
        self.within = within

    def forwards(self, column: Column) -> None:
        """What is done."""
        rest = now(self.kind) if self.rest == "now" else self.rest
        if rest is None:
            column.may_be_empty()
        else:
            column.run("UPDATE {t} SET {c} = %s WHERE {c} = ''", [rest])
        new, lost = {}, []
        for text in column.texts():
            value = read(text, self.kind, self.within)
            if value is None and text != rest:
                lost.append(text)
            if value != text:
                new[text] = rest if value is None else value
        column.keep(lost, f"This text is no {WORDS.get(self.kind, 'number')} that fits.")
        column.put(new)

    def describe(self) -> str:
        """In words."""
        return f"What is written in {self.name} of {self.model_name} is read as {self.kind}"


class AsTexts(ReadTexts):
    """After a number or a date became a text, which is what is written already; a moment is written
    in the tool's own time. Going back, the texts are read.
    """

    def forwards(self, column: Column) -> None:
        """Moments alone."""
        if self.kind == "datetime":
            moments = {text: parse_datetime(text) for text in column.texts()}
            column.put({text: written(one) for text, one in moments.items() if one})

    def backwards(self, column: Column) -> None:
        """What was typed in since."""
        super().forwards(column)

    def describe(self) -> str:
        """In words."""
        return f"{self.name} of {self.model_name} is written out"


class CutTexts(Carry):
    """Before a long text becomes one of a line: what is longer than `length` is cut, and the whole
    of it kept in history.
    """

    def __init__(self, model_name: str, name: str, length: int = 250) -> None:
        super().__init__(model_name, name)
        self.length = length

    def forwards(self, column: Column) -> None:
        """What is done."""
        long = [text for text in column.texts() if len(text) > self.length]
        column.keep(long, "This text was longer than its field is from now on.")
        column.put({text: text[: self.length] for text in long})

    def describe(self) -> str:
        """In words."""
        return f"Texts of {self.name} of {self.model_name} are cut to {self.length} signs"


class Altered(AlterField):
    """Django's `AlterField` where rows are carried over: going back, a column of texts that is
    never NULL gets the empty text for what was NULL in between.
    """

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """The column as it was."""
        field = to_state.apps.get_model(app_label, self.model_name)._meta.get_field(self.name)
        if not field.null and not field.has_default() and field.empty_strings_allowed:
            field.default = ""
        super().database_backwards(app_label, schema_editor, from_state, to_state)


class OfPairs(Carry):
    """Base: keeps what a column points to in a table for the time between."""

    @property
    def aside(self) -> str:
        """The name of that table, of this column alone."""
        column = f"{self.model_name}.{self.name}".lower()
        return f"kit_aside_{sha256(column.encode()).hexdigest()[:12]}"


class SetAside(OfPairs):
    """Before a relation or person goes to come back as a list of several: what it points to."""

    def forwards(self, column: Column) -> None:
        """A table for the time between."""
        column.run(
            f"CREATE TABLE {self.aside} AS SELECT id AS here, {{c}} AS there FROM {{t}} "  # noqa: S608  # its own name
            "WHERE {c} IS NOT NULL"
        )

    def backwards(self, column: Column) -> None:
        """The first of several comes back."""
        column.run(
            f"UPDATE {{t}} SET {{c}} = one.there FROM (SELECT here, min(there) AS there "  # noqa: S608
            f"FROM {self.aside} GROUP BY here) AS one WHERE one.here = {{t}}.id"
        )
        column.run(f"DROP TABLE {self.aside}")

    def describe(self) -> str:
        """In words."""
        return f"What {self.name} of {self.model_name} points to is set aside"


class TakeUp(OfPairs):
    """After it came back as a list of several: what was set aside, each a list of one."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Into the table of pairs."""
        between = _between(schema_editor, from_state, app_label, self.model_name, self.name)
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {between} SELECT here, there FROM {self.aside}")  # noqa: S608  # names of tables
            cursor.execute(f"DROP TABLE {self.aside}")
            cursor.execute(SETTLE)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Set aside again."""
        between = _between(schema_editor, to_state, app_label, self.model_name, self.name)
        named, _, columns = between.partition(" (")
        here, there = columns.removesuffix(")").split(", ")
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE {self.aside} AS SELECT {here} AS here, {there} AS there FROM {named}"  # noqa: S608
            )

    def describe(self) -> str:
        """In words."""
        return f"{self.name} of {self.model_name} holds several, beginning with the one it had"


def _between(editor: Any, state: Any, app: str, model_name: str, name: str) -> str:
    """The table of pairs with its two columns: `"a_b" ("a_id", "b_id")`."""
    field = state.apps.get_model(app, model_name)._meta.get_field(name)
    quote = editor.connection.ops.quote_name
    columns = field.m2m_column_name(), field.m2m_reverse_name()
    return f"{quote(field.m2m_db_table())} ({', '.join(map(quote, columns))})"


def texts_to_rows(
    column: Column,
    to: str,
    title: str,
    required: bool = False,
    *,
    make: bool = True,
    names: Mapping[str, str] | None = None,
) -> None:
    """Texts become the numbers of rows, as text still; with `make` rows that are missing are made.

    Raises `IntegrityError` where a row that has to point somewhere says nothing.
    """
    target = column.state.apps.get_model(to)
    manager = target._base_manager.using(column.editor.connection.alias)
    most = target._meta.get_field(title).max_length or 10_000
    known: dict[str, int] = {}
    for pk, called in manager.order_by("-pk").values_list("pk", title):
        known[called.strip().casefold()] = pk
    new: dict[str, str | None] = {}
    for text in sorted(column.texts()):
        called = (names or {}).get(text, text).strip()[:most].strip()
        key = called.casefold()
        if key and key not in known and make:
            known[key] = manager.create(**{title: called}).pk
        new[text] = str(known[key]) if key in known else None
    if required:
        _demand_none_empty(column, new)
    else:
        column.may_be_empty()
    column.put(new)


def _demand_none_empty(column: Column, new: Mapping[str, str | None]) -> None:
    empty = column.read("SELECT count(*) FROM {t} WHERE {c} IS NULL OR trim({c}) = ''")[0][0]
    if empty or None in new.values():
        raise IntegrityError(
            f"{empty} rows of {column.entity} say nothing in {column.field.name}, which has to be "
            "filled in: fill them in, or make it optional"
        )


def rows_to_texts(column: Column, to: str, title: str) -> None:
    """Numbers, as text, become what the rows are called; what is gone by now is `#12`."""
    target = column.state.apps.get_model(to)
    quote = column.editor.connection.ops.quote_name
    called = quote(target._meta.get_field(title).column)
    limit = column.field.max_length or 10_000
    column.run(
        f"UPDATE {{t}} SET {{c}} = left(coalesce((SELECT called.{called} FROM "  # noqa: S608  # names of columns
        f"{quote(target._meta.db_table)} AS called WHERE called.id::text = {{t}}.{{c}}), "
        "'#' || {c}), %s) WHERE {c} <> ''",
        [limit],
    )
