"""What this room tells others."""

from django.dispatch import Signal

deployment_queued = Signal()
"""A deployment waits for a worker. Sent inside the transaction with `deployment`."""

deployment_finished = Signal()
"""A deployment is live or has failed. Sent inside the transaction with `deployment`."""
