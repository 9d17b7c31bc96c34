"""The runner's private socket: who may speak, and how a question and its answer look.

Messages are JSON objects, one a packet. An answer may carry one descriptor.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from array import array
from contextlib import suppress
from pathlib import Path
from typing import Any

LARGEST = 160 * 1024
_CREDENTIALS = struct.Struct("iII")


class NotFree(Exception):
    """Another runner listens at this address."""


class BadMessage(ValueError):
    """What came is no question that the runner knows."""


def listen(path: Path) -> socket.socket:
    """A socket at `path` that only its owner can open. Raises `NotFree`; a dead one is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking, suppress(OSError):
        asking.connect(str(path))
        raise NotFree(f"Another runner listens at {path}.")
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(64)
    return listener


def is_ours(client: socket.socket) -> bool:
    """Whether a process of the same user (or root) holds the other end."""
    raw = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, uid, _ = _CREDENTIALS.unpack(raw)
    return uid in {os.getuid(), 0}


def receive(client: socket.socket) -> dict[str, Any] | None:
    """The next question, or None when the client is gone. Raises `BadMessage`."""
    content, _, flags, _ = client.recvmsg(LARGEST)
    if not content:
        return None
    if flags & socket.MSG_TRUNC:
        raise BadMessage(f"A message holds at most {LARGEST} bytes.")
    try:
        message = json.loads(content)
    except ValueError as error:
        raise BadMessage("A message must be JSON.") from error
    if not isinstance(message, dict):
        raise BadMessage("A message must be an object.")
    return message


def answer(client: socket.socket, message: dict[str, Any], carrying: socket.socket | None) -> None:
    """Send an answer; a client that does not take it is no longer waited for."""
    content = [json.dumps(message).encode()]
    fds = array("i", [carrying.fileno()] if carrying else [])
    beside = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)] if fds else []
    # Not by `socket.send_fds`, which leaves the flags out.
    with suppress(OSError):
        client.sendmsg(content, beside, socket.MSG_DONTWAIT)
