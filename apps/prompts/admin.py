"""Message in the admin."""

from django.contrib import admin

from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.prompts.models import Message


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What was asked and answered."""

    list_display = (
        "said_at",
        "site",
        "author",
        "kind",
        "text",
    )
    list_filter = ("kind",)
    search_fields = ("text",)
