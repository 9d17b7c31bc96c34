"""Notice in the admin: that somebody was told, not what."""

from django.contrib import admin

from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.notices.models import Notice


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """Who was told something by which tool, and what became of the mail."""

    list_display = ("person", "site", "at", "read_at", "mail", "tries")
    list_filter = ("mail",)
    exclude = ("text", "path")
