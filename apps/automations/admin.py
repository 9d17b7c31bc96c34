"""Clock and Delivery in the admin: when and whether, not what was said."""

from django.contrib import admin

from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.automations.models import Clock, Delivery


@admin.register(Clock)
class ClockAdmin(ReadOnlyAdmin):
    """When tools were looked at, and will be."""

    list_display = ("site", "looked_at", "next_at", "done", "failed", "error")


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """What became of the messages of tools."""

    list_display = ("site", "kind", "state", "said_at", "reached", "left_out", "tries", "error")
    list_filter = ("kind", "state")
    exclude = ("text", "to", "link", "answer")
