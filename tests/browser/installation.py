"""A whole installation for the browser: `python -m portal.local run` in a folder of its own, as
anybody would start it.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# What the run is to find out for itself, as on a stranger's machine.
OURS = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "MASTER_KEY",
    "DATA_DIR",
    "PORT",
    "RUNNER_SOCKET",
)


@dataclass
class Installation:
    """One running portal. `said` holds the lines of its terminal, `signed_in` the cookies of those
    who have signed in once.
    """

    port: int
    folder: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    signed_in: dict[str, Any] = field(default_factory=dict)
    ready: threading.Event = field(default_factory=threading.Event)
    listener: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        """Listen to the terminal from the first line on."""
        self.listener = threading.Thread(target=self.listen, daemon=True)
        self.listener.start()

    def address(self, host: str) -> str:
        """`acme` -> http://acme.localhost:PORT."""
        return f"http://{host}.localhost:{self.port}"

    def listen(self) -> None:
        """Keep what the terminal says, and notice when everything is up."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if "Ready after" in line:
                self.ready.set()
        self.ready.set()

    def stop(self) -> None:
        """Ctrl-C, and wait until all of it is gone."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=30)
        finally:
            self.listener.join(timeout=10)
            if self.process.stdout is not None:
                self.process.stdout.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def manage(self, *arguments: str) -> str:
        """Run a management command against this installation and give what it said."""
        return self.runs("manage.py", *arguments)

    def runs(self, *arguments: str) -> str:
        """Run Python with these arguments against this installation and give what it said."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=clean_environment()
            | {"DATA_DIR": str(self.folder), "PORT": str(self.port), "DEBUG": "1", "DEMO": "1"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def start(**environment: str) -> Installation:
    """A new installation, up and ready. Fails with the terminal's last lines."""
    folder = Path(tempfile.mkdtemp(prefix="sw-", dir="/tmp"))
    folder.chmod(0o755)
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "portal.local", "run"],
        cwd=ROOT,
        env=clean_environment() | {"DATA_DIR": str(folder), "PORT": str(port)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    installation = Installation(port, folder, process)
    installation.ready.wait(timeout=180)
    if process.poll() is not None or not any("Ready after" in line for line in installation.said):
        process.kill()
        raise RuntimeError("It did not come up:\n" + "\n".join(installation.said[-40:]))
    return installation


def clean_environment() -> dict[str, str]:
    """This process's environment without what would point the run elsewhere."""
    return {name: value for name, value in os.environ.items() if name not in OURS}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
