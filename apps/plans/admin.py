"""Plan in the admin."""

from django.contrib import admin

from apps.audit.read_only_admin import ReadOnlyAdmin
from apps.plans.models import Plan


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    """What was understood of each prompt."""

    list_display = (
        "site",
        "number",
        "state",
        "planner",
        "created_at",
    )
    list_filter = (
        "state",
        "planner",
    )
    search_fields = ("site__name",)
