"""The seal holds: neither a socket nor a name leads off this machine, and what tries is told on."""

import http.client
import socket
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest

from tests.seal import OutsideWorld, Seal, is_local

OUTSIDE = "198.51.100.7"  # an address that documentation may use and nobody has


def by_connect() -> None:
    with socket.socket() as way:
        way.connect((OUTSIDE, 80))


def by_connect_ex() -> None:
    with socket.socket() as way:
        way.connect_ex((OUTSIDE, 80))


def by_datagram() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as way:
        way.sendto(b"", (OUTSIDE, 53))


def by_six() -> None:
    with socket.socket(socket.AF_INET6) as way:
        way.connect(("2001:db8::1", 80))


def by_name() -> None:
    socket.getaddrinfo("models.example.com", 443)


def by_http() -> None:
    http.client.HTTPConnection("models.example.com").request("GET", "/")


def by_url() -> None:
    urllib.request.urlopen(f"http://{OUTSIDE}/")


@pytest.mark.parametrize(
    "way", [by_connect, by_connect_ex, by_datagram, by_six, by_name, by_http, by_url]
)
def test_no_way_leads_outside(way: Callable[[], None], seal: Seal) -> None:
    with pytest.raises((OutsideWorld, urllib.error.URLError)) as caught:
        way()
    assert "this machine only" in str(caught.value)
    assert seal.tries, "the seal remembers, even if somebody swallowed the error"
    seal.tries.clear()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "acme.localhost"])
def test_this_machine_is_inside(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "localhost.example.com", "169.254.169.254", "::2"])
def test_everything_else_is_outside(host: str) -> None:
    assert not is_local(host)


def test_loopback_works() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as way,
    ):
        assert way.getpeername() == server.getsockname()
