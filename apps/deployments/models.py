"""Versions on their way to an address. In the workspace's schema."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Deployment(models.Model):
    """One going live, or one coming back."""

    class Kind(models.TextChoices):
        DEPLOY = "deploy", "Deployed"
        ROLL_BACK = "roll_back", "Rolled back"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Going live"
        LIVE = "live", "Live"
        FAILED = "failed", "Failed"
        REPLACED = "replaced", "Replaced"

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="deployments")
    version = models.ForeignKey("versions.Version", models.PROTECT, related_name="deployments")
    review = models.ForeignKey("reviews.Review", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.DEPLOY)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    statements = models.JSONField(default=list, help_text="The SQL that ran.")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_constraint=False
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_deployment_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.version}"


class Preview(models.Model):
    """A version running on a throw-away address with sample rows, for one person who looks at it as
    somebody invented.
    """

    label = models.CharField(max_length=40, unique=True, help_text="The first part of its host.")
    version = models.ForeignKey("versions.Version", models.CASCADE, related_name="previews")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_constraint=False
    )
    schema = models.CharField(max_length=63)
    persona = models.CharField(
        max_length=48, default="admin", help_text="Whom the visitor is: admin, member, a role."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Preview of {self.version}"
