"""Files that people put into a site: kept by the gate, under the site's own prefix.

A process of a site has neither a disk nor a network for them: it asks over the connection of the
request it is answering.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from site_contract.frames import CHUNK, FrameSocket, Kind
from site_runtime.inside.body import Body

_now = threading.local()


@contextmanager
def answering(frames: FrameSocket, body: Body) -> Iterator[None]:
    """Inside, this thread's files go over this connection."""
    _now.frames, _now.body = frames, body
    try:
        yield
    finally:
        del _now.frames, _now.body


class GateFiles:
    """What the kit keeps files with (`site_kit.web.files`)."""

    def put(self, key: str, chunks: Iterable[bytes], size: int, type: str) -> None:  # noqa: A002
        """Keep a file of `size` bytes under `key`. Raises `OSError` with the gate's reason."""
        frames = self._ask({"op": "put_file", "key": key, "size": size, "type": type})
        for chunk in chunks:
            for start in range(0, len(chunk), CHUNK):
                frames.send(Kind.DATA, chunk[start : start + CHUNK])
        frames.send(Kind.END)
        self._hear(frames)

    def delete(self, key: str) -> None:
        """Forget a file. Raises `OSError` with the gate's reason."""
        self._hear(self._ask({"op": "delete_file", "key": key}))

    @staticmethod
    def _ask(call: dict[str, object]) -> FrameSocket:
        frames: FrameSocket | None = getattr(_now, "frames", None)
        if frames is None:
            raise OSError("Files can be kept only while a request is answered.")
        _now.body.finish()
        frames.send_json(Kind.CALL, call)
        return frames

    @staticmethod
    def _hear(frames: FrameSocket) -> None:
        reply = frames.expect(Kind.REPLY).json()
        if not reply.get("ok"):
            raise OSError(str(reply.get("error", "The file could not be kept.")))


class MemoryFiles:
    """The same for a trial, where there is no gate: kept until the process ends."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def put(self, key: str, chunks: Iterable[bytes], size: int, type: str) -> None:  # noqa: A002
        """Keep it in memory."""
        self.kept[key] = b"".join(chunks)

    def delete(self, key: str) -> None:
        """Forget it."""
        self.kept.pop(key, None)
