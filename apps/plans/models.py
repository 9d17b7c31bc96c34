"""What was understood. In the workspace's schema."""

from typing import ClassVar

from django.db import models


class Plan(models.Model):
    """One reading of one prompt."""

    class State(models.TextChoices):
        THINKING = "thinking", "Being understood"
        READY = "ready", "Ready to read"
        ASKING = "asking", "Has questions"
        REFUSED = "refused", "Refused"
        COMMAND = "command", "A command"
        FAILED = "failed", "Not understood"
        BUILT = "built", "Built"
        SUPERSEDED = "superseded", "Replaced by a later plan"
        DISCARDED = "discarded", "Discarded"

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="plans")
    message = models.ForeignKey("prompts.Message", models.PROTECT, related_name="plans")
    base_version = models.ForeignKey(
        "versions.Version", models.PROTECT, null=True, related_name="+"
    )
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State, default=State.THINKING)
    outcome = models.JSONField(
        default=dict, help_text="The planner's whole answer, without the blueprint."
    )
    blueprint = models.JSONField(null=True, help_text="The complete blueprint that results.")
    changes = models.JSONField(
        default=list, help_text="What changes against the base version, in words."
    )
    planner = models.CharField(max_length=120, blank=True)
    receipt = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, help_text="Until then one worker has it.")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "number"], name="plan_number_once")
        ]

    def __str__(self) -> str:
        return f"Plan {self.number} of {self.site}"
