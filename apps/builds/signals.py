"""What this room tells others."""

from django.dispatch import Signal

build_queued = Signal()
"""A build waits for a worker. Sent inside the transaction with `build`."""

build_finished = Signal()
"""A build succeeded, failed or was cancelled. Sent inside the transaction with `build`."""
