"""What can be done to the audit log: add to it."""

from apps.audit.actions.record import record

__all__ = ["record"]
