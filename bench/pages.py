"""What a list costs: the same page of a live tool over a thousand rows and over a million."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlencode

import psycopg

from apps.accounts.models import User
from apps.runners.databases import access_to
from apps.sites.models import Site
from apps.workspaces.models import Workspace
from bench.gate import directly, medians
from bench.measure import Measure

FEW, MANY = 1_000, 1_000_000
RUNS = 30
TARGET_RATIO = 2.0
PAGE = "/project_requests/?"
ASKED = {"status": "in_review", "priority": "high", "sort": "-due"}
WORDS = {"rare": "c4ca42", "everywhere": "printer"}
"""What is searched for besides: in about one row of a hundred thousand, and in each."""
FILL = """
    INSERT INTO request (created_at, updated_at, title, description, team, priority, status, due,
                         requester_id, owner_id)
    SELECT moment, moment, 'Printer ' || md5(n::text), 'It hums.', 'Team ' || n %% 40,
           (ARRAY['low', 'normal', 'high'])[1 + n %% 3],
           (ARRAY['new', 'in_review', 'in_progress', 'blocked', 'done'])[1 + n / 3 %% 5],
           current_date - n %% 700, %(person)s, %(person)s
    FROM (SELECT n, now() - n * interval '1 minute' AS moment
          FROM generate_series(%(first)s::int, %(last)s::int) AS n) AS numbered
"""


def long_lists(workspace: Workspace, site: Site, visitor: User) -> list[Measure]:
    """Two filters, a sort and a search, from the site's process: median milliseconds over a million
    rows, and over a thousand as the floor.
    """
    with workspace, ExitStack() as open_ones:
        asks = [
            directly(workspace, site, visitor, open_ones, PAGE + urlencode(ASKED | {"q": words}))
            for words in WORDS.values()
        ]
        with _tables(workspace, site) as connection:
            _fill(connection, visitor, 1, FEW)
            few = medians(*asks, runs=RUNS)
            _fill(connection, visitor, FEW + 1, MANY)
            many = medians(*asks, runs=RUNS)
    named = f"the same page over {FEW:,} rows"
    return [
        Measure(f"list_{name}", value, floor, named, round(TARGET_RATIO * floor, 2), "ms", RUNS)
        for name, value, floor in zip(WORDS, many, few, strict=True)
    ]


@contextmanager
def _tables(workspace: Workspace, site: Site) -> Iterator[psycopg.Connection[Any]]:
    """The site's own schema, as the role that owns it."""
    owner = access_to(workspace.pk, site.schema).owner
    with psycopg.connect(
        host=owner.host,
        port=owner.port,
        dbname=owner.name,
        user=owner.user,
        password=owner.password,
        autocommit=True,
        options=f"-c search_path={owner.schema},directory,public",
    ) as connection:
        yield connection


def _fill(connection: psycopg.Connection[Any], visitor: User, first: int, last: int) -> None:
    connection.execute("SET statement_timeout = 0")
    connection.execute(FILL, {"person": visitor.pk, "first": first, "last": last})
    connection.execute("VACUUM ANALYZE request")
