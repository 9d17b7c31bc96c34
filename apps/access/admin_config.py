"""The Django admin of a workspace: who may enter it, and what is in it."""

from functools import wraps
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern

THE_PORTALS = {"login", "logout", "password_change", "password_change_done"}


class WorkspaceAdminSite(AdminSite):
    """On a workspace's host, for those who review or administer it. Passwords are the portal's: no
    sign-in and no change of one here.
    """

    site_header = site_title = "Sitewright administration"
    index_title = "Administration"
    enable_nav_sidebar = True

    def get_urls(self) -> list[Any]:
        """Django's, without those for signing in."""
        return [
            entry
            for entry in super().get_urls()
            if not (isinstance(entry, URLPattern) and entry.name in THE_PORTALS)
        ]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A view for those who may enter; for everybody else it is not there."""
        guarded = super().admin_view(view, cacheable)

        @wraps(view)
        def answer(request: HttpRequest, *positional: Any, **named: Any) -> HttpResponse:
            if not self.has_permission(request):
                raise Http404
            answered: HttpResponse = guarded(request, *positional, **named)
            return answered

        return answer

    def has_permission(self, request: HttpRequest) -> bool:
        """By capability in this workspace; Django's own flags for staff are not used.

        Asked once a request: each model on a page asks again.
        """
        from apps.access.capabilities import Capability
        from apps.access.queries import may

        if not apps.ready or getattr(request, "place", None) is None:
            return False
        known = vars(request)
        if "may_enter_admin" not in known:
            known["may_enter_admin"] = bool(
                may(request.user, Capability.REVIEW) or may(request.user, Capability.ADMINISTER)
            )
        return bool(known["may_enter_admin"])

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only what shows and changes nothing; packages that bring an admin of their own, of people
        of all workspaces, are left out.
        """
        from apps.audit.read_only_admin import ReadOnlyAdmin

        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)


class WorkspaceAdminConfig(AdminConfig):
    """Put the workspace's admin in the place of Django's."""

    default_site = "apps.access.admin_config.WorkspaceAdminSite"
