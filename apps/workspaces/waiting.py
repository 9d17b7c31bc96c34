"""How many requests of one person may wait for their content at the same time.

The server reads content while a thread waits for it, and threads are few. Whoever sends slowly, or
not at all, may hold some of them and never all: nobody who only reads a page notices.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

MOST_OF_A_PERSON = 6
"""As many as a browser opens to one host."""

MOST_OF_STRANGERS = 12
"""Half the threads; they only ever sign in."""


class TooManyWaiting(Exception):
    """So many requests of this person wait already that one more is not read."""


class Waiting:
    """The requests that wait now, in one process of the portal."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now: Counter[int | None] = Counter()

    @contextmanager
    def turn(self, person: int | None) -> Iterator[None]:
        """Inside, content of this person (None: of somebody unknown) is read.

        Raises `TooManyWaiting`, at once: waiting for a turn would hold a thread as well.
        """
        most = MOST_OF_STRANGERS if person is None else MOST_OF_A_PERSON
        with self._lock:
            if self._now[person] >= most:
                raise TooManyWaiting
            self._now[person] += 1
        try:
            yield
        finally:
            with self._lock:
                self._now[person] -= 1
                if not self._now[person]:
                    del self._now[person]


waiting = Waiting()
