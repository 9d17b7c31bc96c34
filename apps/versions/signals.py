"""What this room tells others."""

from django.dispatch import Signal

version_saved = Signal()
"""A version exists. Sent inside the transaction with `version`."""
