"""Site in the admin."""

from django.contrib import admin

from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.sites.models import Site


@admin.register(Site)
class SiteAdmin(ReadOnlyAdmin):
    """Tools of this workspace."""

    list_display = (
        "name",
        "slug",
        "owner",
        "state",
        "live_version",
        "created_at",
    )
    list_filter = ("state",)
    search_fields = (
        "name",
        "slug",
    )
