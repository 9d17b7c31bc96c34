"""Deployment in the admin."""

from django.contrib import admin

from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.deployments.models import Deployment


@admin.register(Deployment)
class DeploymentAdmin(ReadOnlyAdmin):
    """What went live and came back."""

    list_display = (
        "site",
        "version",
        "kind",
        "state",
        "asked_by",
        "created_at",
    )
    list_filter = (
        "kind",
        "state",
    )
    search_fields = ("site__name",)
