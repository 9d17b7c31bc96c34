"""Many processes, one terminal: every line says who speaks."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, TextIO

COLOURS = {
    "web": 36,
    "worker": 35,
    "beat": 34,
    "runner": 33,
    "setup": 32,
    "demo": 32,
    "sitewright": 1,
}
WIDTH = 10


class Printer:
    """Writes prefixed lines; coloured on a terminal that wants colour."""

    def __init__(
        self,
        stream: TextIO = sys.stdout,
        environment: Mapping[str, str] = os.environ,
        log: Path | None = None,
    ) -> None:
        self._stream = stream
        self._log = _begun(log) if log else None
        self._colour = stream.isatty() and "NO_COLOR" not in environment

    def line(self, name: str, text: str) -> None:
        """One line of one speaker; a terminal that has gone away is no reason to stop."""
        head = f"{name:<{WIDTH}} │ "
        self._keep(head + text)
        if self._colour:
            head = f"\x1b[{COLOURS.get(name, 0)}m{head}\x1b[0m"
        self.plain(head + text)

    def aside(self, name: str, text: str) -> None:
        """A line that nobody at the terminal needs; it is in the log."""
        self._keep(f"{name:<{WIDTH}} │ {text}")

    def _keep(self, text: str) -> None:
        if self._log is None:
            return
        # A full disk is told by whoever has to write more than this.
        with suppress(OSError), self._log.open("a") as log:
            print(text, file=log)

    def plain(self, text: str) -> None:
        """A line of our own, without a prefix."""
        try:
            print(text, file=self._stream, flush=True)
        except OSError:
            _lead_nowhere(self._stream)


def _lead_nowhere(stream: TextIO) -> None:
    """What is still held for a terminal that is gone must not spoil our end (Python exits with 120
    where it cannot be written out).
    """
    with suppress(OSError), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def _begun(log: Path) -> Path:
    """The log of this run, beside that of the run before."""
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    log.touch(mode=0o600)
    return log


class Voice:
    """The lines that one process says, as they come, without ever waiting for them."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._descriptor = pipe.fileno()
        self._begun = b""
        self.over = False
        os.set_blocking(self._descriptor, False)

    def fileno(self) -> int:
        """For selectors."""
        return self._descriptor

    def lines(self) -> list[str]:
        """The whole lines since the last time; at the end also the one without a line end."""
        try:
            data = os.read(self._descriptor, 65536)
        except BlockingIOError:
            return []
        self.over = not data
        *whole, self._begun = (self._begun + data).split(b"\n")
        if self.over:
            whole, self._begun = [*whole, self._begun], b""
        texts = [line.decode(errors="replace").rstrip() for line in whole]
        return [text for text in texts if text]
