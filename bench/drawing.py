"""A table of 25 rows by the site kit beside the same page written by hand, in one process:
`python -m bench.drawing`, with a database around it, prints what `bench` reads.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from html import unescape
from typing import Any

from bench.measure import Measure, stopwatch
from portal.local.installation import ROOT

TARGET_RATIO, TARGET_QUERIES, SIX = 1.5, 8, 6
RUNS, WARM_UP, ROWS, PEOPLE = 150, 20, 1_000, 10
COMMAND = [sys.executable, "-m", "portal.local", "exec", "--", sys.executable, "-m", __name__]


def measures() -> list[Measure]:
    """Median milliseconds of the processor: what the database does is the same in both; and how
    many queries a dashboard of six parts asks.
    """
    done = subprocess.run(COMMAND, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    kit, by_hand, queries = json.loads(done.stdout.splitlines()[-1])
    named, most = "the same page written by hand", round(TARGET_RATIO * by_hand, 2)
    return [
        Measure("table_of_25", kit, by_hand, named, most, "ms", RUNS),
        Measure("dashboard", queries, SIX, "a query a part", TARGET_QUERIES, "queries", 1),
    ]


def main() -> None:
    """Print the two medians and the queries as JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.by_hand.settings"
    import django

    django.setup()
    _fill()
    kit, by_hand = ways()
    _compare(kit(), by_hand())
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(WARM_UP + RUNS):
        for way, taken in zip((kit, by_hand), times, strict=True):
            with stopwatch(taken if number >= WARM_UP else [], time.process_time):
                way()
    kit_ms, by_hand_ms = (statistics.median(taken) * 1000 for taken in times)
    print(json.dumps([kit_ms, by_hand_ms, queries()]))


def ways() -> tuple[Callable[[], str], Callable[[], str]]:
    """The two pages, each from a request to the text of its answer."""
    from django.test import RequestFactory

    from bench.by_hand.views import Requests
    from site_kit.asker import ENVIRON_KEY, MEMBER, Asker
    from site_kit.web import views

    mara = Asker(1, "Person 1", "person1@acme.example", frozenset({MEMBER}))
    seen: dict[str, Any] = {ENVIRON_KEY: mara, "PERSON": 1}
    requests = RequestFactory(**seen)

    def kit() -> str:
        answer: Any = views.page(requests.get("/requests/"), page_id="requests")
        return str(answer.content.decode())

    def by_hand() -> str:
        answer: Any = Requests.as_view()(requests.get("/requests/"))
        return str(answer.render().content.decode())

    return kit, by_hand


def queries() -> int:
    """Of a dashboard with six parts: the most that a member or an admin asks."""
    from django.apps import apps
    from django.db import connection
    from django.db.models import Q
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext

    import site_kit as kit
    from site_kit.asker import ADMIN, MEMBER, Asker, acting
    from site_kit.web import views

    request: Any = apps.all_models["app"]["request"]

    class Pulse(kit.Dashboard):
        parts = (
            kit.Stat("open", model=request, scope=Q(status__closed=False)),
            kit.Stat("made", model=request, x="created_at", compare="week"),
            kit.Chart("states", model=request, x="status"),
            kit.Chart("weeks", model=request, x="created_at", grain="week", last=12),
            kit.RowList("newest", model=request, columns=("owner", "due", "status")),
            kit.RowList("late", model=request, columns=("owner",), scope=Q(overdue=True)),
        )

    assert len(Pulse.parts) == SIX
    most = 0
    for role in (MEMBER, ADMIN):
        person = Asker(1, "Person 1", "", frozenset({MEMBER, role}))
        with acting(person), CaptureQueriesContext(connection) as asked:
            views._dashboard(RequestFactory().get("/pulse/"), Pulse)
        most = max(most, len(asked))
    return most


def _fill() -> None:
    from django.core.management import call_command
    from django.db import connection

    from bench.filling import fill
    from site_kit.directory.models import Person
    from site_kit.directory.schema import create_tables

    create_tables(connection)
    call_command("migrate", verbosity=0)
    several = range(1, PEOPLE + 1)
    Person.objects.bulk_create(
        Person(id=n, name=f"Person {n}", email=f"person{n}@acme.example") for n in several
    )
    connection.ensure_connection()
    fill(connection.connection, 1, ROWS)


def _compare(one: str, other: str) -> None:
    """Both say the same in every row."""
    mine, theirs = cells(one), cells(other)
    assert len(mine) == 25, f"{len(mine)} rows"
    assert mine == theirs, next(
        pair for pair in zip(mine, theirs, strict=True) if len(set(pair)) > 1
    )


def cells(page: str) -> list[str]:
    """What each row says, without markup."""
    rows = re.findall(r"<tr data-row=.*?</tr>", page, re.DOTALL)
    return [unescape(" ".join(re.sub(r"<[^>]*>", " ", row).split())) for row in rows]


if __name__ == "__main__":
    main()
