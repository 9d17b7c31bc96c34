"""The runner's loop: one thread waits for questions, for what processes print, for their end."""

from __future__ import annotations

import ctypes
import json
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from site_contract.config import SiteConfig
from site_contract.plain import BadShape
from site_runtime.runner import control
from site_runtime.runner.desk import Desk, Refused
from site_runtime.runner.logs import read_available
from site_runtime.runner.processes import NotTaken
from site_runtime.runner.starter import Started

_PR_SET_PDEATHSIG = 1
_TICK = 0.25


class Runner:
    """Serves until a signal ends it; no process of a site outlives it."""

    def __init__(
        self, path: Path, log_dir: Path, *, spares: int = 1, idle_seconds: float = 600.0
    ) -> None:
        self.path = path
        self.listener = control.listen(path)
        self.selector = selectors.DefaultSelector()
        self.desk = Desk(log_dir, spares=spares, idle_seconds=idle_seconds, on_start=self._watch)
        self._stop = False

    def run(self, *, ends_with_parent: bool = False) -> None:
        """Serve until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        if ends_with_parent:
            _end_with_parent()
        self.selector.register(self.listener, selectors.EVENT_READ, self._accept)
        try:
            while not self._stop:
                for key, _ in self.selector.select(_TICK):
                    key.data()
                self.desk.tick(idle=not self.selector.select(0))
        finally:
            self._close()

    def _on_signal(self, number: int, frame: object) -> None:
        self._stop = True

    def _accept(self) -> None:
        client, _ = self.listener.accept()
        if not control.is_ours(client):
            client.close()
            return
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, control.LARGEST)
        self.selector.register(client, selectors.EVENT_READ, lambda: self._serve(client))

    def _serve(self, client: socket.socket) -> None:
        try:
            message = control.receive(client)
        except control.BadMessage as error:
            control.answer(client, {"ok": False, "error": str(error)}, None)
            return
        except OSError:
            message = None
        if message is None:
            self.selector.unregister(client)
            client.close()
            return
        said, carrying = self._answer(message)
        control.answer(client, said, carrying)
        if carrying:
            carrying.close()

    def _answer(self, message: dict[str, Any]) -> tuple[dict[str, Any], socket.socket | None]:
        try:
            return self._do(message)
        except (Refused, NotTaken, BadShape, control.BadMessage, OSError) as error:
            return {"ok": False, "error": str(error)}, None

    def _do(self, message: dict[str, Any]) -> tuple[dict[str, Any], socket.socket | None]:
        what = message.get("do")
        if what == "acquire":
            pid, carrying = self.desk.acquire(_config(message))
            return {"ok": True, "pid": pid}, carrying
        if what == "job":
            seconds = float(message.get("seconds", 120))
            pid, carrying = self.desk.begin_job(_config(message), seconds)
            return {"ok": True, "pid": pid}, carrying
        if what == "retire":
            ended = self.desk.retire(str(message.get("site")), message.get("digest"))
            return {"ok": True, "ended": ended}, None
        if what == "kill":
            return {"ok": True, "ended": self.desk.kill(message.get("pid"))}, None
        if what == "status":
            return {"ok": True} | self.desk.status(), None
        raise control.BadMessage(f"The runner does not know how to {what!r}.")

    def _watch(self, started: Started) -> None:
        """Follow a process from its start: what it prints, and its end."""

        def printed() -> None:
            content = read_available(started.output)
            if content is None:
                self.selector.unregister(started.output)
            elif content:
                self.desk.printed(started, content)

        def ended() -> None:
            self.selector.unregister(started.pidfd)
            with suppress(KeyError):
                printed()
                self.selector.unregister(started.output)
            self.desk.forget(started)

        self.selector.register(started.output, selectors.EVENT_READ, printed)
        self.selector.register(started.pidfd, selectors.EVENT_READ, ended)

    def _close(self) -> None:
        self.listener.close()
        with suppress(FileNotFoundError):
            self.path.unlink()
        self.desk.close()
        self.selector.close()


def _config(message: dict[str, Any]) -> SiteConfig:
    return SiteConfig.from_json(json.dumps(message.get("config")))


def _end_with_parent() -> None:
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)
