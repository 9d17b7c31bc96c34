"""One request: from frames to the call that Django knows, and back."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from site_contract.config import SiteConfig
from site_contract.frames import FrameSocket, Kind
from site_contract.visitor import BadVisitor, read
from site_kit.asker import ENVIRON_KEY, Asker
from site_runtime.inside.body import Body
from site_runtime.inside.files import answering

Handler = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
SLOWEST_READER = 60.0


class Answerer:
    """Answers the requests of one site."""

    def __init__(self, config: SiteConfig, handler: Handler) -> None:
        self.config, self.handler = config, handler
        self.key = bytes.fromhex(config.visitor_key)

    def answer(self, frames: FrameSocket) -> None:
        """Take one request from the connection and answer it."""
        frames.deadline = time.monotonic() + SLOWEST_READER
        head = frames.expect(Kind.HEAD).json()
        body = Body(frames)
        try:
            environ = self.environ(head, body)
        except BadVisitor as error:
            body.finish()
            frames.send_json(Kind.FAULT, {"error": str(error)})
            return
        with answering(frames, body):
            self._respond(frames, body, environ)
        frames.deadline = None

    def environ(self, head: dict[str, Any], body: Body) -> dict[str, Any]:
        """The request as WSGI has it, with the person that the gate vouches for.

        Raises `BadVisitor`.
        """
        host, _, port = str(head["host"]).partition(":")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": head["method"],
            "SCRIPT_NAME": "",
            "PATH_INFO": str(head["path"]).encode().decode("latin-1"),
            "QUERY_STRING": head["query"],
            "SERVER_NAME": host,
            "SERVER_PORT": port or ("443" if head["scheme"] == "https" else "80"),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": head["scheme"],
            "wsgi.input": io.BufferedReader(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in head["headers"]:
            environ[_key_of(name)] = value
        environ["HTTP_HOST"] = head["host"]
        if head["visitor"]:
            environ[ENVIRON_KEY] = self._asker(head)
        return environ

    def _asker(self, head: dict[str, Any]) -> Asker:
        visitor = read(
            head["visitor"],
            key=self.key,
            site=self.config.site,
            now=time.time(),
            request_id=head["request_id"],
        )
        return Asker.of(visitor)

    def _respond(self, frames: FrameSocket, body: Body, environ: dict[str, Any]) -> None:
        begun: list[Any] = []
        response: Any = self.handler(environ, lambda *said: begun.append(said))
        try:
            status, headers = begun[0][:2]
            body.finish()
            head = {"status": int(status.split()[0]), "headers": [list(pair) for pair in headers]}
            if not getattr(response, "streaming", False):
                frames.send_message(head, b"".join(response))
                return
            frames.send_json(Kind.HEAD, head)
            for piece in response:
                frames.send_content(Kind.BODY, piece)
            frames.send(Kind.END)
        finally:
            response.close()


def _key_of(header: str) -> str:
    name = header.upper().replace("-", "_")
    return name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
