"""Value in the admin."""

from django.contrib import admin

from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.environment.models import Value


@admin.register(Value)
class ValueAdmin(ReadOnlyAdmin):
    """Names of values; secrets are not shown to anybody."""

    list_display = (
        "site",
        "key",
        "kind",
        "changed_by",
        "changed_at",
    )
    list_filter = ("kind",)
    search_fields = ("key",)
    exclude = ("text", "ciphertext")
