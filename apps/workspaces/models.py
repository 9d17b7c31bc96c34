"""The tenants and who belongs to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_tenants.models import DomainMixin, TenantMixin


class Workspace(TenantMixin):  # type: ignore[misc]  # django-tenants has no types
    """A company, or a part of one, that keeps its tools here. Its rows lie in a schema of its
    own.
    """

    class Plan(models.TextChoices):
        BUSINESS = "business", "Business"
        ENTERPRISE = "enterprise", "Enterprise"

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    plan = models.CharField(max_length=16, choices=Plan, default=Plan.BUSINESS)
    language = models.CharField(max_length=8, default="en")
    timezone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="EUR")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """The host of this workspace, without scheme and port."""
        return f"{self.slug}.{settings.SITEWRIGHT.base_domain}"

    @property
    def address(self) -> str:
        """Where its people find it."""
        return str(settings.SITEWRIGHT.address(self.host))

    def site_address(self, site_slug: str) -> str:
        """The address of one of its sites (or previews), by its slug."""
        return str(settings.SITEWRIGHT.address(f"{site_slug}--{self.host}"))


class Domain(DomainMixin):  # type: ignore[misc]
    """What django-tenants knows of a workspace's host; the hosts themselves are read by
    `hosts.py`.
    """


class Role(models.TextChoices):
    """What a member is in a workspace. What each may do: `apps.access.capabilities`."""

    OWNER = "owner", "Owner"
    ADMIN = "admin", "Admin"
    BUILDER = "builder", "Builder"
    MEMBER = "member", "Member"


class Membership(models.Model):
    """A person in a workspace."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role, default=Role.MEMBER)
    is_active = models.BooleanField(default=True)
    job_title = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=120, blank=True)
    manager = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["user__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "user"], name="membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.workspace}"


class Group(models.Model):
    """Members by name."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="groups")
    name = models.CharField(max_length=120)
    members = models.ManyToManyField(Membership, related_name="groups", blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="group_name_once")
        ]

    def __str__(self) -> str:
        return self.name
