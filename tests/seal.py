"""The sealed room: while tests run, Python in this process reaches nothing but this machine.

A try to reach farther raises where it is made, and fails the test even if the code under test
swallowed that.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

LOCAL_NAMES = {"localhost", ""}


class OutsideWorld(AssertionError):
    """A test wanted to leave the machine."""


class Seal:
    """Replaces the ways out of `socket`, and remembers who tried them."""

    def __init__(self) -> None:
        self.tries: list[str] = []

    def check(self, host: object) -> None:
        """Raise OutsideWorld unless the host is this machine."""
        text = host.decode() if isinstance(host, bytes) else str(host)
        if not is_local(text):
            self.tries.append(text)
            raise OutsideWorld(f"A test wanted to reach {text}. Tests reach this machine only.")

    @contextmanager
    def closed(self) -> Iterator[None]:
        """The room, closed."""
        ways = {
            name: self._guarded(getattr(socket.socket, name))
            for name in ("connect", "connect_ex", "sendto")
        }
        with mock.patch.multiple(socket.socket, **ways), self._names():
            yield

    def _names(self) -> Any:
        known = socket.getaddrinfo

        def getaddrinfo(host: Any, *more: Any, **named: Any) -> Any:
            self.check(host or "")
            return known(host, *more, **named)

        return mock.patch.object(socket, "getaddrinfo", getaddrinfo)

    def _guarded(self, way: Callable[..., Any]) -> Callable[..., Any]:
        def go(this: socket.socket, *arguments: Any) -> Any:
            if this.family in {socket.AF_INET, socket.AF_INET6}:
                self.check(arguments[-1][0])
            return way(this, *arguments)

        return go


def is_local(host: str) -> bool:
    """Whether the host is the loopback address, or a name for it."""
    if host in LOCAL_NAMES or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False
