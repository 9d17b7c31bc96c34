"""What can be done to reviews."""

from apps.reviews.actions.ask_for_review import ask_for_review
from apps.reviews.actions.decide import approve, ask_for_changes, reject

__all__ = ["approve", "ask_for_changes", "ask_for_review", "reject"]
