"""The kit's own tables, beside the tool's in the same schema: `kit_…`.

History (with what it takes to restore), comments, people's notifications, the outbox of messages
and the runs of automations. Rows of these are written by the kit alone.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from site_kit.fields import PersonField


class OfARow(models.Model):
    """Base: something kept about one row, which may be gone by now."""

    entity = models.CharField(max_length=63)
    record = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = PersonField(null=True)
    by_id: int | None

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.entity} {self.record}, {self.at:%Y-%m-%d %H:%M}"


class HistoryLine(OfARow):
    """One write: `changes` is field -> [before, after], as JSON has the values.

    `action` is created, edited, deleted, restored or an action's id; `cause` the way in or the
    automation; `kept` the whole row where it was deleted.
    """

    action = models.CharField(max_length=63)
    cause = models.CharField(max_length=63, default="form")
    note = models.TextField(blank=True, default="")
    changes = models.JSONField(default=dict)
    kept = models.JSONField(null=True)

    objects: ClassVar[models.Manager[HistoryLine]] = models.Manager()

    class Meta:
        db_table = "kit_history"
        indexes = [
            models.Index(fields=["entity", "record", "-id"], name="kit_history_of_record"),
            models.Index(fields=["-at"], name="kit_history_at"),
        ]


class Comment(OfARow):
    """What somebody said about a row."""

    text = models.TextField()

    objects: ClassVar[models.Manager[Comment]] = models.Manager()

    class Meta:
        db_table = "kit_comment"
        indexes = [models.Index(fields=["entity", "record", "id"], name="kit_comment_of_record")]


class Run(OfARow):
    """One run of an automation, with what came of it; `error` is a sentence.

    `due` is the moment of a date or of the clock that it was for: there is one run for each such
    cause (without an entity, `entity` is "" and `record` 0), tried as often as `tries` says.
    """

    automation = models.CharField(max_length=63)
    ok = models.BooleanField(default=True)
    error = models.TextField(blank=True, default="")
    due = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager[Run]] = models.Manager()

    class Meta:
        db_table = "kit_run"
        indexes = [models.Index(fields=["automation", "-id"], name="kit_run_of_automation")]
        constraints = [
            models.UniqueConstraint(
                fields=["automation", "entity", "record", "due"],
                condition=models.Q(due__isnull=False),
                name="kit_run_once",
            )
        ]


class Watch(models.Model):
    """Since when the clock is looked at for an automation, as it is declared: what was due before
    is not caught up with."""

    automation = models.CharField(max_length=63)
    trigger = models.TextField()
    since = models.DateTimeField()

    objects: ClassVar[models.Manager[Watch]] = models.Manager()

    class Meta:
        db_table = "kit_watch"
        constraints = [
            models.UniqueConstraint(fields=["automation", "trigger"], name="kit_watch_once")
        ]

    def __str__(self) -> str:
        return f"{self.automation}: {self.trigger}"


class Notification(models.Model):
    """A message to one person, in the portal."""

    person = PersonField()
    text = models.TextField()
    link = models.TextField(blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Notification]] = models.Manager()

    class Meta:
        db_table = "kit_notification"
        indexes = [models.Index(fields=["person", "-id"], name="kit_notification_of")]

    def __str__(self) -> str:
        return self.text


class Outgoing(models.Model):
    """A message that waits to be delivered outside; written in the transaction of its cause.

    `to` is {"people": [id], "roles": [id], "emails": [address]}: the portal knows who holds a
    role, the tool does not. Or {"secret": name, "host": host}: a message to another system. Or
    {"task": automation, "step": place, "entity": …, "record": …, "depth": of the chain, "values":
    […], "answered": moment}: a task of `kit.Agent`. `sent_at` is when the portal took it.
    """

    to = models.JSONField(default=dict)
    text = models.TextField()
    link = models.TextField(blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager[Outgoing]] = models.Manager()

    class Meta:
        db_table = "kit_outbox"
        indexes = [
            models.Index(fields=["id"], name="kit_outbox_waiting", condition=models.Q(sent_at=None))
        ]

    def __str__(self) -> str:
        return self.text


class ListValue(models.Model):
    """A value of a list that admins extend, as they added or changed it; "" is as declared."""

    entity = models.CharField(max_length=63)
    field = models.CharField(max_length=63)
    value = models.CharField(max_length=48)
    name = models.CharField(max_length=100, blank=True, default="")
    colour = models.CharField(max_length=10, blank=True, default="")
    retired = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[ListValue]] = models.Manager()

    class Meta:
        db_table = "kit_value"
        constraints = [
            models.UniqueConstraint(fields=["entity", "field", "value"], name="kit_value_once")
        ]

    def __str__(self) -> str:
        return self.name or self.value
