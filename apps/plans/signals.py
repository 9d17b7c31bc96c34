"""What this room tells others."""

from django.dispatch import Signal

plan_opened = Signal()
"""A plan waits to be thought about. Sent inside the transaction with `plan`."""

plan_finished = Signal()
"""A plan has an outcome. Sent inside the transaction with `plan`."""
