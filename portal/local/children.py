"""Child processes that never outlive us: started, watched, stopped.

On Linux the kernel sends each child a signal when the supervisor dies; everywhere the watchman
clears whole process groups. A child is started from the main thread, because the kernel's promise
is tied to the thread.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from portal.local import watchman
from portal.local.errors import LocalError

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True, slots=True)
class Account:
    """Who a child runs as: nothing set means as ourselves."""

    uid: int | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """For `subprocess`: no user has to exist, the number is enough."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.uid, "extra_groups": []}


def die_with_parent(number: int) -> Callable[[], None] | None:
    """What a child does before it becomes its program: ask for a signal at our death."""
    if LIBC is None:
        return None
    ours, prctl = os.getpid(), LIBC.prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != ours:
            os.kill(os.getpid(), signal.SIGKILL)

    return ask


class Watch:
    """Our side of the watchman's pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-ES", watchman.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def tell(self, line: str) -> None:
        """One line to the watchman; if it has been killed, we go on without."""
        pipe = self._process.stdin
        assert pipe is not None
        try:
            pipe.write(line + "\n")
            pipe.flush()
        except (BrokenPipeError, ValueError):
            return

    def folder(self, path: Path) -> None:
        """Have a temporary folder removed even if we are killed."""
        self.tell(f"folder {path}")

    def close(self) -> None:
        """Let the watchman do what is left to do, and end."""
        self._process.communicate()


@dataclass(slots=True)
class Child:
    """One running program, at the head of a process group of its own."""

    name: str
    process: subprocess.Popen[bytes]
    watch: Watch
    stop_signal: int = signal.SIGTERM

    @property
    def running(self) -> bool:
        """Whether the program itself still runs."""
        return self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Send the polite signal, if there is anybody to hear it."""
        if self.running:
            self.process.send_signal(self.stop_signal)

    def wait(self, seconds: float) -> bool:
        """Whether it ended within that time."""
        try:
            self.process.wait(max(seconds, 0))
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self, patience: float) -> None:
        """Wait for the end, then make sure of it, for the whole group."""
        self.wait(patience)
        watchman.send([self.process.pid], signal.SIGKILL)
        self.process.wait()
        self.watch.tell(f"- {self.process.pid}")


def start(
    name: str,
    command: Sequence[str],
    *,
    watch: Watch,
    env: Mapping[str, str],
    cwd: Path,
    account: Account = Account(),
    output: int | IO[bytes] = subprocess.PIPE,
    given: bytes | None = None,
    stop_signal: int = signal.SIGTERM,
) -> Child:
    """Start a program in a group of its own; `given` is all that it can read from its standard
    input.
    """
    try:
        process = subprocess.Popen(
            command,
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(stop_signal),  # noqa: PLW1509  # we have no threads
            **account.arguments,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise LocalError(f"{name} could not be started: {error}") from error
    watch.tell(f"+ {process.pid}")
    if given is not None and process.stdin is not None:
        process.stdin.write(given)
        process.stdin.close()
    return Child(name, process, watch, stop_signal)


def stop_all(children: Sequence[Child], patience: float) -> None:
    """Ask all at once, then wait for each within one common time."""
    deadline = time.monotonic() + patience
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.end(deadline - time.monotonic())
