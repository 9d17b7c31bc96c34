"""The audit log in the admin."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.audit.models import Line
from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.audit.schemas import current_schema


@admin.register(Line)
class LineAdmin(ReadOnlyAdmin):
    """Who did what, in this workspace."""

    list_display = ("at", "person_name", "verb", "object_kind", "object_name")
    list_filter = ("verb", "object_kind")
    search_fields = ("person_name", "object_name")
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Line]:
        """Only lines of the workspace at hand: the table is shared."""
        return Line.objects.filter(workspace=current_schema())
