"""What sites print, kept by site and kept small."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

MOST_OF_ONE_PROCESS = 256 * 1024
LARGEST_FILE = 1024 * 1024


class SiteLog:
    """The file of one site; each process may add so much and no more."""

    def __init__(self, folder: Path, site: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{re.sub(r'[^a-z0-9-]', '_', site.lower())}.log"
        self._left = MOST_OF_ONE_PROCESS
        if self.path.exists() and self.path.stat().st_size > LARGEST_FILE:
            self.path.replace(self.path.with_suffix(".log.1"))

    def add(self, content: bytes) -> None:
        """Keep it, until this process has said enough."""
        if not self._left:
            return
        kept = content[: self._left]
        self._left -= len(kept)
        # A full disk costs a line, not the runner and every site with it.
        with suppress(OSError), self.path.open("ab") as file:
            file.write(kept if self._left else kept + b"\n(the rest is left out)\n")


def read_available(output: int) -> bytes | None:
    """What a process has printed since, or None at its end."""
    try:
        return os.read(output, 64 * 1024) or None
    except BlockingIOError:
        return b""
