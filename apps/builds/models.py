"""A build and its steps: rows with leases, so that a crash loses nothing. In the workspace's
schema.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Build(models.Model):
    """One attempt to make a version of a plan."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Building"
        SUCCEEDED = "succeeded", "Built"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    OPEN: ClassVar = frozenset({State.QUEUED, State.RUNNING})

    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="builds")
    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="builds")
    version = models.ForeignKey("versions.Version", models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_constraint=False
    )
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(
        default=0, help_text="Grows with each worker; an older worker can write nothing."
    )
    lease_until = models.DateTimeField(null=True)
    error_id = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_build_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"Build {self.pk} of {self.site}"


class BuildStep(models.Model):
    """One step of a build; what it made is kept, so that a second worker does not make it again."""

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    build = models.ForeignKey(Build, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=32)
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)
    output = models.JSONField(default=dict)
    detail = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["build", "name"], name="step_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def seconds(self) -> float | None:
        """How long it took, or None while it runs."""
        return (self.finished_at - self.started_at).total_seconds() if self.finished_at else None
