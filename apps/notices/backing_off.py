"""When something that failed is tried again, and how often."""

from datetime import timedelta

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""After each try that failed; after one more it is given up."""


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None when that was the last."""
    return BACK_OFF[tries - 1] if tries <= len(BACK_OFF) else None
