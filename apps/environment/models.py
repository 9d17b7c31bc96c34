"""Values of a site. In the workspace's schema."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Value(models.Model):
    """One name and what it stands for; a secret as ciphertext only."""

    class Kind(models.TextChoices):
        ENV = "env", "Value"
        SECRET = "secret", "Secret"

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="environment")
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField(blank=True)
    ciphertext = models.BinaryField(default=b"")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_constraint=False
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "key"], name="value_once")]

    def __str__(self) -> str:
        return self.key
