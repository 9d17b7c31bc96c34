"""What this room tells others."""

from django.dispatch import Signal

people_changed = Signal()
"""The members or groups of a workspace are not what they were. Sent after commit with
`workspace`.
"""
