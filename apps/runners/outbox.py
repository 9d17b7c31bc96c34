"""What a tool's process has put into its outbox, read as the tool itself.

The connection is that of the role that serves: whatever lies behind the table's name can do no more
than the tool can. What comes is a stranger's: cut to a size here, judged by `automations`.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from apps.runners.databases import access_to
from apps.runners.errors import OutboxUnavailable
from apps.runners.server import Connection

MOST = 200
LONGEST_TEXT, LONGEST_TO, LONGEST_LINK = 4000, 200_000, 500
MOST_DIGITS = 18
WALLS = "-c statement_timeout=5s -c lock_timeout=2s -c search_path="


@dataclass(frozen=True, slots=True)
class Said:
    """One row: its number, when it was written, to whom (as the tool says it), text and link."""

    number: int
    at: datetime
    to: dict[str, Any]
    text: str
    link: str


def waiting(key: int | str, schema: str) -> list[Said]:
    """The first rows that nobody took; nothing where a tool has no outbox. Raises
    `OutboxUnavailable`.
    """
    with _connected(key, schema) as connection:
        try:
            rows = connection.execute(
                SQL(
                    'SELECT id, at, left("to"::text, %s), left(text, %s), left(link, %s)'
                    " FROM {}.kit_outbox WHERE sent_at IS NULL ORDER BY id LIMIT %s"
                ).format(Identifier(schema)),
                [LONGEST_TO, LONGEST_TEXT, LONGEST_LINK, MOST],
            ).fetchall()
        except psycopg.errors.UndefinedTable:
            return []
    return [
        Said(number, at, _object(to), str(text or ""), str(link or ""))
        for number, at, to, text, link in rows
        if isinstance(number, int) and isinstance(at, datetime)
    ]


def mark_taken(key: int | str, schema: str, several: Iterable[Said]) -> None:
    """These are ours now. Raises `OutboxUnavailable`; then they are found again."""
    numbers = [said.number for said in several]
    with _connected(key, schema) as connection:
        connection.execute(
            SQL(
                "UPDATE {}.kit_outbox SET sent_at = now() WHERE id = ANY(%s) AND sent_at IS NULL"
            ).format(Identifier(schema)),
            [numbers],
        )


@contextmanager
def _connected(key: int | str, schema: str) -> Iterator[Connection]:
    way = access_to(key, schema).runtime
    try:
        with psycopg.connect(
            host=way.host,
            port=way.port,
            user=way.user,
            password=way.password,
            dbname=way.name,
            autocommit=True,
            connect_timeout=5,
            options=f"{WALLS}{schema}",
        ) as connection:
            yield connection
    except psycopg.Error as error:
        raise OutboxUnavailable("The outbox of the tool could not be read.") from error


def _object(text: object) -> dict[str, Any]:
    """What the tool says of the recipients, if it is an object of texts and whole numbers that a
    row can hold; else nobody.
    """
    try:
        said = json.loads(
            str(text), parse_int=_whole, parse_float=_refused, parse_constant=_refused
        )
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _whole(digits: str) -> int:
    """A number that a key can be; raises `ValueError`."""
    if len(digits) > MOST_DIGITS:
        raise ValueError(digits[:MOST_DIGITS])
    return int(digits)


def _refused(number: str) -> float:
    """No key has a fraction; and one with enough digits is read as infinite."""
    raise ValueError(number[:MOST_DIGITS])
