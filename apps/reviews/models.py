"""The question and the answer. In the workspace's schema."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Review(models.Model):
    """One version put before a second person."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        CHANGES = "changes", "Changes asked"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"
        STALE = "stale", "Stale"

    version = models.ForeignKey("versions.Version", models.PROTECT, related_name="reviews")
    digest = models.CharField(max_length=64, help_text="What the answer holds for.")
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    red_items = models.JSONField(
        default=list, help_text="What must be ticked: {id, title, detail}."
    )
    ticked = models.JSONField(default=list)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_constraint=False
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version"], condition=models.Q(state="waiting"), name="one_open_review"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_state_display().lower()}"
