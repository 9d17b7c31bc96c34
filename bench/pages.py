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
from bench.filling import fill
from bench.gate import directly, medians
from bench.measure import Measure

FEW, MANY = 1_000, 1_000_000
RUNS = 20
TARGET_RATIO = 2.0
PAGE = "/project_requests/?"
ASKED = {"status": "in_review", "priority": "high", "sort": "-due"}
RARE = """
    SELECT right(title, 8) FROM request WHERE status = 'in_review' AND priority = 'high'
    ORDER BY id DESC LIMIT 1
"""


def long_lists(workspace: Workspace, site: Site, visitor: User) -> list[Measure]:
    """Two filters, a sort and a search, from the site's process: median milliseconds over a million
    rows, and over a thousand, before and after it, as the floor. What is searched for stands in one
    row, in every twentieth, and in each.
    """
    with workspace, ExitStack() as open_ones, _tables(workspace, site) as connection:
        fill(connection, 1, FEW)
        found = connection.execute(RARE).fetchone()
        assert found is not None
        words = {"rare": found[0], "common": "toner", "everywhere": "printer"}
        asks = [
            directly(workspace, site, visitor, open_ones, PAGE + urlencode(ASKED | {"q": one}))
            for one in words.values()
        ]
        before = medians(*asks, runs=RUNS)
        fill(connection, FEW + 1, MANY)
        many = medians(*asks, runs=RUNS)
        connection.execute("TRUNCATE request CASCADE")
        fill(connection, 1, FEW)
        after = medians(*asks, runs=RUNS)
    few = [sum(both) / 2 for both in zip(before, after, strict=True)]
    named = f"the same page over {FEW:,} rows"
    return [
        Measure(f"list_{name}", value, floor, named, round(TARGET_RATIO * floor, 2), "ms", RUNS)
        for name, value, floor in zip(words, many, few, strict=True)
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
