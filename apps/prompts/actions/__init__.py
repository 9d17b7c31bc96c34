"""What can be done in a conversation."""

from apps.prompts.actions.answer import answer
from apps.prompts.actions.ask import ask, clean_text

__all__ = ["answer", "ask", "clean_text"]
