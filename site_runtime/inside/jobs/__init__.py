"""Work that needs a site's code once: one process, one job, one result.

Not in charge of when a job runs, how long it may take, or what becomes of its result.
"""

from __future__ import annotations

import json
import os
import select
import threading
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import Any

from site_contract import jobs
from site_contract.config import SiteConfig
from site_contract.frames import FrameSocket, Kind
from site_contract.plain import from_plain, to_plain
from site_runtime.inside.sentences import sentence_of

Report = Callable[[str, str], None]
"""Called with the id of a step and its title in plain words, when it begins."""

Work = Callable[[SiteConfig, dict[str, Any], Report], dict[str, Any]]
MOST = 32 * 1024 * 1024

MODULES = {
    jobs.WRITE_MIGRATIONS: "write_migrations",
    jobs.MIGRATE: "migrate",
    jobs.TRY: "trial",
    jobs.LOAD_SAMPLES: "load_samples",
    jobs.RUN_DUE: "run_due",
    jobs.ANSWER_TASK: "answer_task",
}
"""Where the function `work(config, payload, report)` of each kind is."""


class JobFailed(Exception):
    """The job cannot be done. The sentence is for whoever asked for the tool."""


def work(frames: FrameSocket, config: SiteConfig) -> None:
    """Take a job from the connection, do it, and answer."""
    head = frames.expect(Kind.HEAD).json()
    payload = json.loads(b"".join(frames.content(Kind.BODY, at_most=MOST)) or b"{}")
    job = from_plain(jobs.Job, {"kind": head.get("kind"), "payload": payload})
    _end_with(frames)

    def report(step: str, title: str) -> None:
        frames.send_json(Kind.PROGRESS, to_plain(jobs.JobProgress(step, title)))

    result = _done(config, job, report)
    head = {"ok": result.ok, "error": result.error}
    frames.send_message(head, json.dumps(result.data).encode())


def _done(config: SiteConfig, job: jobs.Job, report: Report) -> jobs.JobResult:
    if job.kind not in MODULES:
        return jobs.JobResult(False, {}, f"There is no job called {job.kind}.")
    try:
        do: Work = import_module(f"{__name__}.{MODULES[job.kind]}").work
        return jobs.JobResult(True, do(config, job.payload, report))
    except JobFailed as error:
        return jobs.JobResult(False, {}, str(error))
    except Exception as error:  # noqa: BLE001  # the edge of the process
        traceback.print_exc()
        return jobs.JobResult(False, {}, sentence_of(error, config.code))


def _end_with(frames: FrameSocket) -> None:
    """End this process at once when nobody waits for its result any more."""

    def watch() -> None:
        poll = select.poll()
        poll.register(frames, select.POLLHUP | select.POLLRDHUP)
        poll.poll()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
