"""Build in the admin."""

from django.contrib import admin

from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.builds.models import Build


@admin.register(Build)
class BuildAdmin(ReadOnlyAdmin):
    """Plans being made."""

    list_display = (
        "site",
        "plan",
        "state",
        "attempts",
        "version",
        "started_at",
        "finished_at",
    )
    list_filter = ("state",)
    search_fields = ("site__name",)
