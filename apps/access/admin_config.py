"""The Django admin of a workspace: who may enter it, and that it is the default one."""

from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest


class WorkspaceAdminSite(AdminSite):
    """On a workspace's host, for those who review or administer it. Signing in is the portal's."""

    site_header = site_title = "Sitewright administration"
    index_title = "Administration"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        """By capability in this workspace; Django's own flags for staff are not used."""
        from apps.access.capabilities import Capability
        from apps.access.queries import may

        if not apps.ready or getattr(request, "place", None) is None:
            return False
        return bool(
            may(request.user, Capability.REVIEW) or may(request.user, Capability.ADMINISTER)
        )


class WorkspaceAdminConfig(AdminConfig):
    """Put the workspace's admin in the place of Django's."""

    default_site = "apps.access.admin_config.WorkspaceAdminSite"
