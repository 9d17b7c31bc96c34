"""Which processes there are, and which one a question is about."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from site_contract.config import SiteConfig
from site_runtime.runner.crashes import Crashes
from site_runtime.runner.idle import Idleness
from site_runtime.runner.logs import SiteLog
from site_runtime.runner.processes import CONNECTION, JOB, NotTaken, SiteProcess
from site_runtime.runner.starter import Started, start

MOST_PROCESSES = 64
QUIET = 0.3
CROWDED_IDLE = 5.0
"""With all places taken, those end that did nothing for so long; the next try finds room."""


class Refused(Exception):
    """The runner will not do this. The sentence says why."""


class Desk:
    """Every process that the runner has started. `on_start` is told of each.

    One that serves and has done nothing for `idle_seconds` is ended; the next request starts it.
    """

    def __init__(
        self,
        log_dir: Path,
        *,
        spares: int,
        idle_seconds: float,
        on_start: Callable[[Started], None],
    ) -> None:
        self.log_dir, self.most_spares, self.on_start = log_dir, spares, on_start
        self.idle_seconds = idle_seconds
        self.spares: list[Started] = []
        self.processes: dict[int, SiteProcess] = {}
        self.serving: dict[str, SiteProcess] = {}
        self.crashes = Crashes()
        self.idleness = Idleness()
        self.began = 0
        self._last_start = time.monotonic()

    def acquire(self, config: SiteConfig) -> tuple[int, socket.socket]:
        """A connection to the process of this version, started if there is none.

        Raises `Refused`.
        """
        if config.owner is not None:
            raise Refused("A process that serves is never given the role that changes tables.")
        process = self.serving.get(config.key)
        if process and process.alive and process.fingerprint == config.fingerprint:
            try:
                return process.pid, process.connect(CONNECTION)
            except NotTaken:
                process.kill()
        if self.crashes.too_many(config.key):
            raise Refused("The tool keeps crashing. It is tried again in a few seconds.")
        if process:
            process.retire()
        process = self._begin(config)
        self.serving[config.key] = process
        return process.pid, process.connect(CONNECTION)

    def begin_job(self, config: SiteConfig, seconds: float) -> tuple[int, socket.socket]:
        """A connection to a new process that does one job, for so long and no longer."""
        process = self._begin(config)
        process.ends_at = time.monotonic() + seconds
        return process.pid, process.connect(JOB)

    def retire(self, site: str, digest: object = None) -> int:
        """Let the serving processes of a site (of one version) finish; how many there were."""
        found = [
            key
            for key, process in self.serving.items()
            if process.config.site == site and digest in {None, process.config.digest}
        ]
        for key in found:
            self.serving.pop(key).retire()
        return len(found)

    def kill(self, pid: object) -> int:
        """End one process of a site now; 1, or 0 when it is none of ours."""
        for process in self.processes.values():
            if process.pid == pid:
                process.kill()
                self._drop(process)
                return 1
        return 0

    def printed(self, started: Started, content: bytes) -> None:
        """Keep what a process has printed. One without a site has something to tell us."""
        process = self.processes.get(started.pidfd)
        if process:
            process.log.add(content)
        else:
            sys.stderr.buffer.write(content)
            sys.stderr.flush()

    def forget(self, started: Started) -> None:
        """A process has ended."""
        if started in self.spares:
            self.spares.remove(started)
        process = self.processes.pop(started.pidfd, None)
        if process:
            self.idleness.forget(process.pid)
            if self.serving.get(process.config.key) is process and not process.retired:
                self.crashes.add(process.config.key)
            self._drop(process)
        started.clear()

    def tick(self, *, idle: bool) -> None:
        """End what is overdue; when there is nothing else to do, keep a spare process ready."""
        now = time.monotonic()
        for process in self.processes.values():
            if process.ends_at is not None and process.ends_at < now:
                process.kill()
        if self.idleness.is_due():
            self._retire_idle(self.idle_seconds)
        if idle and len(self.spares) < self.most_spares and now - self._last_start > QUIET:
            self.spares.append(self._start())

    def status(self) -> dict[str, Any]:
        """What runs."""
        now = time.monotonic()
        running = [
            {
                "site": process.config.site,
                "kind": process.config.kind,
                "digest": process.config.digest,
                "pid": process.pid,
                "seconds": round(now - process.began, 1),
                "serving": self.serving.get(process.config.key) is process,
            }
            for process in self.processes.values()
        ]
        spares = [spare.process.pid for spare in self.spares]
        return {"processes": running, "spares": spares, "began": self.began}

    def close(self) -> None:
        """End everything."""
        everything = [*self.spares, *(process.started for process in self.processes.values())]
        for started in everything:
            started.kill()
        for started in everything:
            started.clear()

    def _retire_idle(self, seconds: float) -> None:
        for key, process in list(self.serving.items()):
            if self.idleness.seconds(process.pid) >= seconds:
                self.serving.pop(key).retire()

    def _begin(self, config: SiteConfig) -> SiteProcess:
        if len(self.processes) >= MOST_PROCESSES:
            self._retire_idle(CROWDED_IDLE)
            raise Refused(f"{MOST_PROCESSES} processes run already. Try again in a moment.")
        started = self.spares.pop() if self.spares else self._start()
        self._last_start = time.monotonic()
        try:
            process = SiteProcess(started, config, SiteLog(self.log_dir, config.site))
        except (NotTaken, OSError):
            started.kill()
            raise
        self.processes[started.pidfd] = process
        return process

    def _start(self) -> Started:
        started = start()
        self.began += 1
        self._last_start = time.monotonic()
        self.on_start(started)
        return started

    def _drop(self, process: SiteProcess) -> None:
        if self.serving.get(process.config.key) is process:
            del self.serving[process.config.key]
