"""A language model that says what a test lays out, over the real protocol of OpenAI-compatible
servers.

    with ModelServer(says({"outcome": "refuse", "reason": "…", "instead": "…"})) as server:
        … server.url … server.requests …

Each request takes the next reply; when they are used up, the last one is given again. Requests are
kept
as they came, so that a test can look at everything that left the house.
"""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Said:
    """One reply of the server."""

    text: str | None = None
    refusal: str | None = None
    finish: str = "stop"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    raw: bytes | None = None
    hang_up: bool = False
    call: str | None = None


def says(answer: Any) -> Said:
    """An answer: an object as JSON, or a text as it is."""
    return Said(text=answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False))


def refuses(words: str = "I can't help with that.") -> Said:
    """A polite no."""
    return Said(refusal=words)


def busy(after: str | None = "0", status: int = 429) -> Said:
    """Too much to do, with or without the time to wait."""
    return Said(status=status, headers={} if after is None else {"retry-after": after})


def fails(status: int) -> Said:
    """Any other error status."""
    return Said(status=status)


def cut(answer: Any) -> Said:
    """The first half of an answer, stopped by its length."""
    text = says(answer).text or ""
    return Said(text=text[: len(text) // 2], finish="length")


def late(answer: Any, seconds: float) -> Said:
    """An answer that takes its time."""
    return Said(text=says(answer).text, wait=seconds)


def garbage() -> Said:
    """Words around something that is no JSON."""
    return says(
        'Sure! Here is your tool:\n```json\n{"entities": [{"id": "thing", oops,,\n```\nBye }}} '
        "\ufffd"
    )


def hangs_up() -> Said:
    """The connection breaks in the middle."""
    return Said(hang_up=True)


def calls_tool(answer: Any) -> Said:
    """A function call where text was wanted."""
    return Said(call=json.dumps(answer))


class ModelServer:
    """Serves replies in order on a free port of this machine."""

    def __init__(self, *replies: Said) -> None:
        self._replies = list(replies)
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.model = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}
        )

    @property
    def url(self) -> str:
        """The base address, as one sets it."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> "ModelServer":
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def take(self, body: dict[str, Any], key: str) -> Said:
        """Keeps a request and gives its reply."""
        with self._lock:
            self.requests.append(body)
            self.keys.append(key)
            return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]

    def sent(self) -> str:
        """Everything that was sent, as one text."""
        return json.dumps(self.requests, ensure_ascii=False)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    model: ModelServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *args: Any) -> None:
        """Quiet: tests read `requests`."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)))
        key = self.headers.get("authorization", "").removeprefix("Bearer ")
        said = self.server.model.take(body, key)
        with _gone():
            self._answer(body, said)

    def _answer(self, body: dict[str, Any], said: Said) -> None:
        time.sleep(said.wait)
        if said.hang_up:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        if said.status != 200:
            self._send(
                said.status,
                {"error": {"message": "No.", "type": "error", "code": "error"}},
                said.headers,
            )
            return
        self._send(200, said.raw if said.raw is not None else _completion(body, said), said.headers)

    def _send(self, status: int, data: Any, headers: dict[str, str]) -> None:
        raw = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(raw)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)


@contextmanager
def _gone() -> Iterator[None]:
    """A client that has hung up is no error of the server."""
    try:
        yield
    except (BrokenPipeError, ConnectionResetError):
        return


def _completion(body: dict[str, Any], said: Said) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": said.text, "refusal": said.refusal}
    finish = said.finish
    if said.call is not None:
        function = {"name": "outcome", "arguments": said.call}
        message["tool_calls"] = [{"id": "call_1", "type": "function", "function": function}]
        finish = "tool_calls"
    prompt = len(json.dumps(body)) // 4
    answer = len((said.text or "") + (said.refusal or "") + (said.call or "")) // 4
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": body.get("model", "fake"),
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": {
            "prompt_tokens": prompt,
            "completion_tokens": answer,
            "total_tokens": prompt + answer,
        },
    }
