"""The server of one site: any number of waiting connections, a fixed number of threads that answer.

A thread is a database connection, so their number is what the role may have. Connections that wait
for their next request cost nothing but a descriptor.
"""

from __future__ import annotations

import queue
import selectors
import socket
import sys
import threading
import time
import traceback
from contextlib import suppress

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from site_contract.config import SiteConfig
from site_contract.frames import FrameError, FrameSocket, Kind
from site_runtime.inside.answer import Answerer
from site_runtime.inside.life import take

THREADS = 4
IDLE_SECONDS = 60.0
GRACE = 9.0


class Server:
    """Serves until the runner hangs up; what is being answered then is finished."""

    def __init__(self, control: socket.socket, config: SiteConfig) -> None:
        self.control = control
        self.answerer = Answerer(config, WSGIHandler())
        self.selector = selectors.DefaultSelector()
        self.asking: queue.SimpleQueue[FrameSocket | None] = queue.SimpleQueue()
        self.answered: queue.SimpleQueue[FrameSocket] = queue.SimpleQueue()
        self.bell, self.rope = socket.socketpair()
        self.ending = False

    def run(self, first: FrameSocket) -> None:
        """Serve, beginning with the connection that was handed over first."""
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        self.selector.register(self.control, selectors.EVENT_READ)
        self.selector.register(self.bell, selectors.EVENT_READ)
        self._wait_for(first)
        while self._turn():
            pass
        self._finish(threads)

    def _turn(self) -> bool:
        for key, _ in self.selector.select():
            if key.fileobj is self.control:
                taken = take(self.control)
                if taken is None:
                    return False
                self._wait_for(taken[1])
            elif key.fileobj is self.bell:
                self.bell.recv(4096)
                self._take_back()
            else:
                self.selector.unregister(key.fileobj)
                self.asking.put(key.data)
        return True

    def _finish(self, threads: list[threading.Thread]) -> None:
        """Take nothing new; answer what has come. Who asks later is told by the socket itself."""
        self.ending = True
        waiting = [key.data for key in self.selector.get_map().values() if key.data]
        for frames in (*waiting, *self._come_back()):
            frames.stop_taking()
            self.asking.put(frames)
        for _ in threads:
            self.asking.put(None)
        until = time.monotonic() + GRACE
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _take_back(self) -> None:
        for frames in self._come_back():
            self._wait_for(frames)

    def _come_back(self) -> list[FrameSocket]:
        """The connections that were answered since the last time."""
        found = []
        with suppress(queue.Empty):
            while True:
                found.append(self.answered.get_nowait())
        return found

    def _wait_for(self, frames: FrameSocket) -> None:
        self.selector.register(frames, selectors.EVENT_READ, frames)

    def _work(self) -> None:
        """One thread: answer who asks; give the database connection back when nobody does."""
        while True:
            try:
                frames = self.asking.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                connections.close_all()
                continue
            if frames is None:
                connections.close_all()
                return
            if self._answer(frames):
                self._give_back(frames)
            else:
                frames.close()

    def _give_back(self, frames: FrameSocket) -> None:
        """Have it waited for again. At the end nobody waits any more: then no request may come in
        between that nobody would answer.
        """
        self.answered.put(frames)
        self.rope.send(b".")
        if not self.ending:
            return
        for last in self._come_back():
            last.stop_taking()
            while self._answer(last):
                pass
            last.close()

    def _answer(self, frames: FrameSocket) -> bool:
        """Whether the connection can be used again."""
        try:
            self.answerer.answer(frames)
            while frames.has_more():
                self.answerer.answer(frames)
        except FrameError:
            return False
        except BaseException:  # noqa: BLE001  # the edge: a site's SystemExit ends its request only
            traceback.print_exc(file=sys.stderr)
            with suppress(FrameError):
                frames.send_json(Kind.FAULT, {"error": "The tool broke off."})
            return False
        return True
