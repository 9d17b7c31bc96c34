"""Rights in the admin."""

from django.contrib import admin

from apps.access.models import (
    AccessRequest,
    CapabilitySwitch,
    PublicForm,
    SiteAccess,
    SiteGrant,
    ToolRole,
)
from apps.audit.read_only_admin import ReadOnlyAdmin


@admin.register(CapabilitySwitch)
class CapabilitySwitchAdmin(ReadOnlyAdmin):
    """Switches that were moved."""

    list_display = ("role", "capability", "on", "changed_by", "changed_at")
    list_filter = ("role", "on")


@admin.register(SiteAccess)
class SiteAccessAdmin(ReadOnlyAdmin):
    """Audiences of tools."""

    list_display = ("site", "mode")
    list_filter = ("mode",)


@admin.register(SiteGrant)
class SiteGrantAdmin(ReadOnlyAdmin):
    """People and groups on a tool's list."""

    list_display = ("site", "person", "group", "until")


@admin.register(ToolRole)
class ToolRoleAdmin(ReadOnlyAdmin):
    """Who is who inside a tool."""

    list_display = ("site", "role", "person")


@admin.register(AccessRequest)
class AccessRequestAdmin(ReadOnlyAdmin):
    """Who asked to be let in."""

    list_display = ("site", "person", "asked_at", "answered_at")


@admin.register(PublicForm)
class PublicFormAdmin(ReadOnlyAdmin):
    """Forms that outsiders may send, and what was read before they were opened."""

    list_display = ("site", "name", "asked_by", "opened_by", "opened_at", "closed_at")
