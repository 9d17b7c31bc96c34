"""What somebody was told. In the workspace's schema."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One message to one person. `path` leads on in the tool (`in_tool`) or in the portal; `key` is
    what it is about, so that the same is told once.
    """

    class Mail(models.TextChoices):
        NONE = "none", "Not by mail"
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        GIVEN_UP = "given_up", "Given up"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_constraint=False
    )
    site = models.ForeignKey("sites.Site", models.CASCADE, null=True, related_name="notices")
    text = models.TextField()
    path = models.CharField(max_length=500, default="/")
    in_tool = models.BooleanField(default=False)
    key = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mail = models.CharField(max_length=16, choices=Mail, default=Mail.NONE)
    tries = models.PositiveSmallIntegerField(default=0)
    mail_at = models.DateTimeField(null=True, help_text="When it is tried next, or was sent.")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="notice_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(
                fields=["mail_at"], condition=models.Q(mail="waiting"), name="notice_to_mail"
            ),
            models.Index(
                fields=["site", "mail_at"], condition=models.Q(mail="sent"), name="notice_mailed"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
