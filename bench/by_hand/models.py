"""The tables of the example tool and of the directory, as plain models."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class Person(models.Model):
    """Somebody of the workspace."""

    name = models.TextField()
    active = models.BooleanField(default=True)

    objects: "ClassVar[models.Manager[Person]]" = models.Manager()

    class Meta:
        managed = False
        db_table = "person"
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Request(models.Model):
    """One thing somebody asks of the operations team."""

    class Priority(models.TextChoices):
        """How much it presses."""

        LOW = "low", "Low"
        NORMAL = "normal", "Normal"
        HIGH = "high", "High"

    class Status(models.TextChoices):
        """Where it stands."""

        NEW = "new", "New"
        IN_REVIEW = "in_review", "In review"
        IN_PROGRESS = "in_progress", "In progress"
        BLOCKED = "blocked", "Blocked"
        DONE = "done", "Done"
        DECLINED = "declined", "Declined"

    created_at = models.DateTimeField()
    title = models.CharField(max_length=250)
    description = models.TextField()
    requester = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="+")
    owner = models.ForeignKey(Person, models.DO_NOTHING, null=True, related_name="+")
    team = models.CharField(max_length=250)
    priority = models.CharField(max_length=48, choices=Priority.choices)
    due = models.DateField(null=True)
    status = models.CharField(max_length=48, choices=Status.choices)

    objects: "ClassVar[models.Manager[Request]]" = models.Manager()

    class Meta:
        managed = False
        db_table = "request"

    def __str__(self) -> str:
        return self.title

    @property
    def is_overdue(self) -> bool:
        """Whether it should be done by now and is not."""
        is_open = self.status not in CLOSED
        return is_open and self.due is not None and self.due < timezone.localdate()


CLOSED = (Request.Status.DONE, Request.Status.DECLINED)
ICONS = f"{settings.STATIC_URL}icons.svg"
