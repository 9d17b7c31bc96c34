"""Tokens. In the workspace's schema, so that one of another workspace is not found."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """A program that acts as a person on one site. Of the token only its beginning and a hash."""

    class Scope(models.TextChoices):
        READ = "read", "Read"
        WRITE = "write", "Read and write"

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="api_tokens")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_constraint=False
    )
    name = models.CharField(max_length=60)
    scope = models.CharField(max_length=8, choices=Scope)
    beginning = models.CharField(max_length=8, unique=True)
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name
