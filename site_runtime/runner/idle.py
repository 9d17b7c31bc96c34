"""Which processes nobody has used for a while: seen from outside, without their help."""

from __future__ import annotations

import time
from pathlib import Path

LOOK_EVERY = 1.0


def ticks_of(pid: int) -> int:
    """The processor time that a process has used, in the kernel's ticks; 0 when it has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    # The name in brackets may hold anything; what follows it is numbers.
    fields = stat.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


class Idleness:
    """How long each process has used no processor time. A process that answers uses some."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[int, float]] = {}
        self._next = 0.0

    def is_due(self) -> bool:
        """Whether it is time to look again."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + LOOK_EVERY
        return True

    def seconds(self, pid: int) -> float:
        """Look at a process: how long it has done nothing."""
        now, ticks = time.monotonic(), ticks_of(pid)
        before, since = self._seen.get(pid, (-1, now))
        if ticks != before:
            since = now
        self._seen[pid] = (ticks, since)
        return now - since

    def forget(self, pid: int) -> None:
        """It has ended."""
        self._seen.pop(pid, None)
