"""Processes of an earlier run that was killed: found by the folder they stand in, and ended.

Postgres refuses to start beside the remains of an earlier one, and is fooled when the old process
number now belongs to another program. The folder lock says that nobody else may use the data, so
whoever stands in it is left over.
"""

import os
import signal
import time
from pathlib import Path

from portal.local.errors import LocalError

PROC = Path("/proc")


def standing_in(folder: Path) -> list[int]:
    """The processes whose working directory is the folder; empty where the system cannot tell."""
    found = []
    wanted = os.path.realpath(folder)
    for entry in PROC.glob("[0-9]*"):
        try:
            if os.readlink(entry / "cwd") == wanted:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def end_all_in(folder: Path, patience: float = 10.0) -> None:
    """Wait for what is stopping by itself, ask the rest, make the rest.

    Raises LocalError if something stays.
    """
    for number in (None, signal.SIGQUIT, signal.SIGKILL):
        for process in standing_in(folder) if number else ():
            _send(process, number)
        if _empty_within(folder, patience if number else 2.0):
            return
    processes = ", ".join(map(str, standing_in(folder)))
    raise LocalError(
        f"Processes of an earlier run are still in {folder} and cannot be ended: {processes}."
    )


def _send(process: int, number: int | None) -> None:
    try:
        os.kill(process, number or 0)
    except (ProcessLookupError, PermissionError):
        return


def _empty_within(folder: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while standing_in(folder):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
