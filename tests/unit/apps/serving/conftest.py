"""A target without rows, requests on its host, and a process that says what a test wants."""

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import RequestFactory

from apps.serving import exchange
from apps.serving.pool import Connection
from apps.serving.targets import Target
from apps.sites.models import Site
from apps.versions.models import Version
from apps.workspaces.models import Workspace
from site_contract.frames import FrameError, FrameSocket, Kind

HOST = "keys--acme.localhost:8000"
Script = Callable[[FrameSocket], None]


@pytest.fixture
def target() -> Target:
    workspace = Workspace(pk=7, slug="acme", name="Acme Foods", schema_name="ws_acme")
    version = Version(site=Site(pk=3, slug="keys", name="Keys"), number=1, digest="d" * 64)
    return Target(workspace, version, "live", "s_3", "keys")


@pytest.fixture
def asked() -> Callable[..., Any]:
    """`asked("/x/", method="post", …)`: a request as it comes to the gate."""

    def make(path: str = "/", method: str = "get", **more: Any) -> Any:
        headers = {"HTTP_HOST": HOST, "HTTP_ORIGIN": f"http://{HOST}"} | more
        data = headers.pop("data", b"")
        content = headers.pop("content_type", "application/octet-stream")
        return RequestFactory().generic(method.upper(), path, data, content, **headers)

    return make


class Process:
    """The far ends of connections; each is answered by the script that stands first in the list,
    the last one by all that come after.
    """

    def __init__(self) -> None:
        self.scripts: list[Script] = []
        self.taken, self.pid = 0, 4711
        self.given_back: list[Connection] = []
        self.ended: list[int] = []
        self._threads: list[threading.Thread] = []
        self._ends: list[FrameSocket] = []

    def connect(self, _target: object) -> Connection:
        """What the pool would give."""
        ours, theirs = socket.socketpair()
        script = self.scripts[min(self.taken, len(self.scripts) - 1)]
        self.taken += 1
        far = FrameSocket(theirs)
        thread = threading.Thread(target=self._run, args=(script, far), daemon=True)
        thread.start()
        self._threads.append(thread)
        near = FrameSocket(ours)
        self._ends.append(near)
        return Connection(near, self.pid)

    @staticmethod
    def _run(script: Script, far: FrameSocket) -> None:
        try:
            script(far)
        except (FrameError, OSError):
            pass
        finally:
            far.close()

    def close(self) -> None:
        for end in self._ends:
            end.close()
        for thread in self._threads:
            thread.join(5)


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[Process]:
    """Stands where the runner's processes would."""
    made = Process()
    monkeypatch.setattr(exchange.pool, "take", made.connect)
    monkeypatch.setattr(exchange.pool, "give_back", lambda _, one: made.given_back.append(one))
    monkeypatch.setattr(exchange.client, "kill", made.ended.append)
    yield made
    made.close()


def whole(frames: FrameSocket) -> tuple[dict[str, Any], bytes]:
    """Take in one request."""
    frames.deadline = None
    head = frames.expect(Kind.HEAD).json()
    return head, b"".join(frames.content(Kind.BODY, at_most=10**9))


GOOD = {"status": 200, "headers": [["Content-Type", "text/plain"]]}


def good(frames: FrameSocket, content: bytes = b"hello") -> None:
    """An ordinary answer."""
    whole(frames)
    frames.send_message(GOOD, content)
    # Whoever hangs up at once could be taken for broken.
    frames.receive()
