"""Connections to sites' processes, kept for the next request: the last one used is the next one
taken.
"""

import threading
import time
from dataclasses import dataclass, field

from apps.runners import client
from apps.serving import limits
from apps.serving.targets import Target
from site_contract.frames import FrameSocket

Key = tuple[str, str, str, str]


@dataclass(slots=True)
class Connection:
    """A connection and the process at its other end."""

    frames: FrameSocket
    pid: int
    since: float = field(default_factory=time.monotonic)

    def close(self) -> None:
        """Hang up."""
        self.frames.close()


class Pool:
    """The kept connections of one process of the portal."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[Key, list[Connection]] = {}

    def take(self, target: Target) -> Connection:
        """A connection on which nothing waits and nobody hung up. Raises `RunnerUnavailable`."""
        while (kept := self._pop(target.key)) is not None:
            if kept.frames.is_quiet():
                return kept
            kept.close()
        frames, pid = client.acquire(target.config())
        return Connection(frames, pid)

    def give_back(self, target: Target, connection: Connection) -> None:
        """Keep it for the next request."""
        connection.since = time.monotonic()
        with self._lock:
            kept = self._kept.setdefault(target.key, [])
            kept.append(connection)
            surplus = kept[: -limits.IDLE_CONNECTIONS]
            del kept[: -limits.IDLE_CONNECTIONS]
            surplus += self._old()
        for one in surplus:
            one.close()

    def close(self) -> None:
        """Hang up everywhere."""
        with self._lock:
            everything = [one for kept in self._kept.values() for one in kept]
            self._kept.clear()
        for one in everything:
            one.close()

    def _pop(self, key: Key) -> Connection | None:
        with self._lock:
            kept = self._kept.get(key)
            return kept.pop() if kept else None

    def _old(self) -> list[Connection]:
        """Take out those of versions that nobody asks for any more."""
        before = time.monotonic() - limits.IDLE_CONNECTION_SECONDS
        old = []
        for key, kept in list(self._kept.items()):
            old += [one for one in kept if one.since < before]
            self._kept[key] = [one for one in kept if one.since >= before]
            if not self._kept[key]:
                del self._kept[key]
        return old


pool = Pool()
