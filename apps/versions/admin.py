"""Version in the admin."""

from django.contrib import admin

from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.versions.models import Version


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    """What was frozen."""

    list_display = (
        "site",
        "number",
        "short_digest",
        "created_by",
        "created_at",
    )
    search_fields = (
        "site__name",
        "digest",
    )
