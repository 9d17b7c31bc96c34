"""How two processes talk over a socket: frames of one byte of kind, four of length, then the
content.

A request is `HEAD` (method, path, query, headers, visitor, request_id, scheme, host), `BODY`s,
`END`; a response is `HEAD` (status, headers), `BODY`s, `END`. Many go one after the other over one
socket. Between them a site may ask the gate for something: `CALL` (op, …), with `DATA`s and `END`
where the call carries content; the gate answers `REPLY`. A job is a `HEAD` with its payload as the
body, and is answered by `PROGRESS`es, then a `HEAD` with its data as the body. `FAULT` is the last
word of a process that cannot serve. Content is JSON or bytes, never anything that could be code.
"""

from __future__ import annotations

import json
import select
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any

CHUNK = 64 * 1024
LARGEST = 1024 * 1024
LONGEST = 1000
_HEADER = struct.Struct("!cI")


class Kind(Enum):
    """What a frame is."""

    HEAD = b"H"
    BODY = b"B"
    END = b"E"
    CALL = b"C"
    REPLY = b"R"
    DATA = b"D"
    PROGRESS = b"P"
    FAULT = b"X"


class FrameError(Exception):
    """The other side did not keep to the frames; the connection is of no more use."""


class Gone(FrameError):
    """The other side has closed the connection."""


class Untaken(Gone):
    """The other side had closed before a single byte was taken, so asking another is safe."""


class TooSlow(FrameError):
    """The time that was given is over."""


class Fault(FrameError):
    """The other side cannot serve and said why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame as it came."""

    kind: Kind
    content: bytes

    def json(self) -> dict[str, Any]:
        """The content as a JSON object; `FrameError` when it is none."""
        try:
            data = json.loads(self.content)
        except (ValueError, RecursionError) as error:
            raise FrameError(f"A {self.kind.name} frame does not hold JSON.") from error
        if not isinstance(data, dict):
            raise FrameError(f"A {self.kind.name} frame must hold an object.")
        return data


class FrameSocket:
    """One end of a connection.

    `deadline` (of `time.monotonic()`) holds for all that is sent and received.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._waiting = bytearray()
        self.deadline: float | None = None

    def fileno(self) -> int:
        """For `select`."""
        return self._socket.fileno()

    def send(self, kind: Kind, content: bytes = b"") -> None:
        """Send one frame.

        Raises `Gone` or `TooSlow`; content over `LARGEST` is our own mistake: `ValueError`.
        """
        self._send_all(_pack(kind, content))

    def send_message(self, head: dict[str, Any], body: bytes = b"") -> None:
        """Send a `HEAD`, its `BODY`s and `END`, in one go where the body is small."""
        small = body[:CHUNK]
        packed = _pack(Kind.HEAD, _encode(head))
        packed += _pack(Kind.BODY, small) if small else b""
        if len(body) <= CHUNK:
            self._send_all(packed + _pack(Kind.END, b""))
            return
        self._send_all(packed)
        self.send_content(Kind.BODY, body[CHUNK:])
        self.send(Kind.END)

    def send_json(self, kind: Kind, data: dict[str, Any]) -> None:
        """Send one frame with a JSON object in it."""
        self.send(kind, _encode(data))

    def send_content(self, kind: Kind, content: bytes) -> None:
        """Send content of any length in as many frames as it takes; none for nothing."""
        for start in range(0, len(content), CHUNK):
            self.send(kind, content[start : start + CHUNK])

    def receive(self) -> Frame:
        """The next frame.

        Raises `Gone` when the other side has closed, `TooSlow`, or `FrameError`.
        """
        raw, length = _HEADER.unpack(self._take(_HEADER.size))
        try:
            kind = Kind(raw)
        except ValueError as error:
            raise FrameError(f"No frame is of the kind {raw!r}.") from error
        if length > LARGEST:
            raise FrameError(f"A frame of {length} bytes is more than the {LARGEST} agreed.")
        return Frame(kind, self._take(length))

    def expect(self, *kinds: Kind) -> Frame:
        """The next frame, which must be of one of these kinds.

        A `FAULT` is raised as the sentence in it.
        """
        frame = self.receive()
        if frame.kind is Kind.FAULT and Kind.FAULT not in kinds:
            raise Fault(on_one_line(str(frame.json().get("error", ""))))
        if frame.kind not in kinds:
            raise FrameError(f"A {frame.kind.name} frame came where {kinds[0].name} was due.")
        return frame

    def content(self, kind: Kind, *, at_most: int) -> Iterator[bytes]:
        """The contents of the frames of this kind up to `END`.

        Raises `FrameError` beyond `at_most` bytes.
        """
        taken = 0
        while (frame := self.expect(kind, Kind.END)).kind is kind:
            taken += len(frame.content)
            if taken > at_most:
                raise FrameError(f"More than {at_most} bytes came.")
            yield frame.content

    def is_quiet(self) -> bool:
        """Whether nothing came and nobody hung up: true of a connection that waits for its next
        request.
        """
        if self._waiting:
            return False
        poll = select.poll()
        poll.register(self._socket, select.POLLIN | select.POLLHUP)
        return not poll.poll(0)

    def has_more(self) -> bool:
        """Whether a part of the next frame is here already, so that waiting on the socket would
        miss it.
        """
        return bool(self._waiting)

    def stop_taking(self) -> None:
        """Let nothing more come in. What has come can still be received, and answered."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RD)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _take(self, size: int) -> bytes:
        while len(self._waiting) < size:
            self._waiting += self._receive_some()
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken

    def _receive_some(self) -> bytes:
        self._set_timeout()
        try:
            some = self._socket.recv(CHUNK)
        except TimeoutError as error:
            raise TooSlow("No answer came in the time that was given.") from error
        except OSError as error:
            raise Gone("The connection broke.") from error
        if not some:
            raise Gone("The other side closed the connection.")
        return some

    def _send_all(self, content: bytes) -> None:
        left = memoryview(content)
        while left:
            self._set_timeout()
            try:
                left = left[self._socket.send(left) :]
            except TimeoutError as error:
                raise TooSlow("The other side did not read in the time that was given.") from error
            except OSError as error:
                kind = Untaken if len(left) == len(content) else Gone
                raise kind("The connection broke.") from error

    def _set_timeout(self) -> None:
        if self.deadline is None:
            self._socket.settimeout(None)
            return
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TooSlow("The time that was given is over.")
        self._socket.settimeout(left)


def on_one_line(text: str) -> str:
    """What another process says, so that it can stand in a log: short, and nothing that would end
    the line, colour it or turn it round.
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text[:LONGEST]).split())


def _encode(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _pack(kind: Kind, content: bytes) -> bytes:
    if len(content) > LARGEST:
        raise ValueError(f"A frame holds at most {LARGEST} bytes, not {len(content)}.")
    return _HEADER.pack(kind.value, len(content)) + content
