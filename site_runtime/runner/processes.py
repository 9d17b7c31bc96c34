"""One process of a site, as the runner sees it."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

from site_contract.config import SiteConfig
from site_runtime.runner.logs import SiteLog
from site_runtime.runner.starter import Started

CONNECTION, JOB = b"C", b"J"
GRACE = 10.0


class NotTaken(Exception):
    """The process does not take connections: it is ending, or its code has blocked it."""


class SiteProcess:
    """A started process that has been told which site it is."""

    def __init__(self, started: Started, config: SiteConfig, log: SiteLog) -> None:
        self.started, self.config, self.log = started, config, log
        self.fingerprint = config.fingerprint
        self.began = time.monotonic()
        self.ends_at: float | None = None
        self.retired = False
        self._send(config.to_json().encode(), None)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.started.process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.started.process.poll() is None

    def connect(self, what: bytes) -> socket.socket:
        """One end of a new connection, the other of which the process has been given.

        Raises `NotTaken`.
        """
        ours, theirs = socket.socketpair()
        try:
            self._send(what, theirs)
        except NotTaken:
            ours.close()
            raise
        finally:
            theirs.close()
        return ours

    def retire(self) -> None:
        """Let it finish what it is answering, and end it if that takes long."""
        self.retired = True
        self.ends_at = time.monotonic() + GRACE
        with suppress(OSError):
            self.started.control.shutdown(socket.SHUT_RDWR)

    def kill(self) -> None:
        """End it now, with everything it was doing."""
        self.retired = True
        self.started.kill()

    def _send(self, content: bytes, carrying: socket.socket | None) -> None:
        fds = [carrying.fileno()] if carrying else []
        try:
            socket.send_fds(self.started.control, [content], fds)
        except OSError as error:
            raise NotTaken("The tool's process does not take connections.") from error
