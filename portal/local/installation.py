"""What the environment asks of this machine: which folder, which port, whose services."""

import fcntl
import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from portal.local import files, ports
from portal.local.errors import LocalError

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = "lock"
GOING = 8.0
SOCKET_MOST = 107  # bytes, by the kernel's struct sockaddr_un
YES = {"1", "true", "yes", "on"}


@dataclass(frozen=True, slots=True)
class Installation:
    """One data folder, one port."""

    folder: Path
    port: int
    environment: Mapping[str, str]

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Installation":
        """From DATA_DIR and PORT. Raises LocalError for a port that is none, and for a folder in
        which no socket can be made.
        """
        folder = Path(environment.get("DATA_DIR") or ROOT / ".local").expanduser().absolute()
        text = environment.get("PORT") or "8000"
        if not text.isdecimal() or not 1 <= int(text) <= 65535:
            raise LocalError(f"PORT is “{text}”; it has to be a number from 1 to 65535.")
        found = cls(folder, int(text), environment)
        too_long = len(os.fsencode(found.runner_socket)) - SOCKET_MOST
        if too_long > 0:
            raise LocalError(
                f"DATA_DIR {folder} is too long by {too_long} bytes: the system allows a socket's "
                f"path no more than {SOCKET_MOST}. Choose a shorter one."
            )
        return found

    @property
    def address(self) -> str:
        """Where people begin."""
        return f"http://portal.localhost:{self.port}/"

    @property
    def demo(self) -> bool:
        """Whether invented people are wanted."""
        return self.environment.get("DEMO", "true").lower() in YES

    @property
    def demo_tools(self) -> bool:
        """Whether the demo's tools are wanted too."""
        return self.demo and self.environment.get("DEMO_TOOLS", "true").lower() in YES

    @property
    def runner_socket(self) -> Path:
        """Where the runner listens."""
        return self.folder / "run" / "runner.sock"

    def for_children(self) -> dict[str, str]:
        """The environment of the portal's processes; addresses and keys are in the folder's
        files.
        """
        ours = {"DATA_DIR": str(self.folder), "PORT": str(self.port), "PYTHONUNBUFFERED": "1"}
        modes = {"DEMO": "true", "DEBUG": "true"} if self.demo else {}
        return {**modes, **self.environment, **ours}

    def python(self, *arguments: str) -> list[str]:
        """A command with the Python that runs us."""
        return [sys.executable, *arguments]

    def make_folder(self) -> None:
        """Make the data folder, for its owner alone."""
        try:
            (self.folder / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
            for name in ("logs", "static"):
                (self.folder / name).mkdir(mode=0o700, exist_ok=True)
            with suppress(PermissionError):
                self.folder.chmod(0o700)
        except (PermissionError, NotADirectoryError, FileExistsError) as error:
            raise LocalError(
                f"DATA_DIR {self.folder} cannot be written: {error.strerror}. "
                "Set DATA_DIR to a folder of yours."
            ) from error

    def take(self) -> IO[str]:
        """Take the folder's lock, which is ours until the returned file is closed, or we die.

        Raises LocalError if another supervisor has it.
        """
        descriptor = os.open(self.folder / "run" / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        file = os.fdopen(descriptor, "r+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = files.read(self._holder)
            raise LocalError(
                f"Sitewright is running on {self.folder} already "
                f"(process {holder.get('process', '?')}, {holder.get('address', '?')}). "
                "Stop it there, or set DATA_DIR and PORT to others."
            ) from error
        return file

    @property
    def _holder(self) -> Path:
        return self.folder / "run" / "holder.json"

    def refuse_taken_port(self) -> None:
        """Better a sentence now than a server that cannot listen later.

        What a killed run left behind is given the time to go.
        """
        deadline = time.monotonic() + (GOING if self._holder.exists() else 0)
        while not ports.is_free(self.port):
            if time.monotonic() > deadline:
                raise LocalError(
                    f"Port {self.port} on {ports.LOOPBACK} is taken by another program. "
                    f"Choose another one, for example: PORT={self.port % 60000 + 1010} make run"
                )
            time.sleep(0.1)

    def sign(self) -> None:
        """Say in the folder who runs on it."""
        files.write(self._holder, {"process": os.getpid(), "address": self.address})

    def sign_off(self) -> None:
        """An orderly end; a run that finds no such end knows that the last one was killed."""
        self._holder.unlink(missing_ok=True)
