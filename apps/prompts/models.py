"""The conversation about a site. In the workspace's schema."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Message(models.Model):
    """One thing said: by a person, or by the platform (no author)."""

    class Kind(models.TextChoices):
        PROMPT = "prompt", "Prompt"
        ANSWER = "answer", "Answer"

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=16, choices=Kind)
    text = models.TextField()
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.text[:80]
