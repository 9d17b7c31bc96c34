"""Embedded Valkey: the queue and the cache, on loopback, with a password."""

import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from portal.local import children, leftovers, ports
from portal.local.binaries import Programs
from portal.local.children import Child, Watch
from portal.local.errors import LocalError
from portal.local.postgres import last_words

PATIENCE = 20.0
# Never evict: a key that vanishes would be a task that vanishes.
SETTINGS = """
bind 127.0.0.1
port {port}
requirepass {password}
dir .
save ""
appendonly {appendonly}
maxmemory 128mb
maxmemory-policy noeviction
loglevel warning
"""


@dataclass(frozen=True, slots=True)
class Queue:
    """A place for data, and the means to start a server on it."""

    folder: Path
    programs: Programs
    password: str
    fleeting: bool = False

    def prepare(self) -> None:
        """Make the folder, and clear away the remains of an earlier server."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if self.programs.account.uid is not None:
            os.chown(self.folder, self.programs.account.uid, self.programs.account.uid)
        leftovers.end_all_in(self.folder)

    def start(self, port: int, watch: Watch, log: Path) -> Child:
        """Start the server. The settings go through its standard input: a command line is for all
        to read.
        """
        settings = SETTINGS.format(
            port=port, password=self.password, appendonly="no" if self.fleeting else "yes"
        )
        with log.open("ab") as output:
            return children.start(
                "Valkey",
                [str(self.programs.valkey), "-"],
                watch=watch,
                env={},
                cwd=self.folder,
                account=self.programs.account,
                output=output,
                given=settings.encode(),
            )

    def url(self, port: int) -> str:
        """What the portal connects with."""
        return f"redis://:{self.password}@{ports.LOOPBACK}:{port}/0"


def wait_until_ready(child: Child, port: int, log: Path) -> None:
    """Return when the server answers."""
    deadline = time.monotonic() + PATIENCE
    while not ports.answers(port):
        if not child.running or time.monotonic() > deadline:
            raise LocalError(f"Valkey did not start. {last_words(log)}")
        time.sleep(0.02)


def invent_password() -> str:
    """A new one."""
    return secrets.token_urlsafe(24)
