"""Keeps processes up, prints what they say, and stops them.

One thread, one loop. It does not know what the processes are for; `processes.py` does.
"""

import selectors
import time
from collections.abc import Callable
from dataclasses import dataclass

from portal.local.children import Child
from portal.local.errors import LocalError
from portal.local.output import Printer, Voice
from portal.local.signals import raise_if_seen

LONGEST_PAUSE = 30.0
SETTLED = 30.0
HOPELESS = 3


@dataclass(slots=True, eq=False)
class Seat:
    """A place that a process holds; when one leaves, the next is begun after a pause.

    With `done`, which is told its exit code, the process is an errand: it is run once.
    """

    name: str
    begin: Callable[[], Child]
    ready: Callable[["Seat"], bool]
    child: Child | None = None
    voice: Voice | None = None
    failures: int = 0
    since: float = 0.0
    due: float = 0.0
    is_ready: bool = False
    done: Callable[[int], None] | None = None
    said: str = ""

    def take(self, child: Child) -> None:
        """A process sits down."""
        self.child, self.since, self.said = child, time.monotonic(), ""
        self.voice = Voice(child.process.stdout) if child.process.stdout else None

    def leave(self) -> float:
        """The process has left; return the pause before the next, longer with each early end."""
        if time.monotonic() - self.since > SETTLED:
            self.failures = 0
        self.failures += 1
        pause = min(LONGEST_PAUSE, 0.5 * 2.0**self.failures)
        self.child, self.voice, self.due = None, None, time.monotonic() + pause
        return pause

    def check_ready(self) -> bool:
        """Whether it has been ready since it was first begun."""
        if not self.is_ready and self.child is not None:
            self.is_ready = self.ready(self)
        return self.is_ready


class Supervisor:
    """The seats of one installation."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._selector = selectors.DefaultSelector()
        self._say = printer.line
        self.seats: list[Seat] = []

    def add(self, seat: Seat) -> None:
        """Take charge of a seat, and begin it if nobody sits there."""
        self.seats.append(seat)
        if seat.child is None:
            self._begin(seat)

    def _begin(self, seat: Seat) -> None:
        try:
            seat.take(seat.begin())
        except LocalError as error:
            self._printer.line("sitewright", str(error))
            seat.leave()
            return
        if seat.voice:
            self._selector.register(seat.voice, selectors.EVENT_READ, seat)

    def turn(self, seconds: float = 0.25) -> None:
        """Once round: print what was said, notice who left, begin what is due."""
        raise_if_seen()
        self._listen(seconds)
        for seat in tuple(self.seats):
            if seat.child and not seat.child.running:
                self._bury(seat, seat.child)
            elif seat.child is None and time.monotonic() >= seat.due:
                self._begin(seat)

    def _listen(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            self._relay(key.data)

    def _relay(self, seat: Seat) -> None:
        """Print the seat's new lines; forget its voice when it is over."""
        voice = seat.voice
        if voice is None:
            return
        for text in voice.lines():
            seat.said = text
            self._say(seat.name, text)
            seat.check_ready()
        if voice.over:
            self._selector.unregister(voice)
            seat.voice = None

    def _bury(self, seat: Seat, child: Child) -> None:
        """A process has left by itself; its reason is often its last line."""
        self._relay(seat)
        if seat.voice:
            self._selector.unregister(seat.voice)
        child.end(0)
        code = child.process.returncode
        if seat.done:
            self.seats.remove(seat)
            seat.done(code)
            return
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        self._printer.line("sitewright", f"{seat.name} {how}; again in {seat.leave():.0f} s.")

    def wait_until_ready(self, seconds: float) -> None:
        """Turn until all seats are ready. Raises LocalError when one keeps failing or time is
        over.
        """
        deadline = time.monotonic() + seconds
        while waiting := [seat for seat in self.seats if not seat.check_ready()]:
            self.turn(0.05)
            for seat in waiting:
                if seat.failures >= HOPELESS:
                    last = seat.said or "none"
                    raise LocalError(f"{seat.name} does not start. Its last words: {last}")
            if time.monotonic() > deadline:
                names = ", ".join(seat.name for seat in waiting)
                raise LocalError(f"Not ready after {seconds:.0f} s: {names}. See the lines above.")

    def stop(self, patience: float) -> None:
        """Ask all to stop, listen to what they say of it, then make sure. Their last words are
        for the log.
        """
        self._say = self._printer.aside
        up = [seat.child for seat in self.seats if seat.child is not None]
        deadline = time.monotonic() + patience
        for child in up:
            child.ask_to_stop()
        while any(child.running for child in up) and time.monotonic() < deadline:
            self._listen(0.05)
        for child in up:
            child.end(0)
        self._listen(0)
        self.seats.clear()
