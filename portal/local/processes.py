"""The portal's own processes: which there are, how each is started, and when it counts as ready."""

import http.client
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass

from portal.local import children, ports
from portal.local.children import Child, Watch
from portal.local.installation import ROOT, Installation
from portal.local.supervisor import Seat

QUEUES = "planning,building,deploying,delivering,timing"
# Each open page that polls, and each request that waits for a site, holds one.
THREADS = 24
AS_ROOT = "ignore:You're running the worker with superuser"
CELERY = ("-W", AS_ROOT, "-m", "celery", "-q", "-A", "portal")
QUIET = ("--without-gossip", "--without-mingle")
WORKER = (*CELERY, "worker", "-Q", QUEUES, "--concurrency", "2", *QUIET)


@dataclass(frozen=True, slots=True)
class Process:
    """One of the portal's programs."""

    name: str
    arguments: tuple[str, ...]
    ready: Callable[[Seat, Installation], bool]
    stop_signal: int = signal.SIGTERM

    def seat(self, installation: Installation, watch: Watch) -> Seat:
        """A seat in which the program is kept up."""
        command = installation.python(*self.arguments)

        def begin() -> Child:
            return children.start(
                self.name,
                command,
                watch=watch,
                env=installation.for_children(),
                cwd=ROOT,
                stop_signal=self.stop_signal,
            )

        return Seat(self.name, begin, lambda seat: self.ready(seat, installation))


def web_answers(_seat: Seat, installation: Installation) -> bool:
    """Whether the portal's first page comes without a server error."""
    if not ports.answers(installation.port):
        return False
    connection = http.client.HTTPConnection(ports.LOOPBACK, installation.port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"portal.localhost:{installation.port}"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def runner_listens(_seat: Seat, installation: Installation) -> bool:
    """Whether the runner takes connections on its socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as probe:
        return probe.connect_ex(str(installation.runner_socket)) == 0


def worker_said_so(seat: Seat, _installation: Installation) -> bool:
    """Whether the worker has reported for work."""
    return seat.said == "Ready for work."


def runs(_seat: Seat, _installation: Installation) -> bool:
    """For what has nobody waiting for it."""
    return True


def first(installation: Installation) -> tuple[Process, ...]:
    """What has to be there before anybody is told the address."""
    return (
        Process("runner", _runner(installation), runner_listens),
        Process("web", _web(installation), web_answers),
        # Quit, not terminate: a build that is cut off here is taken up again by its lease.
        Process("worker", WORKER, worker_said_so, signal.SIGQUIT),
    )


def _web(installation: Installation) -> tuple[str, ...]:
    arguments = ["-m", "granian", "portal.wsgi:application", "--interface", "wsgi", "--no-ws"]
    # Browsers speak HTTP/2 under TLS only, and what ends TLS here speaks HTTP/1.
    arguments += ["--http", "1"]
    arguments += ["--host", ports.LOOPBACK, "--port", str(installation.port), "--workers", "1"]
    arguments += ["--blocking-threads", str(THREADS), "--workers-kill-timeout", "5"]
    arguments += ["--log-level", "error"]
    return tuple(arguments)


def _runner(installation: Installation) -> tuple[str, ...]:
    socket_path, logs = str(installation.runner_socket), str(installation.folder / "logs")
    return ("-m", "site_runtime.runner", "--socket", socket_path, "--log-dir", logs)


def afterwards() -> tuple[Process, ...]:
    """What can be a moment late."""
    return (Process("beat", (*CELERY, "beat"), runs),)


def demo_tools() -> Process:
    """The errand that has the demo's tools built, like any other tool: by worker and runner."""
    return Process("demo", ("manage.py", "create_demo", "--tools"), runs)
