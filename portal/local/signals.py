"""Ctrl-C and its relatives, turned into one exception at first and into haste afterwards."""

import signal
from types import FrameType

from portal.local.errors import Interrupted

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_seen: list[int] = []


def raise_on_signals() -> None:
    """From now on a signal ends what is being done, wherever that is."""

    def stop(number: int, _frame: FrameType | None) -> None:
        _seen.append(number)
        raise Interrupted(number)

    for number in SIGNALS:
        signal.signal(number, stop)


def raise_if_seen() -> None:
    """Raise again what was raised where Python throws exceptions away, such as in a finalizer."""
    if _seen:
        raise Interrupted(_seen[0])


def ignore_signals() -> None:
    """From now on we are stopping, and a second Ctrl-C must not interrupt that."""
    _seen.clear()
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
