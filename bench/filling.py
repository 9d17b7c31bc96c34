"""Rows as a busy team has them after four years: few open, nearly all of these of late."""

from typing import Any

import psycopg
from psycopg import sql

FILL = """
    INSERT INTO request (created_at, updated_at, title, description, team, priority, status, due,
                         requester_id, owner_id)
    SELECT moment, moment,
           'Printer ' || (%(nouns)s::text[])[1 + (one * 20)::int %% 20] || ' ' || md5(n::text),
           'It hums on floor ' || n %% 7 || ' since ' || to_char(moment, 'DD Mon') || '.',
           'Team ' || (40 * one * one)::int,
           (ARRAY['normal', 'normal', 'normal', 'low', 'high'])[1 + (other * 5)::int %% 5],
           status,
           CASE WHEN n %% 10 > 0 THEN (moment + other * 60 * interval '1 day')::date END,
           (%(people)s::bigint[])[1 + (other * other * %(many)s)::int %% %(many)s],
           CASE WHEN status <> 'new'
                THEN (%(people)s::bigint[])[1 + (one * %(many)s)::int %% %(many)s] END
    FROM (SELECT n, now() - n * interval '2 minutes' AS moment,
                 abs(hashint8(n)) / 2147483648.0 AS one,
                 abs(hashint8(n + 77777777)) / 2147483648.0 AS other,
                 CASE WHEN n > 10000 AND n %% 1000 > 0
                      THEN CASE WHEN n %% 40 = 1 THEN 'declined' ELSE 'done' END
                      ELSE (ARRAY['new', 'in_review', 'in_progress', 'blocked', 'done'])[1 + n %% 5]
                 END AS status
          FROM generate_series(%(first)s::int, %(last)s::int) AS n) AS numbered
    ORDER BY n DESC
"""
NOUNS = (
    *("toner", "jam", "paper", "tray", "noise", "driver", "cable", "queue", "colour", "scan"),
    *("fuser", "drum", "belt", "lamp", "panel", "power", "lid", "roller", "label", "stapler"),
)


INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = 'request' AND schemaname = current_schema()
      AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


def fill(connection: psycopg.Connection[Any], first: int, last: int) -> None:
    """Requests number `first` to `last`, the first the newest, of all people of the directory.

    Indexes are built after it, which is several times as quick.
    """
    people = [row[0] for row in connection.execute("SELECT id FROM person ORDER BY id")]
    said = {"nouns": list(NOUNS), "people": people, "many": len(people)}
    connection.execute("SET statement_timeout = 0")
    connection.execute("SET maintenance_work_mem = '256MB'")
    indexes = connection.execute(INDEXES).fetchall()
    for name, _ in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    connection.execute(FILL, {**said, "first": first, "last": last})
    for _, written in indexes:
        connection.execute(sql.SQL(written))
    connection.execute("VACUUM ANALYZE request")
