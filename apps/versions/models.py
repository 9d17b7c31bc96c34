"""A build, frozen. In the workspace's schema; the database itself refuses to change one."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models


class Version(models.Model):
    """What would run if it were live: source, migrations, blueprint and what was found when it was
    tried.
    """

    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    manifest = models.JSONField(help_text="Path to SHA-256 of each file.")
    blueprint = models.JSONField()
    asked = models.TextField(help_text="The prompt that led here.")
    changes = models.JSONField(
        default=list, help_text="What changes against the base, in words, each with its risk."
    )
    migration = models.JSONField(
        default=dict, help_text="The database change: operations in words, SQL, risk."
    )
    checks = models.JSONField(default=list, help_text="What was tried, and what came out.")
    receipt = models.JSONField(default=dict)
    env_names = models.JSONField(default=list)
    egress_hosts = models.JSONField(default=list)
    authors = models.JSONField(
        default=list, help_text="Ids of all people whose prompts are in it since the live version."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_constraint=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "number"], name="version_number_once")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.site}, version {self.number}"

    @property
    def short_digest(self) -> str:
        """The first eight characters, in two groups, as people compare them."""
        return f"{self.digest[:4]} {self.digest[4:8]}"
