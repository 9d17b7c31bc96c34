"""One message to another system: an https address on the agreed host, one JSON body, no redirect.

The host's name is looked up once and the connection goes to the address that was looked at, so that
a name cannot lead into the house. Nothing that is said of a fault holds the address: it is secret.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from apps.automations.errors import NoAddress, NotPosted

PORT = 443
SECONDS = 10.0
STEP_SECONDS = 5.0
READ = 1024
MARKED_UP = {"hooks.slack.com", "chat.googleapis.com"}
"""Hosts that read `<…>` in a text as a link: there it is written so that it stays text."""

REFUSED = [
    ipaddress.ip_network(net)
    for net in ("192.0.0.0/24", "2002::/16", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/23")
]
"""Beside all that is not of the world: what is for protocols, or holds another address."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: a host, and what follows it."""

    host: str
    path: str


def post(address: str, *, key: str, host: str, text: str, number: str) -> None:
    """Send `{"text": …}` once. Raises `NoAddress` where the value named `key` is no address on the
    host, `NotPosted` where it did not arrive.
    """
    target = target_of(address, key=key, host=host)
    connection = _Checked(target.host, public_address(target.host))
    clock = threading.Timer(SECONDS, connection.cut)
    clock.start()
    try:
        status = _status(connection, target, body_of(text, host), number)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotPosted(_fault(error, host, late=connection.late)) from None
    finally:
        clock.cancel()
        connection.close()
    if not 200 <= status < 300:
        raise NotPosted(f"{host} answered with {status}.")


def target_of(address: str, *, key: str, host: str) -> Target:
    """The parts of an address that may be used. Raises `NoAddress`."""
    try:
        parts = urlsplit(address.strip())
        fits = parts.scheme == "https" and parts.hostname == host and parts.port in (None, PORT)
    except ValueError:
        fits = False
    if not fits or parts.username is not None or parts.password is not None:
        raise NoAddress(f"{key} is no address that begins with https://{host}/.")
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    if not path.isascii() or not path.isprintable() or " " in path:
        raise NoAddress(f"{key} is no address that begins with https://{host}/.")
    return Target(host, path)


def public_address(host: str) -> str:
    """The address of a host, looked up once. Raises `NotPosted` where any of its addresses lies in
    the house.
    """
    try:
        found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    except OSError:
        raise NotPosted(f"The name {host} is not known.") from None
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(is_public(one) for one in addresses):
        raise NotPosted(f"{host} leads to an address inside the house, where nothing is sent.")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is of the world, and of nothing in the house or on this machine."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        return is_public(str(found.ipv4_mapped))
    if any(found in net for net in REFUSED):
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.is_site_local:
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved)


def body_of(text: str, host: str) -> bytes:
    """The JSON that is sent."""
    if host in MARKED_UP:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return json.dumps({"text": text}).encode()


def context() -> ssl.SSLContext:
    """How the other side proves who it is."""
    return ssl.create_default_context()


class _Checked(http.client.HTTPSConnection):
    """A connection to an address that was looked at, which proves to be the host by name."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, PORT, timeout=STEP_SECONDS)
        self.address, self.late = address, False
        self.raw: ssl.SSLSocket | None = None

    def connect(self) -> None:
        """Connect to the address, and have the host prove its name."""
        plain = socket.create_connection((self.address, PORT), STEP_SECONDS)
        self.raw = context().wrap_socket(
            plain, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock = self.raw
        self.raw.do_handshake()

    def cut(self) -> None:
        """The time is over, whatever the other side still says."""
        self.late = True
        if self.raw is not None:
            try:
                socket.socket.shutdown(self.raw, socket.SHUT_RDWR)
            except OSError:
                return


def _status(connection: _Checked, target: Target, body: bytes, number: str) -> int:
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Sitewright",
        "Idempotency-Key": number,
        "Connection": "close",
    }
    connection.request("POST", target.path, body, headers)
    answer = connection.getresponse()
    answer.read(READ)
    return answer.status


def _fault(error: Exception, host: str, *, late: bool) -> str:
    if late or isinstance(error, TimeoutError):
        return f"{host} did not answer in time."
    if isinstance(error, ssl.SSLError):
        return f"{host} could not prove that it is {host}."
    return f"{host} could not be reached."
