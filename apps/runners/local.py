"""A runner of one's own, for tests and for commands that run without the supervisor."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from apps.runners.errors import RunnerUnavailable
from portal.config import ROOT

PATIENCE = 10.0


@contextmanager
def private_runner(
    folder: Path | None = None, *, spares: int = 1, idle_seconds: float = 600.0
) -> Iterator[Path]:
    """Start a runner and give its socket's path; ended afterwards, with all that it started.

    Whoever uses it says so in the settings (`runner_socket`). Raises `RunnerUnavailable`.
    """
    with tempfile.TemporaryDirectory(prefix="runner-") as fresh:
        place = folder or Path(fresh)
        path = place / "runner.sock"
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "site_runtime.runner",
                f"--socket={path}",
                f"--log-dir={place / 'logs'}",
                f"--spares={spares}",
                f"--idle-seconds={idle_seconds}",
                "--ends-with-parent",
            ],
            env={},
            cwd=ROOT,
        )
        try:
            _wait_for(path, process)
            yield path
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _wait_for(path: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while not path.exists():
        if process.poll() is not None or time.monotonic() > until:
            raise RunnerUnavailable("The runner did not start.")
        time.sleep(0.01)
