"""Members and groups in the admin."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.audit.schemas import current_schema
from apps.workspaces.models import Group, Membership


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Who belongs here."""

    list_display = ("user", "role", "department", "is_active", "created_at")
    list_filter = ("role", "is_active", "department")
    search_fields = ("user__name", "user__email")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Only members of the workspace at hand: the table is shared."""
        return Membership.objects.filter(workspace__schema_name=current_schema()).select_related(
            "user"
        )


@admin.register(Group)
class GroupAdmin(ReadOnlyAdmin):
    """Members by name."""

    list_display = ("name",)
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        """Only groups of the workspace at hand: the table is shared."""
        return Group.objects.filter(workspace__schema_name=current_schema())
