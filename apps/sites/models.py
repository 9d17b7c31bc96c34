"""One generated app with its data, address, owner and deputy. In the workspace's schema."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Site(models.Model):
    """A tool."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        LIVE = "live", "Live"
        SUSPENDED = "suspended", "Suspended"

    slug = models.SlugField(max_length=40, unique=True)
    first_slug = models.SlugField(
        max_length=40, unique=True, help_text="Its address in the portal while it was a draft."
    )
    name = models.CharField(max_length=200)
    summary = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_constraint=False
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    named = models.BooleanField(
        default=False, help_text="The address is fixed, since a version was saved under it."
    )
    live_version = models.ForeignKey(
        "versions.Version", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def schema(self) -> str:
        """The schema of this site's rows, in the workspace's own database."""
        return f"s_{self.pk}"
