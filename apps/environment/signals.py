"""What this room tells others."""

from django.dispatch import Signal

values_changed = Signal()
"""A site's values are not what they were; its processes start anew. Sent after commit with
`site`.
"""
