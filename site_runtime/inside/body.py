"""The content of a request, read from its frames while the site asks for it."""

from __future__ import annotations

import io
from collections.abc import Iterator

from site_contract.frames import FrameSocket, Kind

MOST = 33 * 1024 * 1024


class Body(io.RawIOBase):
    """As `wsgi.input` has it. Never longer than `MOST`; what nobody read is read by `finish`."""

    def __init__(self, frames: FrameSocket) -> None:
        super().__init__()
        self._pieces: Iterator[bytes] = frames.content(Kind.BODY, at_most=MOST)
        self._waiting = b""

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """For `io.BufferedReader` and `read`."""
        if not self._waiting:
            self._waiting = next(self._pieces, b"")
        taken = self._waiting[: len(buffer)]
        buffer[: len(taken)] = taken
        self._waiting = self._waiting[len(taken) :]
        return len(taken)

    def finish(self) -> None:
        """Take in what is left, so that the socket is free for what goes the other way."""
        self._waiting += b"".join(self._pieces)
