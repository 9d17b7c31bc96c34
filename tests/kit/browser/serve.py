"""A tool with made-up rows, served for a browser: `python tests/kit/browser/serve.py workshop`.

Prints its address when it is ready and ends with its standard input. Who asks is the cookie `who`,
how many rows there are is `POST /rows/<number>` of the server itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

ROOT = Path(__file__).parents[3]
ROWS = "/rows/"
OTHERS_END = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
ALONE = ("request_dashboard",)

Start = Callable[..., Any]
App = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each request, as a browser asks for several at once."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its base says so
        pass


def prepared(tool: str) -> None:
    """Django for this tool, on a database of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.kit.settings"
    os.environ["KIT_TEST_SERVED"] = f"served_{tool}"
    if tool in ALONE:
        os.environ["KIT_TEST_TOOL"] = tool
    sys.path.insert(0, str(ROOT))
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["127.0.0.1"]


def asked_by_cookie(app: App, fill: Callable[[int], None]) -> App:
    """The tool, asked by whom the cookie names; and the door by which its rows are made."""
    from django.http import parse_cookie

    from site_kit.asker import ENVIRON_KEY
    from site_kit.testing import CAST, asker_of

    roles = {"ada": ("admin",), "ines": ("approver", "planner")}
    people = {one.key: asker_of(one, roles.get(one.key, ())) for one in CAST if one.roles}

    def served(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(ROWS):
            fill(int(environ["PATH_INFO"].removeprefix(ROWS)))
            start("200 OK", [("Content-Type", "text/plain")])
            return [b"done"]
        who = parse_cookie(environ.get("HTTP_COOKIE", "")).get("who", "ines")
        if who in people:
            environ[ENVIRON_KEY] = people[who]
        return app(environ, start)

    return served


def main(tool: str) -> None:
    """Serve until standard input ends."""
    prepared(tool)
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from site_kit.directory.schema import create_tables
    from site_kit.web import files, storage
    from tests.kit.browser import rows

    made = setup_databases(verbosity=0, interactive=False)
    create_tables(connection)
    files.use(storage.InMemory())
    rows.put_cast()
    if tool == "workshop":
        rows.open_the_workshop()
    fill = rows.FILL.get(tool)
    if tool == "deeds":
        # Its models are in no other tool.
        from tests.kit.browser import deeds_rows

        deeds_rows.open_the_deeds()
        fill = deeds_rows.fill_deeds
    app = asked_by_cookie(get_wsgi_application(), fill)
    server = make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    sys.stdin.read()
    server.shutdown()
    server.server_close()
    with connection.cursor() as cursor:
        cursor.execute(OTHERS_END)
    teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    main(sys.argv[1])
