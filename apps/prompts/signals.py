"""What this room tells others."""

from django.dispatch import Signal

prompt_received = Signal()
"""A person asked for something. Sent inside the transaction with `message`."""
