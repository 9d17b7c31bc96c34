"""Workers as processes of their own, for tests that stop them the hard way, and a workspace whose
rows they can see.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from celery import beat
from django.conf import settings
from django.db import connection

from apps.accounts.models import User
from apps.runners import databases
from apps.workspaces.actions import create_workspace
from apps.workspaces.models import Workspace
from portal.celery import app
from portal.local.processes import QUEUES, WORKER

LEASE = 5
PATIENCE = 90.0


@contextmanager
def committed_workspace(slug: str, owner: str) -> Iterator[Workspace]:
    """A workspace that other processes see too; gone afterwards with all that is in it."""
    connection.set_schema_to_public()
    workspace = create_workspace(
        by=None, slug=slug, name=slug.title(), owner=User.objects.get(email=owner)
    )
    try:
        with workspace:
            yield workspace
    finally:
        connection.set_schema_to_public()
        databases.drop_workspace_database(workspace.pk)
        workspace.delete(force_drop=True)


@dataclass(frozen=True, slots=True)
class Worker:
    """A Celery worker with one child, in a process group of its own."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def last_words(self) -> str:
        """The end of its log, for somebody who wonders why nothing came."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:]

    def signal(self, number: int) -> None:
        """To the worker and its child, as if the machine had done it."""
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """Gone in this moment, without a chance to clear up."""
        self.signal(signal.SIGKILL)
        self.process.wait()

    def finish(self) -> None:
        """End after the task at hand."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


def start_worker(folder: Path, runner: Path) -> Worker:
    """A worker of this installation, with short leases."""
    log = folder / "worker.log"
    folder.mkdir(parents=True)
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, *WORKER, "--concurrency", "1"],
            env=os.environ | _environment(runner),
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    return Worker(process, log)


def _environment(runner: Path) -> dict[str, str]:
    ours = settings.SITEWRIGHT
    database = urlsplit(ours.database_url)._replace(path=f"/{connection.settings_dict['NAME']}")
    return {
        "DATABASE_URL": urlunsplit(database),
        "REDIS_URL": ours.redis_url,
        "SECRET_KEY": ours.secret_key.get_secret_value(),
        "MASTER_KEY": ours.master_key.get_secret_value(),
        "DATA_DIR": str(ours.data_dir),
        "SITE_DATABASE_PREFIX": ours.site_database_prefix,
        "RUNNER_SOCKET": str(runner),
        "BUILD_LEASE_SECONDS": str(LEASE),
        "DEBUG": "1",
    }


def empty_the_queues() -> None:
    """What other tests have sent for real is nobody's work here."""
    with app.connection_for_write() as broker:
        for name in QUEUES.split(","):
            broker.default_channel.queue_purge(name)


def beat_once() -> None:
    """What the beat does when it is time to look for what was lost: send that entry."""
    connection.set_schema_to_public()
    scheduler = beat.Scheduler(app=app)
    entry = scheduler.schedule["reconcile"]
    entry.last_run_at -= timedelta(hours=1)
    scheduler.apply_async(entry, advance=False)


def wait_until(holds: Callable[[], bool], what: str, worker: Worker) -> None:
    """Look again and again until it holds; else fail with what the worker said last."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, f"In {PATIENCE:.0f} s not: {what}\n{worker.last_words()}"
        time.sleep(0.01)
