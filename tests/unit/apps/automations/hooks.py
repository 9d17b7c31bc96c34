"""A server of our own that stands for another system: it proves a name, keeps what comes, and
answers as it is told.
"""

import datetime
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "hooks.example.com"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class Hooks:
    """What came, in order: path, headers and JSON; and how each is answered."""

    port: int
    certificate: Path
    came: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    answer: bytes = OK
    slowly: float = 0.0
    connections: int = 0

    def context(self) -> ssl.SSLContext:
        """For who should believe this server."""
        return ssl.create_default_context(cafile=str(self.certificate))


@contextmanager
def serving(folder: Path, name: str = HOST) -> Iterator[Hooks]:
    """A server on this machine whose certificate is for `name`."""
    certificate, key = _certificate(folder, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    hooks = Hooks(listener.getsockname()[1], certificate)
    threading.Thread(target=_serve, args=(listener, context, hooks), daemon=True).start()
    try:
        yield hooks
    finally:
        # Whoever waits in `accept` is woken by it; closing alone would not do that.
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _serve(listener: socket.socket, context: ssl.SSLContext, hooks: Hooks) -> None:
    with suppress(OSError):
        while True:
            plain, _ = listener.accept()
            hooks.connections += 1
            threading.Thread(target=_talk, args=(plain, context, hooks), daemon=True).start()


def _talk(plain: socket.socket, context: ssl.SSLContext, hooks: Hooks) -> None:
    with suppress(OSError), plain, context.wrap_socket(plain, server_side=True) as connection:
        with connection.makefile("rb") as file:
            path = file.readline().split()[1].decode()
            headers: dict[str, str] = {}
            while line := file.readline().strip():
                key, _, value = line.decode().partition(": ")
                headers[key] = value
            body = file.read(int(headers["Content-Length"]))
        hooks.came.append((path, headers, json.loads(body)))
        if not hooks.slowly:
            connection.sendall(hooks.answer)
            return
        for at in range(len(hooks.answer)):
            connection.sendall(hooks.answer[at : at + 1])
            time.sleep(hooks.slowly)


def _certificate(folder: Path, name: str) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / f"{name}.pem", folder / f"{name}.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files
