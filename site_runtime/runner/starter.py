"""How a process of a site begins.

Now: a fresh interpreter, with an empty environment, no descriptor of ours but two sockets, its own
session. What it may do is narrowed by itself before it reads any code of a site
(`inside/confine.py`). A zygote that forks may stand here later: it gives the same `Started`.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ENTRY = Path(__file__).parent.parent / "inside" / "__main__.py"


@dataclass(frozen=True, slots=True)
class Started:
    """A process that waits to be told which site it is.

    `control` takes its configuration, then connections; `output` is what it prints; `pidfd` becomes
    readable when it ends.
    """

    process: subprocess.Popen[bytes]
    pidfd: int
    control: socket.socket
    output: int

    def kill(self) -> None:
        """End it now, with everything it was doing."""
        with suppress(ProcessLookupError):
            self.process.kill()

    def clear(self) -> None:
        """Wait for its end and give back its descriptors."""
        self.process.wait()
        self.control.close()
        os.close(self.output)
        os.close(self.pidfd)


def start() -> Started:
    """Begin one. It ends when the runner does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    output, printed = os.pipe2(os.O_CLOEXEC)
    os.set_blocking(output, False)
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-B", str(ENTRY), str(theirs.fileno()), str(os.getpid())],
            env={},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
    except OSError:
        os.close(output)
        ours.close()
        raise
    finally:
        theirs.close()
        os.close(printed)
    ours.setblocking(False)
    return Started(process, os.pidfd_open(process.pid), ours, output)
