"""ApiToken in the admin."""

from django.contrib import admin

from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.data_api.models import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Who may ask which site in whose name; nothing of the token itself."""

    list_display = ("site", "name", "person", "scope", "expires_at", "used_at", "revoked_at")
    list_filter = ("scope",)
    search_fields = ("name",)
    exclude = ("token_hash",)
