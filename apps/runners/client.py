"""Asking the runner: for a connection to a site's process, for a job, for an end.

Each question is a connection of its own to the runner's socket: questions are rare (a request of a
person is answered over connections that are kept), and threads share nothing.
"""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Protocol

from django.conf import settings

from apps.runners.errors import RunnerRefused, RunnerUnavailable
from site_contract.config import SiteConfig
from site_contract.frames import Fault, FrameError, FrameSocket, Kind, TooSlow, on_one_line
from site_contract.jobs import JobProgress, JobResult
from site_contract.plain import BadShape, Shape, from_plain, to_plain

LARGEST = 160 * 1024
LARGEST_RESULT = 64 * 1024 * 1024
PATIENCE = 15.0
OnProgress = Callable[[JobProgress], None]

__all__ = [
    "RunnerRefused",
    "RunnerUnavailable",
    "acquire",
    "kill",
    "retire",
    "retire_site",
    "run_job",
    "status",
]


class SiteLike(Protocol):
    """What this room needs to know of a site."""

    slug: str


def acquire(config: SiteConfig) -> tuple[FrameSocket, int]:
    """A new connection to the site's process, and the process's id. Started if it is stopped.

    Raises `RunnerUnavailable`. The connection is there before the process is ready: a request waits
    in it.
    """
    said, given = _ask({"do": "acquire", "config": to_plain(config)})
    if given is None:
        raise RunnerUnavailable("The runner gave no connection.")
    return FrameSocket(given), int(said["pid"])


def run_job(
    kind: str,
    config: SiteConfig,
    payload: dict[str, Any],
    on_progress: OnProgress | None = None,
    timeout: float = 120.0,
) -> JobResult:
    """Run one job in a process of its own and wait for its result, at most `timeout` seconds.

    A job that fails, hangs or crashes gives a result that says so in a sentence;
    `RunnerUnavailable` is raised only when there was nobody to ask.
    """
    _, given = _ask({"do": "job", "config": to_plain(config), "seconds": timeout})
    if given is None:
        raise RunnerUnavailable("The runner gave no connection.")
    frames = FrameSocket(given)
    frames.deadline = time.monotonic() + timeout
    try:
        frames.send_message({"kind": kind}, json.dumps(payload).encode())
        return _result(frames, on_progress)
    except TooSlow:
        return JobResult(False, {}, f"It was not done after {timeout:.0f} seconds and was stopped.")
    except Fault as error:
        return JobResult(False, {}, str(error))
    except FrameError:
        return JobResult(False, {}, "Its process ended before it was done.")
    finally:
        frames.close()


def retire(*, site: str, digest: str | None = None) -> int:
    """Let the processes of a site ("acme/requests"), or of one version of it, finish and end.

    How many there were. Without a runner there are none.
    """
    try:
        said, _ = _ask({"do": "retire", "site": site, "digest": digest})
    except RunnerUnavailable:
        return 0
    return int(said["ended"])


def retire_site(site: SiteLike) -> int:
    """The same for a site of the workspace at hand: the next request starts it anew."""
    from apps.access.queries import current_workspace

    return retire(site=f"{current_workspace().slug}/{site.slug}")


def kill(pid: int) -> None:
    """End a process that does not answer."""
    _ask({"do": "kill", "pid": pid})


def status() -> dict[str, Any]:
    """What runs. Raises `RunnerUnavailable`."""
    said, _ = _ask({"do": "status"})
    return said


def _result(frames: FrameSocket, on_progress: OnProgress | None) -> JobResult:
    while (frame := frames.expect(Kind.PROGRESS, Kind.HEAD)).kind is Kind.PROGRESS:
        if on_progress:
            on_progress(_read(JobProgress, frame.json()))
    head, content = frame.json(), b"".join(frames.content(Kind.BODY, at_most=LARGEST_RESULT))
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FrameError("The data of a job must be JSON.") from error
    result = _read(JobResult, head | {"data": data})
    return replace(result, error=on_one_line(result.error))


def _read(shape: type[Shape], data: dict[str, Any]) -> Shape:
    """What a site's process sent, if it has this shape."""
    try:
        return from_plain(shape, data)
    except BadShape as error:
        raise FrameError("The process did not answer as a job does.") from error


def _ask(message: dict[str, Any]) -> tuple[dict[str, Any], socket.socket | None]:
    content = json.dumps(message).encode()
    if len(content) > LARGEST:
        raise RunnerRefused("The values of this tool are too long together to be handed over.")
    with _connection() as client:
        try:
            client.send(content)
            answer, fds, _, _ = socket.recv_fds(client, LARGEST, 1)
            said = json.loads(answer)
        except (OSError, ValueError) as error:
            raise RunnerUnavailable("The runner did not answer.") from error
    if not said.get("ok"):
        raise RunnerRefused(str(said.get("error", "The runner refused.")))
    return said, socket.socket(fileno=fds[0]) if fds else None


@contextmanager
def _connection() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client:
        client.settimeout(PATIENCE)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LARGEST)
        try:
            client.connect(str(settings.SITEWRIGHT.socket))
        except OSError as error:
            raise RunnerUnavailable("The runner is not there, so no tool can run.") from error
        yield client
