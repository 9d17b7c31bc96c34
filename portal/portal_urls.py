"""The portal's own host: sign in, choose a workspace, carry the sign-in over to other hosts."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("handoff/", include("apps.workspaces.urls")),
    path("", include("apps.workbench.portal_urls")),
]
