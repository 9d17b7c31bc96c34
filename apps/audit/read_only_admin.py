"""How every model appears in the Django admin: to read, search and follow. What changes things is
an action of a room.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]  # generic in the stubs only
else:
    Base = admin.ModelAdmin


class ReadOnlyAdmin(Base):
    """Whoever may enter the admin of this workspace may read; nothing is added, changed or deleted
    here.
    """

    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for the whole admin."""
        return bool(self.admin_site.has_permission(request))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As for the whole admin."""
        return bool(self.admin_site.has_permission(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never here."""
        return False
