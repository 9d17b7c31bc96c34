"""A whole installation to measure in: `python -m portal.local run` in a folder of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.local.installation import ROOT
from portal.local.ports import free_port

PATIENCE = 240.0
NOT_OURS = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "MASTER_KEY", "DATA_DIR", "PORT", "MODEL"}


@dataclass(frozen=True, slots=True)
class House:
    """Where it is."""

    folder: Path
    port: int

    @property
    def environment(self) -> dict[str, str]:
        """For processes that belong to it."""
        kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        ours = {"DATA_DIR": str(self.folder), "PORT": str(self.port)}
        return kept | ours | {"DEMO": "true", "DEBUG": "true", "DEMO_TOOLS": "false"}


@contextmanager
def running(house: House) -> Iterator[float]:
    """The house, up; gives the seconds until it was ready. Stopped afterwards."""
    log = house.folder.with_suffix(".log")
    began = time.perf_counter()
    with log.open("a") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal.local", "run"],
            cwd=ROOT,
            env=house.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, log, log.stat().st_size)
            yield time.perf_counter() - began
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _wait(process: "subprocess.Popen[bytes]", log: Path, after: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while b"Ready after" not in log.read_bytes()[after:]:
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"bench: the portal did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.01)


@contextmanager
def built() -> Iterator[House]:
    """A place for a house, removed afterwards with all that was in it."""
    with tempfile.TemporaryDirectory(prefix="sitewright-bench-") as place:
        yield House(Path(place) / "data", free_port())


def fresh_python(house: House) -> float:
    """Seconds of a Python process that starts, brings Django up, and ends."""
    began = time.perf_counter()
    command = [sys.executable, "-c", "import django; django.setup()"]
    environment = house.environment | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return time.perf_counter() - began
