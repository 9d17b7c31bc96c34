"""What this room tells others."""

from django.dispatch import Signal

review_asked = Signal()
"""A version waits for a decision. Sent inside the transaction with `review`."""

review_decided = Signal()
"""A review was approved, rejected or sent back. Sent inside the transaction with `review`."""
