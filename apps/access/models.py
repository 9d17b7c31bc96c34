"""Switches, audiences and roles. In the workspace's schema."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.access.capabilities import Capability
from apps.workspaces.models import Role


class CapabilitySwitch(models.Model):
    """A capability that an admin has turned on or off for a role; no row means the plan's
    default.
    """

    role = models.CharField(max_length=16, choices=Role)
    capability = models.CharField(max_length=32, choices=Capability)
    on = models.BooleanField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", db_constraint=False
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["role", "capability"], name="switch_once")
        ]

    def __str__(self) -> str:
        may = "may" if self.on else "may not"
        return f"{self.get_role_display()} {may} {self.get_capability_display()}"


class Mode(models.TextChoices):
    """Who can open a site."""

    PRIVATE = "private", "Private"
    WORKSPACE = "workspace", "Workspace"
    CUSTOM = "custom", "Custom"


class SiteAccess(models.Model):
    """The audience of one site. No row means Private."""

    site = models.OneToOneField("sites.Site", models.CASCADE, related_name="access")
    mode = models.CharField(max_length=16, choices=Mode, default=Mode.PRIVATE)

    def __str__(self) -> str:
        return f"{self.site}: {self.get_mode_display()}"


class SiteGrant(models.Model):
    """A person or a group that may open a site in the mode Custom, perhaps until a day."""

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="grants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    group = models.ForeignKey(
        "workspaces.Group", models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="grant_to_one",
                condition=models.Q(person=None, group__isnull=False)
                | models.Q(person__isnull=False, group=None),
            ),
            models.UniqueConstraint(fields=["site", "person"], name="grant_person_once"),
            models.UniqueConstraint(fields=["site", "group"], name="grant_group_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.group} may open {self.site}"


class AccessRequest(models.Model):
    """Somebody was refused at a site's door and asked to be let in."""

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="access_requests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_constraint=False
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "person"],
                condition=models.Q(answered_at=None),
                name="one_open_access_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} asks to open {self.site}"


class ToolRole(models.Model):
    """A person who has a role that the tool itself declares, such as approver."""

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="tool_roles")
    role = models.CharField(max_length=48)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_constraint=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "role", "person"], name="tool_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} is {self.role} in {self.site}"


class PublicForm(models.Model):
    """A form of a site that outsiders may send, or that somebody asks to open to them.

    `digest` is what was approved: the form opens only while the live version still promises it.
    Rows are kept; a page has one that is not closed.
    """

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="public_forms")
    page = models.CharField(max_length=48)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    says = models.JSONField(default=list, help_text="What was read before it was opened.")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_constraint=False
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "page"],
                condition=models.Q(closed_at=None),
                name="one_public_form_a_page",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.site}"
