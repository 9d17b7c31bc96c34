"""When tools are looked at, and what they have said. In the workspace's schema."""

from typing import ClassVar

from django.db import models


class Clock(models.Model):
    """Of one tool: for which version it was looked at last, when next, and what came of it.

    Whether anything in a tool waits for a date or the clock is said by its blueprint alone.
    """

    site = models.OneToOneField("sites.Site", models.CASCADE, related_name="clock")
    version = models.ForeignKey("versions.Version", models.CASCADE, null=True, related_name="+")
    next_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    faults = models.PositiveSmallIntegerField(default=0, help_text="In a row, of the look itself.")
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"The clock of {self.site}"


class Delivery(models.Model):
    """One message of a tool, taken from its outbox: to members, to another system, or a task for
    the language model.

    `number` and `said_at` are the outbox's; the same is taken once. Of a task, `answer` is what the
    model said, `receipt` what it cost, `asked_at` when it was asked last.
    """

    class Kind(models.TextChoices):
        MESSAGE = "message", "Message"
        WEBHOOK = "webhook", "To another system"
        TASK = "task", "To the language model"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        HELD = "held", "Waiting for a value"
        DELIVERED = "delivered", "Delivered"
        GIVEN_UP = "given_up", "Given up"

    OPEN: ClassVar = (State.WAITING, State.HELD)

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="deliveries")
    number = models.BigIntegerField()
    said_at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=Kind)
    to = models.JSONField(default=dict)
    text = models.TextField()
    link = models.CharField(max_length=500, default="/")
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(auto_now_add=True)
    reached = models.PositiveIntegerField(default=0, help_text="How many people.")
    left_out = models.PositiveIntegerField(default=0, help_text="Named, but not let in.")
    error = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    answer = models.JSONField(default=dict)
    receipt = models.JSONField(default=dict)
    taken_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "number", "said_at"], name="delivery_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["site", "next_at"],
                condition=models.Q(state__in=["waiting", "held"]),
                name="delivery_open",
            ),
            models.Index(fields=["site", "kind", "finished_at"], name="delivery_finished"),
            models.Index(
                fields=["site", "asked_at"],
                condition=models.Q(asked_at__isnull=False),
                name="delivery_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.site}"
