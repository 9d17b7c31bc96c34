"""Ctrl-C and its relatives, turned into one exception at first and into haste afterwards."""

import signal
from types import FrameType

from portal.local.errors import Interrupted

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def raise_on_signals() -> None:
    """From now on a signal ends what is being done, wherever that is."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise Interrupted(number)

    for number in SIGNALS:
        signal.signal(number, stop)


def ignore_signals() -> None:
    """From now on we are stopping, and a second Ctrl-C must not interrupt that."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
