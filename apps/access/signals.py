"""What this room tells others."""

from django.dispatch import Signal

form_asked = Signal()
"""Somebody asks for a form to be opened to outsiders. Sent inside the transaction with `form`."""
